"""Due jobs of the Hope Rooms: each looks up the rows that are due now and calls one service."""

from __future__ import annotations

from datetime import date, datetime

from celery import shared_task

from zibo_youth.core.calendar import now, today

from .services import audit_pack, child_journal, ladder, look_watch, partings, visit_watch
from .services.building import nudges
from .services.concerns import alerts


@shared_task
def climb_the_ladder(day: str | None = None) -> int:
    """走访催办 (beat: daily): each rung once. Safe to run twice."""
    return ladder.climb(on=date.fromisoformat(day) if day else today())


@shared_task
def watch_visits(at: str | None = None) -> int:
    """走访守望 (beat: every minute): visits in line with their shifts. Safe to run twice."""
    return visit_watch.watch_visits(at=datetime.fromisoformat(at) if at else now())


@shared_task
def plan_handovers(day: str | None = None) -> int:
    """毕业交接提醒 (beat: daily). Safe to run twice: a notice is told once."""
    return partings.plan_handovers(on=date.fromisoformat(day) if day else today())


@shared_task
def keep_child_journal() -> int:
    """清除台账 (beat: nightly): what a crash kept out of the file. Safe to run twice."""
    return child_journal.write_journal()


@shared_task
def make_audit_pack(day: str | None = None) -> int:
    """年度合规审计材料 (beat: nightly, from 2 January): last year's, once. Safe to run twice."""
    return audit_pack.make_pack(on=date.fromisoformat(day) if day else today())


@shared_task
def find_look_anomalies(day: str | None = None) -> int:
    """异常查阅 (beat: Mondays), of the week before. Safe to run twice: each is found and told once."""
    return look_watch.find_anomalies(before=date.fromisoformat(day) if day else today())


@shared_task
def nudge_rooms(day: str | None = None) -> int:
    """小屋超期催办 (beat: daily): each level once. Safe to run twice."""
    return nudges.nudge_rooms(on=date.fromisoformat(day) if day else today())


@shared_task
def watch_concerns(at: str | None = None) -> int:
    """关切守望 (beat: every five minutes): each level once. Safe to run twice."""
    return alerts.watch_concerns(at=datetime.fromisoformat(at) if at else now())
