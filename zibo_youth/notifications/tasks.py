"""Jobs of the message house. Arguments are numbers only; each is safe to run twice at one moment."""

from celery import shared_task

from . import services


@shared_task
def deliver_notices(notice_ids: list[int]) -> int:
    """投递通知: published by the nudge after a commit."""
    return services.deliver(notice_ids=notice_ids)


@shared_task
def sweep_notices() -> int:
    """补投 (beat: every 10 seconds): what no nudge reached, what failed, what a dead worker left."""
    return services.sweep()
