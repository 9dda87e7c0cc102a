"""Due work of accounts."""

from celery import shared_task

from . import services


@shared_task
def let_go_in_time() -> int:
    """按期删除 (beat: nightly): what has been kept as long as it may be."""
    return services.let_go_in_time()


@shared_task
def close_accounts() -> int:
    """注销 (beat: every five minutes): accounts whose time to think it over has passed."""
    return services.close_due_accounts()


@shared_task
def erase_again() -> int:
    """复查注销 (beat: nightly): what was written behind an erasure, and hashes that no rule needs."""
    return services.erase_again()
