"""到期 (due work): drafts and offers that nobody took up in time, and the reminders before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from loans.models import LoanApplication
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.notifications.outbox import notify

from .moves import lock_application, move
from .quota import give_back


def expire_applications(*, on: date) -> int:
    """
    过期 (expire): offers whose last day is over, drafts whose call is closed; how many.

    Safe to run twice and after days without a run: what is due is a question of dates.
    """
    due = LoanApplication.objects.offers_over_on(on) | LoanApplication.objects.drafts_left_on(on)
    return sum(_expire(number, on) for number in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _expire(number: int, on: date) -> bool:
    locked = lock_application(number)
    offers, drafts = LoanApplication.objects.offers_over_on(on), LoanApplication.objects.drafts_left_on(on)
    if not (offers | drafts).filter(pk=number).exists():
        return False
    give_back(SYSTEM, locked)
    transition = move(SYSTEM, locked, "expire")
    notify("loans.expired", to=locked.applicant, about=locked, dedup=str(transition.pk))
    return True


def remind_applicants(*, on: date) -> int:
    """提醒 (remind) of drafts whose call closes and offers that end within days; each is told once."""
    closing = on + timedelta(days=settings.LOANS["call_closing_days"])
    ending = on + timedelta(days=settings.LOANS["offer_ending_days"])
    rows = LoanApplication.objects.whole()
    drafts = rows.drafts_closing_by(closing).filter(call__closes_on__gte=on)
    offers = rows.filter(state="offered", offer_until__range=(on, ending))
    told = [notify("loans.call_closing", to=each.applicant, about=each) for each in drafts]
    return sum(told) + sum(notify("loans.offer_ending", to=each.applicant, about=each) for each in offers)


@transaction.atomic
def end_drafts_of(people: Iterable[int]) -> None:
    """Drafts of whoever closes the account are withdrawn: nobody will hand them in."""
    for number in LoanApplication.objects.drafts().filter(applicant__in=people).values_list("pk", flat=True):
        locked = lock_application(number)
        if locked.may("withdraw"):
            move(SYSTEM, locked, "withdraw")
