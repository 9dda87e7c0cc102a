"""
Due jobs of the stations: each looks up the rows that are due now and calls one service.

Beat may run twice or stand still for days: what was told is not told again, and
what became due meanwhile is done on the next look.
"""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.core.management import call_command

from zibo_youth.core.calendar import now

from . import services


class InvariantViolated(Exception):
    """At least one promise of the portal does not hold in the database."""


def _moment(at: str | None) -> datetime:
    """The moment of the look, from an ISO time with an offset; the present without one."""
    return datetime.fromisoformat(at) if at else now()


@shared_task
def remind_reviews(at: str | None = None) -> int:
    """审核提醒 (beat: every 5 minutes): half of the time gone, and overdue."""
    return services.remind_reviews(at=_moment(at))


@shared_task
def remind_arrivals(at: str | None = None) -> int:
    """入住提醒 (beat: every 5 minutes): from 18:00 of the day before, and on the day itself."""
    return services.remind_arrivals(at=_moment(at))


@shared_task
def remind_departures(at: str | None = None) -> int:
    """退房提醒 (beat: every 5 minutes): on the day of departure."""
    return services.remind_departures(at=_moment(at))


@shared_task
def expire_stays(at: str | None = None) -> int:
    """到期处理 (beat: every minute): old drafts, and requests undecided before their first night."""
    return services.expire_stays(at=_moment(at))


@shared_task
def settle_queues() -> int:
    """候补安排 (beat: every minute): beds that came free to the first who may have them."""
    return services.settle_queues()


@shared_task
def lapse_offers(at: str | None = None) -> int:
    """候补到期 (beat: every minute): what nobody took in time goes to the next."""
    return services.lapse_offers(at=_moment(at))


@shared_task
def lapse_holds(at: str | None = None) -> int:
    """保留到时 (beat: every minute): beds held for drafts that were not handed in in time."""
    return services.lapse_holds(at=_moment(at))


@shared_task
def lapse_parties(at: str | None = None) -> int:
    """同住到期 (beat: every minute): invitations to which not all have said yes in time."""
    return services.lapse_parties(at=_moment(at))


@shared_task
def mark_no_shows(at: str | None = None) -> int:
    """未入住判定 (beat: every 5 minutes): beds of guests who did not come."""
    return services.mark_no_shows(at=_moment(at))


@shared_task
def ask_follow_ups(at: str | None = None) -> int:
    """回访 (beat: every 5 minutes): what is due in the day time."""
    return services.ask_follow_ups(at=_moment(at))


@shared_task
def remind_follow_ups(at: str | None = None) -> int:
    """回访提醒 (beat: every 5 minutes): once, after the policy's days."""
    return services.remind_follow_ups(at=_moment(at))


@shared_task
def close_follow_ups() -> int:
    """关闭回访 (beat: nightly): questions that nobody answered in time."""
    return services.close_follow_ups()


@shared_task
def release_visits(at: str | None = None) -> int:
    """会客厅释放 (beat: every minute): places that nobody came for go back, each with one strike."""
    return services.release_visits(at=_moment(at))


@shared_task
def lapse_requests(at: str | None = None) -> int:
    """会客厅审核逾期 (beat: every minute): requests that nobody has answered in time."""
    return services.lapse_requests(at=_moment(at))


@shared_task
def remind_visits(at: str | None = None) -> int:
    """会客厅提醒 (beat: every 5 minutes): some hours before the start."""
    return services.remind_visits(at=_moment(at))


@shared_task
def ask_series(at: str | None = None) -> int:
    """系列确认 (beat: every 5 minutes): whether the later visits of a series are still wanted."""
    return services.ask_series(at=_moment(at))


@shared_task
def release_series(at: str | None = None) -> int:
    """系列释放 (beat: every 5 minutes): later visits of series that nobody has kept in time."""
    return services.release_series(at=_moment(at))


@shared_task
def complete_visits(at: str | None = None) -> int:
    """会客厅到时结束 (beat: every minute): visits whose time is up."""
    return services.complete_visits(at=_moment(at))


@shared_task
def remind_rehousings(at: str | None = None) -> int:
    """改住提醒 (beat: every 5 minutes): half of the time to answer is gone."""
    return services.remind_rehousings(at=_moment(at))


@shared_task
def lapse_rehousings(at: str | None = None) -> int:
    """改住逾期 (beat: every 5 minutes): whom nobody has heard from goes to the list of calls."""
    return services.lapse_rehousings(at=_moment(at))


@shared_task
def sweep_evidence() -> int:
    """清理无主文件 (beat: nightly): uploads that were cut off before their row was written."""
    return services.sweep_evidence()


@shared_task
def verify_invariants() -> int:
    """核对不变量 (beat: nightly). A violation fails the task; the command's lines say which."""
    try:
        call_command("verify_invariants")
    except SystemExit as end:  # a command's exit code, which would end the worker's child
        if end.code:
            raise InvariantViolated from end
    return 0
