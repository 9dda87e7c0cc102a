"""What is due in rounds by the clock: they close, offers lapse, places flow, the end comes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from volunteers.models import Application, Round
from zibo_youth.accounts.policy import SYSTEM

from .locks import lock_round
from .round_places import deal_places, move_application, tell
from .rounds import close_round, settle_round

State = Application.State


def close_due(*, at: datetime) -> int:
    """Rounds whose time to apply is over. Safe to run twice."""
    due = list(Round.objects.to_close(at))
    for each in due:
        with transaction.atomic():
            if lock_round(each.pk).state == Round.State.OPEN:
                close_round(actor=SYSTEM, round=each)
    return len(due)


def lapse_offers(*, at: datetime) -> int:
    """逾期 (lapse): offers whose time is up; each place goes to the next of its pool at once."""
    return sum(_lapse_in(each, at) for each in Round.objects.with_lapsed_offers(at).order_by("pk"))


@transaction.atomic
def _lapse_in(of: Round, at: datetime) -> int:
    held = lock_round(of.pk)
    due = list(Application.objects.filter(round=held).lapsed(at).select_related("volunteer__person"))
    for application in due:
        move_application(SYSTEM, application, State.EXPIRED, only_from=State.OFFERED)
        tell(application, "round_offer_lapsed")
    if due:
        deal_places(held)
    return len(due)


def deal_due(*, at: datetime) -> int:
    """Free places beside people who wait: a place flows, or a quota was raised. How many were offered."""
    return sum(_deal_in(each) for each in Round.objects.with_free_places(at).order_by("pk"))


@transaction.atomic
def _deal_in(of: Round) -> int:
    return deal_places(lock_round(of.pk))


def remind_offers(*, at: datetime) -> int:
    """再次提醒 (remind): offers that end soon and were not told again. Safe to run twice."""
    soon = at + timedelta(hours=int(settings.VOLUNTEERS["round_remind_hours"]))
    ending = Application.objects.ending(at, soon).select_related("volunteer__person", "round")
    told = [each for each in ending if _is_long(each)]
    for application in told:
        tell(application, "round_offer_ends", dedup=application.offer_until.isoformat())
    return len(told)


def _is_long(application: Application) -> bool:
    """An offer of two hours was told two hours ago: once is enough."""
    return bool(application.round.offer_hours > int(settings.VOLUNTEERS["round_remind_hours"]))


def settle_due(*, on: date) -> int:
    """Closed rounds on the first day of duty. Safe to run twice."""
    due = list(Round.objects.to_settle(on))
    for each in due:
        with transaction.atomic():
            if lock_round(each.pk).state == Round.State.CLOSED:
                settle_round(actor=SYSTEM, round=each)
    return len(due)
