"""Due jobs of the volunteers: each looks up the rows that are due now and calls one service."""

from __future__ import annotations

from datetime import date, datetime

from celery import shared_task

from zibo_youth.core.calendar import now, today

from .services import lapses, vetting


def moment(at: str | None) -> datetime:
    """The moment of the look, from an ISO time with an offset; the present without one."""
    return datetime.fromisoformat(at) if at else now()


@shared_task
def release_lapsed_slots(at: str | None = None) -> int:
    """失效即释放 (beat: every minute): places to come whose volunteer no longer meets what they need."""
    return lapses.release_lapsed(at=moment(at))


@shared_task
def warn_of_ending_proofs(day: str | None = None) -> int:
    """到期提醒 (beat: daily): proofs that end in 60, 30 and 7 days. Safe to run twice."""
    return lapses.warn_expiring(on=date.fromisoformat(day) if day else today())


@shared_task
def sweep_volunteer_documents() -> int:
    """清理无主文件 (beat: nightly)."""
    return vetting.sweep_documents()
