"""额度的流转 (moves of a line): proposed, signed, open, frozen, at an end; each told with who and when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from loans.line_errors import LineNotEmpty, SourceNeeded
from loans.models import CreditLine, LineEntry, LineTransition, LoanProduct
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import StateChanged, explaining
from zibo_youth.core.moves import along

MANAGE = "loans.manage_line"
State = CreditLine.State


@transaction.atomic
def propose_programme(
    *,
    actor: User,
    bank: Organisation,
    name: str,
    amount: Decimal,
    on: date,
    product: LoanProduct | None = None,
    is_revolving: bool = False,
) -> CreditLine:
    """拟设银行总额度 (propose): what a bank is about to sign, from a day on. Raises `SumMissing`."""
    policy.require(actor, MANAGE)
    yuan = exact_yuan(amount)
    line: CreditLine = CreditLine.objects.create(
        level="programme", bank=bank, name=name.strip(), product=product, is_revolving=is_revolving
    )
    LineTransition.objects.create(line=line, actor=actor, to_state=State.PROPOSED)
    LineEntry.objects.create(line=line, day=on, limit_change=yuan, note="", written_by=actor)
    line.refresh_from_db()
    return line


def sign_programme(
    *, actor: User, line: CreditLine, on: date, source: str, expires_on: date | None = None
) -> CreditLine:
    """签约 (sign): by a document, to a day. Raises `SourceNeeded`, `StateChanged`."""
    with transaction.atomic():
        return sign(actor=actor, line=line, on=on, source=source, expires_on=expires_on)


def sign(*, actor: User, line: CreditLine, on: date, source: str, expires_on: date | None) -> CreditLine:
    """Signed and open; the caller stands in a transaction."""
    policy.require(actor, MANAGE, line)
    return signed_and_open(actor=actor, line=line, on=on, source=source, expires_on=expires_on)


def signed_and_open(
    *, actor: Actor, line: CreditLine, on: date, source: str, expires_on: date | None
) -> CreditLine:
    """As `sign`, of a line whose right the caller has asked for. Raises `SourceNeeded`."""
    if not source.strip():
        raise SourceNeeded
    _move(actor, line, State.SIGNED, signed_on=on, expires_on=expires_on, source=source.strip())
    return _move(actor, line, State.OPEN)


def freeze(*, actor: User, line: CreditLine, note: str) -> CreditLine:
    """冻结 (freeze): nothing is drawn from it, nor from the lines below, until it is open again."""
    return _managed(actor, line, State.FROZEN, note)


def reopen(*, actor: User, line: CreditLine, note: str) -> CreditLine:
    """解冻 (open again)."""
    return _managed(actor, line, State.OPEN, note)


def close(*, actor: User, line: CreditLine, note: str) -> CreditLine:
    """
    关闭 (close): only a line that has nothing given out and nothing drawn; the line above has it back.

    Raises `LineNotEmpty`, `StateChanged`.
    """
    policy.require(actor, MANAGE, line)
    try:
        with explaining(credit_line_closed_is_empty=LineNotEmpty), transaction.atomic():
            shut(actor=actor, line=line, note=note)
        line.refresh_from_db()
    except LineNotEmpty:
        line.refresh_from_db()
        raise LineNotEmpty(line=line, allotted=line.allotted, drawn=line.drawn) from None
    return line


def shut(*, actor: Actor, line: CreditLine, note: str) -> None:
    """Closed, and what it held is the line above's again; the caller has asked the policy."""
    _move(actor, line, State.CLOSED, note=note.strip())
    if line.parent_id and line.limit:
        written_by = actor if isinstance(actor, User) else None
        LineEntry.objects.create(
            line=line, day=today(), limit_change=-line.limit, note=note, written_by=written_by
        )


def expire_lines(*, on: date) -> int:
    """到期 (expire): lines whose last day has passed; gives how many. Safe to run twice."""
    due = CreditLine.objects.filter(state__in=[State.OPEN, State.FROZEN], expires_on__lt=on)
    return sum(_expired(line) for line in due.order_by("pk"))


@transaction.atomic
def _expired(line: CreditLine) -> int:
    try:
        _move(SYSTEM, line, State.EXPIRED)
    except StateChanged:  # somebody closed it meanwhile
        return 0
    return 1


@transaction.atomic
def _managed(actor: User, line: CreditLine, to: str, note: str) -> CreditLine:
    policy.require(actor, MANAGE, line)
    return _move(actor, line, to, note=note.strip())


def _move(actor: Actor, line: CreditLine, to: str, *, note: str = "", **changes: Any) -> CreditLine:
    before = along(line, to, StateChanged, **changes)
    LineTransition.objects.create(
        line=line,
        actor=actor if isinstance(actor, User) else None,
        from_state=before,
        to_state=to,
        note=note,
    )
    return line
