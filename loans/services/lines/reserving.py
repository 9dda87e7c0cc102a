"""
占用 (reserving): an offer takes its room on the bank's line in its own transaction, and gives it back.

The caller has asked the policy and holds the application's lock; the company's row is locked here, so that
two offers to one company follow one on the other. Lines are locked upwards, as everywhere.
"""

from __future__ import annotations

from decimal import Decimal

from loans.models import CreditLine, Firm, Loan, LoanApplication
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import Busy, explaining

from .entries import limit_changed, opened_below
from .moves import shut

State = CreditLine.State


def programme_of(application: LoanApplication) -> CreditLine | None:
    """
    The bank's line that an offer of this product counts on: its own before one for all, the oldest first.

    An open one before a frozen one, which refuses; what is not signed yet or is at an end holds nothing.
    """
    lines = CreditLine.objects.of_programmes().filter(
        bank=application.bank, state__in=[State.OPEN, State.FROZEN]
    )
    running = lines.exclude(expires_on__lt=today())
    for state in (State.OPEN, State.FROZEN):
        for product in (application.product, None):
            rows = running.filter(state=state)
            of = rows.filter(product=product) if product else rows.filter(product__isnull=True)
            found: CreditLine | None = of.order_by("pk").first()
            if found is not None:
                return found
    return None


def reserve_for_offer(*, actor: Actor, application: LoanApplication, amount: Decimal) -> CreditLine | None:
    """
    占用额度 (reserve): so much of the company's line, opened where it has none; None without a programme.

    Raises `LineOverdrawn` with what is left and since when, `LineNotOpen`, `Busy`.
    """
    programme = programme_of(application)
    if programme is None or application.firm is None:
        return None
    _lock_firm(application.firm)
    amount, reference = exact_yuan(amount), str(application.reference)
    own = _line_of_firm(actor, programme, application.firm, amount, reference)
    return opened_below(
        actor, own, amount, today(), reference,
        level="loan", firm=application.firm, name=reference, application=application,
    )  # fmt: skip


def _line_of_firm(
    actor: Actor, programme: CreditLine, firm: Firm, amount: Decimal, reference: str
) -> CreditLine:
    """One that the city gave stays as it is; one that offers opened grows by this one."""
    own: CreditLine | None = programme.children.filter(firm=firm).exclude(state=State.CLOSED).first()
    if own is None:
        # The city gives a company its line without the company's lock: whoever comes second looks again.
        with explaining(credit_line_one_per_firm_and_programme=Busy):
            return opened_below(
                actor, programme, amount, today(), reference, level="firm", firm=firm, follows_offers=True
            )
    if own.follows_offers and own.state == State.OPEN:
        limit_changed(actor, own, amount, today(), reference)
    return own


def release_reservation(*, actor: Actor, application: LoanApplication) -> None:
    """释放占用 (release): the offer is over before its contract; nothing where it took nothing."""
    taken = CreditLine.objects.filter(application=application).exclude(state=State.CLOSED)
    for line in taken.select_related("parent"):
        _lock_firm(application.firm)
        amount, own = line.limit, line.parent
        shut(actor=actor, line=line, note=str(application.reference))
        own.refresh_from_db()
        if own.follows_offers and own.state != State.CLOSED:
            _shrunk(actor, own, amount, str(application.reference))


def _shrunk(actor: Actor, own: CreditLine, amount: Decimal, reference: str) -> None:
    """What a company's line grew by, it gives back; empty, it is closed."""
    if own.limit == amount:
        shut(actor=actor, line=own, note=reference)
    else:
        limit_changed(actor, own, -amount, today(), reference)


def hand_to_loan(*, application: LoanApplication, loan: Loan) -> None:
    """签约 (contract): the line that the offer took is the loan's, and its payouts draw it."""
    CreditLine.objects.filter(application=application).exclude(state=State.CLOSED).update(loan=loan)


def _lock_firm(firm: Firm | None) -> None:
    if firm is not None:
        list(Firm.objects.select_for_update(no_key=True).filter(pk=firm.pk).values_list("pk"))
