"""提供担保 (giving): asked by the bank, looked at on site, approved, written in a letter, in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from loans.application_errors import ApplicationMoved, WordsNotSafe
from loans.guarantee_errors import (
    CoverWrong,
    FindingNeeded,
    GuaranteeMoved,
    GuaranteeStands,
    LetterDaysWrong,
    LetterKnown,
    LetterNeeded,
    LetterNumberNeeded,
    LetterOver,
    VisitDayWrong,
    VisitNeeded,
)
from loans.models import Guarantee, Loan, LoanApplication, SiteVisit
from loans.models.application_moves import GUARANTOR, ApplicationState
from loans.models.guarantee import LONGEST_TRIGGER
from loans.models.guarantee_moves import UNDECIDED
from loans.services.applications.moves import lock_application
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor, human_of
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.money import CENT, MOST
from zibo_youth.core.open_words import tell_a_number
from zibo_youth.notifications.outbox import notify

from .moves import State, move_guarantee, of_application, tell

FINEST_SHARE = Decimal("0.0001")


def request_guarantee(actor: Actor, application: LoanApplication) -> Guarantee:
    """
    提请担保 (request): the row, in the transaction in which the bank asks; of what the bank would lend.

    The caller has asked the policy. Raises `GuaranteeStands`.
    """
    with explaining(guarantee_one_live_per_application=GuaranteeStands), transaction.atomic():
        guarantee: Guarantee = Guarantee.objects.create(
            application=application, guarantor=application.guarantor, amount=application.offered_amount
        )
    tell(actor, guarantee, "")
    return guarantee


@transaction.atomic
def record_visit(*, actor: User, application: LoanApplication, on: date, finding: str) -> SiteVisit:
    """
    登记走访 (visit) while the guarantor looks at it; there may be several.

    Raises `NotAllowed`, `ApplicationMoved`, `VisitDayWrong`, `FindingNeeded`, `WordsNotSafe`.
    """
    locked = lock_application(application.pk)
    policy.require_for_another(actor, GUARANTOR, locked, locked.applicant_id)
    guarantee = of_application(locked)
    if guarantee is None or locked.state != ApplicationState.GUARANTOR_REVIEW:
        raise ApplicationMoved(state=locked.get_state_display())
    since = locked.handed_in_on or today()
    if not since <= on <= today():
        raise VisitDayWrong(since=since)
    if not finding.strip():
        raise FindingNeeded
    if tell_a_number(finding):
        raise WordsNotSafe
    visit: SiteVisit = SiteVisit.objects.create(
        guarantee=guarantee, visited_on=on, finding=finding.strip(), visited_by_id=human_of(actor)
    )
    if guarantee.state == State.REQUESTED:
        move_guarantee(actor, guarantee, State.SITE_VISIT)
    return visit


@dataclass(frozen=True, slots=True)
class Cover:
    """担保条件 (terms): 0.8 of which components, for what fee (yuan), claimable from so many days late on."""

    share: Decimal
    covers: tuple[str, ...]
    fee: Decimal = Decimal()
    counter: str = ""
    trigger_days: int = 0

    @property
    def days(self) -> int:
        """Those of the guarantee, or of the settings where it says none."""
        return self.trigger_days or int(settings.LOANS["guarantee_trigger_days"])


def approve_guarantee(actor: Actor, application: LoanApplication, cover: Cover) -> Guarantee:
    """
    同意担保 (approve): the guarantor's half of the application's event; the caller holds its lock.

    Raises `VisitNeeded`, `CoverWrong`, `WordsNotSafe`.
    """
    guarantee = of_application(application)
    if guarantee is None or guarantee.state not in UNDECIDED:
        raise GuaranteeMoved(state=guarantee.get_state_display() if guarantee else "—")
    if guarantee.state == State.REQUESTED:
        raise VisitNeeded
    if not _is_possible(cover):
        raise CoverWrong(most=LONGEST_TRIGGER)
    if tell_a_number(cover.counter):
        raise WordsNotSafe
    terms: dict[str, Any] = {
        "share": cover.share,
        "covers": [part for part in Guarantee.Component.values if part in cover.covers],
        "fee": cover.fee,
        "counter": cover.counter.strip(),
        "trigger_days": cover.days,
    }
    with explaining(guarantee_terms_are_possible=CoverWrong(most=LONGEST_TRIGGER)), transaction.atomic():
        move_guarantee(actor, guarantee, State.APPROVED, **terms)
    return guarantee


def _is_possible(cover: Cover) -> bool:
    """What the columns hold: everything else would be rounded, or no number at all."""
    share, fee = cover.share, cover.fee
    return (
        share.is_finite()
        and fee.is_finite()
        and 0 < share <= 1
        and share == share.quantize(FINEST_SHARE)
        and 0 <= fee <= MOST
        and fee == fee.quantize(CENT)
        and set(cover.covers) <= set(Guarantee.Component.values)
        and len(cover.covers) >= 1
        and 1 <= cover.days <= LONGEST_TRIGGER
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """担保函 (letter): its number, the day it was issued, the last day on which it holds."""

    letter_no: str
    on: date
    until: date


@transaction.atomic
def issue_letter(*, actor: User, guarantee: Guarantee, letter: Letter) -> Guarantee:
    """
    出具担保函 (issue), from the approval on and before the contract; the founder is told.

    Raises `NotAllowed`, `LetterNumberNeeded`, `LetterDaysWrong`, `LetterKnown`, `GuaranteeMoved`.
    """
    application = lock_application(guarantee.application_id)
    policy.require_for_another(actor, GUARANTOR, guarantee, application.applicant_id)
    guarantee.refresh_from_db()
    number = letter.letter_no.strip()
    if not number:
        raise LetterNumberNeeded
    if not (letter.on <= today() <= letter.until):
        raise LetterDaysWrong
    told: dict[str, Any] = {"letter_no": number, "letter_on": letter.on, "letter_until": letter.until}
    known = LetterKnown(letter_no=number)
    with explaining(guarantee_letter_number_once_per_guarantor=known), transaction.atomic():
        move_guarantee(actor, guarantee, State.LETTER_ISSUED, **told)
    notify("loans.guarantee_letter", to=application.applicant, about=guarantee)
    return guarantee


def put_in_force(actor: Actor, application: LoanApplication, loan: Loan) -> None:
    """
    担保生效 (in force) by the contract, in its transaction; an application without a guarantor has none.

    Raises `LetterOver` for a contract that was signed while the letter did not hold.
    """
    guarantee = of_application(application)
    if guarantee is None:
        return
    over = LetterOver(
        signed=loan.signed_on,
        letter_no=guarantee.letter_no,
        since=guarantee.letter_on,
        until=guarantee.letter_until,
    )
    with explaining(guarantee_in_force_within_its_letter=over), transaction.atomic():
        move_guarantee(actor, guarantee, State.ACTIVE, loan=loan, in_force_on=loan.signed_on)


def require_letter(application: LoanApplication) -> None:
    """Raise `LetterNeeded` where a guarantor was asked and has issued no letter."""
    guarantee = of_application(application)
    if guarantee is not None and guarantee.state != State.LETTER_ISSUED:
        raise LetterNeeded(guarantor=guarantee.guarantor, state=guarantee.get_state_display())
