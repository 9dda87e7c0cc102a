"""额度台账 (entries): limits given, changed and drawn; the line holds what it gives on every day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from loans.investing_errors import LineConverted
from loans.line_days import least_left
from loans.line_errors import (
    EntryReversed,
    FirmHasALine,
    LineNotOpen,
    LineOutOfItsDays,
    LineOverdrawn,
)
from loans.models import CreditLine, Firm, LineEntry, Loan
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining

from .moves import MANAGE, signed_and_open

DRAW = "loans.draw_line"


def allot_to_firm(
    *, actor: User, programme: CreditLine, firm: Firm, amount: Decimal, on: date, source: str
) -> CreditLine:
    """
    分配企业额度 (allot): a company's line under a bank's programme, open from the day on.

    Raises `LineOverdrawn`, `FirmHasALine`, `LineNotOpen`, `SumMissing`, `SourceNeeded`.
    """
    policy.require(actor, MANAGE, programme)
    with explaining(credit_line_one_per_firm_and_programme=FirmHasALine):
        return opened_below(actor, programme, exact_yuan(amount), on, source, level="firm", firm=firm)


def allot_to_loan(
    *, actor: User, line: CreditLine, loan: Loan | None, name: str, amount: Decimal, on: date, source: str
) -> CreditLine:
    """
    占用单笔额度 (reserve): so much of a company's line for one loan, from the offer on.

    Raises `LineOverdrawn`, `LineNotOpen`, `SumMissing`, `SourceNeeded`.
    """
    policy.require(actor, MANAGE, line)
    return opened_below(
        actor, line, exact_yuan(amount), on, source, level="loan", firm=line.firm, loan=loan, name=name
    )


def opened_below(
    actor: Actor, parent: CreditLine, amount: Decimal, on: date, source: str, **told: Any
) -> CreditLine:
    """A line below another, open from the day on; the caller has asked the policy. Raises `LineOverdrawn`."""
    if parent.state != CreditLine.State.OPEN:
        raise LineNotOpen(line=parent, state=parent.get_state_display())
    name = told.pop("name", "") or str(told["firm"])
    with _telling(parent, amount, on), transaction.atomic():
        child: CreditLine = CreditLine.objects.create(
            parent=parent,
            bank=parent.bank,
            product=parent.product,
            is_revolving=parent.is_revolving,
            name=name,
            **told,
        )
        signed_and_open(actor=actor, line=child, on=on, expires_on=parent.expires_on, source=source)
        _write(actor, child, on, note=source, limit_change=amount)
    child.refresh_from_db()
    return child


def change_limit(*, actor: User, line: CreditLine, change: Decimal, on: date, note: str) -> LineEntry:
    """
    调整额度 (change): more or less from a day on, by a document; a child's change is its parent's too.

    Raises `LineOverdrawn`, `SumMissing`.
    """
    policy.require(actor, MANAGE, line)
    return limit_changed(actor, line, exact_yuan(abs(change)).copy_sign(change), on, note)


def limit_changed(actor: Actor, line: CreditLine, amount: Decimal, on: date, note: str) -> LineEntry:
    """As `change_limit`, where the caller has asked the policy. Raises `LineOverdrawn`."""
    short = line.parent if line.parent and amount > 0 else line
    with _telling(short, abs(amount), on), transaction.atomic():
        return _write(actor, line, on, note=note, limit_change=amount)


def draw(*, actor: Actor, line: CreditLine, amount: Decimal, on: date, note: str) -> LineEntry:
    """
    用款 (draw): never more than the line holds on any day from then on.

    Raises `LineOverdrawn`, `LineNotOpen`, `LineOutOfItsDays`, `SumMissing`.
    """
    policy.require(actor, DRAW, line)
    yuan = exact_yuan(amount)
    with (
        _telling(line, yuan, on),
        explaining(credit_line_is_drawn_while_open=LineNotOpen),
        transaction.atomic(),
    ):
        return _write(actor, line, on, note=note, drawn_change=yuan)


def draw_with_loan(*, actor: Actor, loan: Loan, amount: Decimal, on: date, voucher: str) -> None:
    """放款占用额度: a loan that stands under a line draws it with each payout. Raises as `draw`."""
    for line in CreditLine.objects.filter(loan=loan):
        draw(actor=actor, line=line, amount=amount, on=on, note=voucher)


def take_back_with_loan(*, actor: Actor, loan: Loan, voucher: str, note: str) -> None:
    """冲销放款释放额度: the entry of that payout is taken back with it."""
    drawn = LineEntry.objects.effective().filter(line__loan=loan, drawn_change__gt=0, note=voucher)
    for entry in drawn:
        reverse_entry(actor=actor, entry=entry, note=note)


def give_back(*, actor: Actor, line: CreditLine, amount: Decimal, on: date, note: str) -> LineEntry:
    """
    归还 (give back): principal that came back to a revolving line, which holds so much again.

    Raises `LineOverdrawn` where less was drawn, `SumMissing`.
    """
    policy.require(actor, DRAW, line)
    yuan = exact_yuan(amount)
    with _telling(line, yuan, on), transaction.atomic():
        return _write(actor, line, on, note=note, drawn_change=-yuan)


def reverse_entry(*, actor: Actor, entry: LineEntry, note: str) -> LineEntry:
    """
    冲销 (reverse): an entry of its own, on the day of what it takes back.

    Raises `EntryReversed`, `LineOverdrawn` where what it gave was used meanwhile.
    """
    policy.require(actor, DRAW if entry.drawn_change else MANAGE, entry.line)
    with (
        _telling(entry.line, abs(entry.limit_change + entry.drawn_change), entry.day),
        explaining(
            loans_lineentry_reverses_id_key=EntryReversed,
            line_entry_reversal_mirrors_its_entry=EntryReversed,
        ),
        transaction.atomic(),
    ):
        return _write(
            actor,
            entry.line,
            entry.day,
            note=note,
            reverses=entry,
            limit_change=-entry.limit_change,
            drawn_change=-entry.drawn_change,
        )


def _write(actor: Actor, line: CreditLine, day: date, *, note: str, **changes: Any) -> LineEntry:
    """The trigger carries it to the sums of the line, and to the line above."""
    written_by = actor if isinstance(actor, User) else None
    entry: LineEntry = LineEntry.objects.create(
        line=line, day=day, note=note.strip(), written_by=written_by, **changes
    )
    return entry


@contextmanager
def _telling(line: CreditLine, asked: Decimal, on: date) -> Iterator[None]:
    """Whoever is refused reads what stands now: how much is left, and on which day least."""
    try:
        with explaining(
            credit_line_holds_what_it_gives_on_every_day=LineOverdrawn,
            line_entry_leaves_what_was_converted=LineConverted,
        ):
            yield
    except LineOverdrawn:
        tightest = least_left(line, on)
        raise LineOverdrawn(line=line, asked=asked, day=tightest.day, left=tightest.left) from None
    except LineNotOpen as closed:
        if closed.values:
            raise
        raise _why_not(line, on) from None


def _why_not(line: CreditLine, on: date) -> LineNotOpen | LineOutOfItsDays:
    """The first line on the way up that refuses."""
    above: CreditLine | None = line
    while above:
        above.refresh_from_db()
        if above.state != CreditLine.State.OPEN:
            return LineNotOpen(line=above, state=above.get_state_display())
        if (above.signed_on and on < above.signed_on) or (above.expires_on and on > above.expires_on):
            return LineOutOfItsDays(
                line=above, signed=above.signed_on, expires=above.expires_on or "—", day=on
            )
        above = above.parent
    return LineNotOpen(line=line, state=line.get_state_display())
