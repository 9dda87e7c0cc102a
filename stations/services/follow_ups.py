"""
回访 (follow-ups): planned at check-out, asked when due, reminded once, closed when nobody answers.

Each step is one UPDATE that filters on the old state, so a job that runs twice,
late or at the same moment as itself asks nobody a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from stations.answer_links import digest_of, token_of
from stations.facts import policy_on
from stations.models import FollowUp, Stay
from stations.models.follow_up import DAYS_AFTER
from stations.querysets import FollowUpQuerySet
from zibo_youth.accounts.models import ConsentRecord, ConsentText
from zibo_youth.core import calendar
from zibo_youth.core.calendar import today
from zibo_youth.notifications.outbox import notify

State = FollowUp.State
# What a guest wrote is kept as long as the privacy notice says.
WORDS_KEPT = timedelta(days=365)
# Nobody's telephone rings at night for a question that can wait.
FROM, UNTIL = time(9, 0), time(20, 0)


def plan_follow_ups(stay: Stay) -> None:
    """安排回访 (plan): one of each kind, inside the check-out, which has asked for permission."""
    planned = [
        FollowUp(stay=stay, kind=kind, due_on=today() + timedelta(days=days))
        for kind, days in DAYS_AFTER.items()
    ]
    for follow_up in planned:
        follow_up.link_digest = digest_of(token_of(follow_up.link_seed))
    FollowUp.objects.bulk_create(planned)


def ask_follow_ups(*, at: datetime) -> int:
    """
    发出回访 (ask what is due), between nine and eight in the evening; returns how many were asked.

    Whoever has withdrawn the consent to the privacy notice is left alone.
    """
    if not calendar.at(today(), FROM) <= at < calendar.at(today(), UNTIL):
        return 0
    days = timedelta(days=policy_on(today()).follow_up_days)
    due = _agreed(FollowUp.objects.filter(state=State.PLANNED, due_on__lte=today()))
    return _each(due.filter(due_on__gte=today() - days), lambda one: _ask(one, today() + days))


def _agreed(follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
    guest = OuterRef("stay__guest")
    consents = ConsentRecord.objects.living().filter(scope=ConsentText.Scope.PRIVACY)
    # Two questions: an index answers each, and none answers both at once.
    return follow_ups.filter(
        Exists(consents.filter(user__person=guest)) | Exists(consents.filter(person=guest))
    )


def _each(follow_ups: FollowUpQuerySet, act: Callable[[FollowUp], bool]) -> int:
    """A transaction for each: one that fails holds up no other."""
    done = 0
    for follow_up in follow_ups.select_related("stay__guest").order_by("due_on", "pk"):
        with transaction.atomic():
            done += act(follow_up)
    return done


def _ask(follow_up: FollowUp, closes_on: date) -> bool:
    planned = FollowUp.objects.filter(pk=follow_up.pk, state=State.PLANNED)
    if not planned.update(state=State.ASKED, asked_at=Now(), closes_on=closes_on):
        return False
    return notify(_notice(follow_up), to=follow_up.stay.guest, about=follow_up)


def remind_follow_ups(*, at: datetime) -> int:
    """提醒一次 (remind once): who has been asked for some days and has not answered."""
    if not calendar.at(today(), FROM) <= at < calendar.at(today(), UNTIL):
        return 0
    since = at - timedelta(days=policy_on(today()).follow_up_reminder_days)
    silent = FollowUp.objects.filter(
        state=State.ASKED, reminded_at__isnull=True, asked_at__lte=since, closes_on__gte=today()
    )
    return _each(_agreed(silent), _remind)


def _remind(follow_up: FollowUp) -> bool:
    silent = FollowUp.objects.filter(pk=follow_up.pk, state=State.ASKED, reminded_at__isnull=True)
    if not silent.update(reminded_at=Now()):
        return False
    return notify(_notice(follow_up), to=follow_up.stay.guest, about=follow_up, dedup="reminder")


def _notice(follow_up: FollowUp) -> str:
    return "stations.survey_asked" if follow_up.is_survey else "stations.result_asked"


def close_follow_ups() -> int:
    """
    关闭回访 (close): what nobody answered in time, and what was never asked because beat stood still.

    A question whose guest withdrew the consent ends here as well.
    """
    days = timedelta(days=policy_on(today()).follow_up_days)
    silent = Q(state=State.ASKED, closes_on__lt=today())
    missed = Q(state=State.PLANNED, due_on__lt=today() - days)
    return FollowUp.objects.filter(silent | missed).update(state=State.CLOSED)
