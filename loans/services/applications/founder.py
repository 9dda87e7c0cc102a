"""申请人 (the founder's acts): to hand in, to complete, to accept, to decline, to withdraw."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import pgettext

from loans.application_errors import FirmTaken, NotEligible, OfferOver, PartsMissing
from loans.application_parts import Progress, tasks
from loans.eligibility import facts_of, judge
from loans.models import Firm, LoanApplication
from loans.models.application_moves import ApplicationState
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import after_worktime, now, today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .moves import NO_TIME, NOTHING_ASKED, begin_own, consents, move
from .quota import give_back

S = ApplicationState


@explaining(loan_application_one_live_per_firm_and_product=FirmTaken)
@transaction.atomic
def submit_application(*, actor: User, application: LoanApplication) -> LoanApplication:
    """
    提交 (hand in): all parts done, every rule of the pinned version met.

    Raises `PartsMissing`, `NotEligible` with each rule's answer, `FirmTaken`, `ApplicationMoved`.
    """
    locked = begin_own(actor, application, "submit")
    _require_whole(locked)
    move(actor, locked, "submit", firm=_firm_of(locked), submitted_at=Now())
    notify("loans.application_submitted", to=locked.applicant, about=locked)
    return locked


@explaining(loan_application_one_live_per_firm_and_product=FirmTaken)
@transaction.atomic
def answer_more_info(*, actor: User, application: LoanApplication) -> LoanApplication:
    """
    补充完毕 (complete): back to the review that asked, whose clock goes on from where it stood.

    Raises as `submit_application` does.
    """
    locked = begin_own(actor, application, "answer")
    _require_whole(locked)
    answer_by = after_worktime(now(), locked.time_left or NO_TIME)
    back: dict[str, Any] = {"to": locked.asked_from, "answer_by": answer_by, "firm": _firm_of(locked)}
    move(actor, locked, "answer", **back, **NOTHING_ASKED)
    return locked


def _require_whole(application: LoanApplication) -> None:
    stands = consents(application.applicant_id)
    missing = [task for task in tasks(application, consents=stands) if task.progress != Progress.DONE]
    if missing:
        named = pgettext("列举", "、").join(str(task.part.label) for task in missing)
        raise PartsMissing(parts=named)
    assessment = judge(facts_of(application, consents=stands))
    if not assessment.passed:
        named = pgettext("列举", "、").join(verdict.label for verdict in assessment.refusals)
        raise NotEligible(rules=named, assessment=assessment)


def _firm_of(application: LoanApplication) -> Firm:
    """The company's one row; the first application tells its name, later ones change nothing of it."""
    told = {
        "name": application.firm_name,
        "reporting_org": application.reporting_org,
        "founded_on": application.founded_on,
        "industry": application.industry,
    }
    firm: Firm = Firm.objects.get_or_create(uscc=application.uscc, defaults=told)[0]
    return firm


@transaction.atomic
def accept_offer(*, actor: User, application: LoanApplication) -> LoanApplication:
    """确认 (accept) what the bank offers, until its last day. Raises `OfferOver`, `ApplicationMoved`."""
    locked = begin_own(actor, application, "accept")
    if locked.offer_until is None or today() > locked.offer_until:
        until = date_format(locked.offer_until or today(), "DATE_FORMAT")
        raise OfferOver(until=until)
    move(actor, locked, "accept")
    return locked


@transaction.atomic
def decline_offer(*, actor: User, application: LoanApplication) -> LoanApplication:
    """不接受 (decline) the offer: the application ends, the quota is free. Raises `ApplicationMoved`."""
    locked = begin_own(actor, application, "decline")
    give_back(actor, locked)
    move(actor, locked, "decline", reason="declined")
    return locked


@transaction.atomic
def withdraw_application(*, actor: User, application: LoanApplication) -> LoanApplication:
    """撤回 (withdraw) before the contract; the quota is given back. Raises `ApplicationMoved`."""
    locked = begin_own(actor, application, "withdraw")
    give_back(actor, locked)
    move(actor, locked, "withdraw", **NOTHING_ASKED)
    return locked
