"""Due work of accounts."""

from datetime import timedelta

from celery import shared_task

from zibo_youth.core.calendar import now

from . import limits, one_time, services

KEPT_COUNTERS = timedelta(days=2)
KEPT_KEYS = timedelta(days=7)
UNUSED_ACCOUNT = timedelta(days=1)


@shared_task
def forget_traces() -> int:
    """清理 (beat: nightly): old counters and one-time keys, and accounts whose code was never entered."""
    forgotten = limits.forget(now() - KEPT_COUNTERS) + one_time.forget(now() - KEPT_KEYS)
    return forgotten + services.forget_unused_accounts(before=now() - UNUSED_ACCOUNT)


@shared_task
def close_accounts() -> int:
    """注销 (beat: every five minutes): accounts whose time to think it over has passed."""
    return services.close_due_accounts()


@shared_task
def erase_again() -> int:
    """复查注销 (beat: nightly): what was written behind an erasure, and hashes that no rule needs."""
    return services.erase_again()
