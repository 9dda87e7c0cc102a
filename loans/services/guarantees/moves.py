"""担保的流转 (moves): one UPDATE from the state that was read, and the row that says who did it."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from loans.application_errors import WordsNotSafe
from loans.guarantee_errors import GuaranteeMoved
from loans.models import Guarantee, GuaranteeTransition, Loan, LoanApplication
from loans.models.guarantee_moves import BEFORE_THE_LOAN
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.moves import along
from zibo_youth.core.open_words import tell_a_number
from zibo_youth.notifications.outbox import notify

State = Guarantee.State


def move_guarantee(
    actor: Actor, guarantee: Guarantee, to: str, *, note: str = "", **changes: Any
) -> GuaranteeTransition:
    """
    The guarantee in its next state; the caller has asked the policy and stands in a transaction.

    Raises `GuaranteeMoved` where somebody was faster or the act does not start here, `WordsNotSafe`.
    """
    before = along(guarantee, to, GuaranteeMoved, state_since=Now(), **changes)
    return tell(actor, guarantee, before, note=note)


def tell(
    actor: Actor, guarantee: Guarantee, before: str, *, note: str = "", reason: str = ""
) -> GuaranteeTransition:
    """Who did it, from where, and in which words. Raises `WordsNotSafe` for somebody's number."""
    if tell_a_number(note):
        raise WordsNotSafe
    told: GuaranteeTransition = GuaranteeTransition.objects.create(
        guarantee=guarantee,
        actor=actor if isinstance(actor, User) else None,
        from_state=before,
        to_state=guarantee.state,
        reason=reason,
        note=note.strip(),
    )
    return told


def of_application(application: LoanApplication) -> Guarantee | None:
    """The one that stands, if the bank has asked anybody."""
    found: Guarantee | None = Guarantee.objects.live().filter(application=application).first()
    return found


def end_with_application(actor: Actor, application: LoanApplication) -> None:
    """An application that ends takes its guarantee along: refused where the guarantor refused it."""
    for guarantee in Guarantee.objects.filter(application=application, state__in=BEFORE_THE_LOAN):
        is_refused = application.state == "rejected"
        move_guarantee(actor, guarantee, State.REFUSED if is_refused else State.WITHDRAWN)


def follow_loan(actor: Actor, loan: Loan) -> None:
    """
    随贷款解除 (released) when the loan is settled, and in force again when the last payment is taken back.

    The caller holds the loan's lock.
    """
    to = State.RELEASED if loan.state == Loan.State.SETTLED else State.ACTIVE
    for guarantee in Guarantee.objects.filter(loan=loan, state__in=[State.ACTIVE, State.RELEASED]):
        if guarantee.state == to:
            continue
        told = move_guarantee(actor, guarantee, to)
        if to == State.RELEASED:
            founder = guarantee.application.applicant
            notify("loans.guarantee_released", to=founder, about=guarantee, dedup=str(told.pk))
