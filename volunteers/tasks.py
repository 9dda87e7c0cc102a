"""Due jobs of the volunteers: each looks up the rows that are due now and calls one service."""

from __future__ import annotations

from datetime import date, datetime

from celery import shared_task

from zibo_youth.core.calendar import now, today

from .services import (
    attendance,
    certificates,
    hours,
    lapses,
    offers,
    patrols,
    round_due,
    shift_due,
    tickets,
    vetting,
)


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
    return vetting.sweep_documents() + tickets.sweep_photos()


@shared_task
def lapse_shift_offers(at: str | None = None) -> int:
    """候补邀请到时 (beat: every minute): the place goes to the next."""
    return offers.lapse_offers(at=moment(at))


@shared_task
def settle_shifts(at: str | None = None) -> int:
    """候补安排 (beat: every minute): free places to the first who may have them."""
    return offers.settle_shifts(at=moment(at))


@shared_task
def end_shift_waiting(at: str | None = None) -> int:
    """候补与换班结束 (beat: every minute): when the shift begins."""
    return shift_due.end_waiting(at=moment(at))


@shared_task
def close_shifts(at: str | None = None) -> int:
    """班次结束 (beat: every 5 minutes)."""
    return shift_due.close_shifts(at=moment(at))


@shared_task
def mark_shift_no_shows(at: str | None = None) -> int:
    """未到岗 (beat: every 5 minutes): a day after the end, when no roll has come in."""
    return shift_due.mark_no_shows(at=moment(at))


@shared_task
def remind_shifts(at: str | None = None) -> int:
    """班次提醒 (beat: every 5 minutes): from 18:00 of the day before."""
    return shift_due.remind_shifts(at=moment(at))


@shared_task
def close_forgotten_shifts(at: str | None = None) -> int:
    """补记签退 (beat): hours after the end, who forgot to check out left at the end. Safe to run twice."""
    return attendance.close_forgotten(at=moment(at))


@shared_task
def remind_of_reviews(at: str | None = None) -> int:
    """待审核提醒 (beat): leaders hear once of a shift that is over and not reviewed. Safe to run twice."""
    return attendance.remind_reviews(at=moment(at))


@shared_task
def close_rounds(at: str | None = None) -> int:
    """报名截止 (beat: every minute): rounds whose time to apply is over."""
    return round_due.close_due(at=moment(at))


@shared_task
def lapse_round_offers(at: str | None = None) -> int:
    """录取逾期 (beat: every minute): offers of rounds whose time is up; the places go on."""
    return round_due.lapse_offers(at=moment(at))


@shared_task
def deal_round_places(at: str | None = None) -> int:
    """名额流转 (beat: every minute): free places beside people who wait. Safe to run twice."""
    return round_due.deal_due(at=moment(at))


@shared_task
def remind_round_offers(at: str | None = None) -> int:
    """确认提醒 (beat: every five minutes): offers that end soon, once each."""
    return round_due.remind_offers(at=moment(at))


@shared_task
def settle_rounds(day: str | None = None) -> int:
    """招募结束 (beat: nightly): closed rounds whose work has begun. Safe to run twice."""
    return round_due.settle_due(on=date.fromisoformat(day) if day else today())


@shared_task
def start_hours_notice(at: str | None = None) -> int:
    """公示 (beat: every 5 minutes): confirmed hours are shown inside the organisation for seven days."""
    return hours.start_notice(at=moment(at))


@shared_task
def finalise_hours(at: str | None = None) -> int:
    """时长生效 (beat: every 5 minutes): seven days of notice are over, nobody has objected."""
    return hours.finalise(at=moment(at))


@shared_task
def certificates_take_effect(at: str | None = None) -> int:
    """证明生效 (beat: every 5 minutes): seven days after a certificate was issued."""
    return certificates.take_effect(at=moment(at))


@shared_task
def tell_of_unended_patrols(at: str | None = None) -> int:
    """未收队提醒 (beat: every 5 minutes): half an hour after the planned end. Safe to run twice."""
    return patrols.tell_unended(at=moment(at))


@shared_task
def tell_of_overdue_hazards(day: str | None = None) -> int:
    """隐患逾期提醒 (beat: daily): once for each day that passed without a second look. Safe to run twice."""
    return tickets.tell_overdue(on=date.fromisoformat(day) if day else today())
