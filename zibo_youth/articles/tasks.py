"""Jobs of the articles; safe to run twice."""

from celery import shared_task

from . import services


@shared_task
def sweep_attachments() -> int:
    """清理无主文件 (beat: nightly): uploads that were cut off before their row was written."""
    return services.sweep_attachments()
