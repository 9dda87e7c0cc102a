"""
导入银行文件 (import): shown row by row first, then written as it was shown, whole or not at all.

What stands already is skipped and listed; so the same file may come twice, or at the same instant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from loans.bank_plan import PlannedRow, explain, in_words, repayments_plan, schedule_plan, told
from loans.bank_sheets import read_repayments, read_schedule
from loans.loan_errors import FileEmpty, FileHasErrors, SerialKnown
from loans.models import BankFile, BankFileLine, Loan, Repayment, ScheduleVersion
from loans.schedule import Row
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.errors import explaining
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row as SheetRow

from .moves import lock_loan
from .repayments import written
from .schedules import Drawn, write_schedule
from .standing import restate

IMPORT = "loans.import_bankfile"
Kind = BankFile.Kind


@dataclass(frozen=True, slots=True)
class FilePreview:
    """预览 (preview): every row, what is wrong with it, and the signed words to confirm it with."""

    lines: list[PlannedRow]
    sealed: str = ""
    finding: dict[str, Any] = field(default_factory=dict)

    @property
    def wrong(self) -> list[PlannedRow]:
        return [line for line in self.lines if line.problems]

    @property
    def skipped(self) -> list[PlannedRow]:
        return [line for line in self.lines if not line.problems and not line.is_new]

    @property
    def finding_told(self) -> str:
        return in_words(self.finding)


def preview_repayments(*, actor: User, bank: Organisation, content: bytes) -> FilePreview:
    """预览还款明细 (dry run): nothing is kept. Raises `NotAllowed`, `FileRefused`, `FileEmpty`."""
    policy.require(actor, IMPORT, BankFile(bank=bank))
    rows = _some(read_repayments(content))
    lines = repayments_plan(bank, rows)
    if any(line.problems for line in lines):
        return FilePreview(lines)
    return FilePreview(lines, _sealed(actor, Kind.REPAYMENTS, bank.pk, content, rows))


def import_repayments(*, actor: User, sealed: str) -> BankFile:
    """
    导入还款明细 (import), as it was shown to this very person.

    Raises `NotAllowed`, `PreviewExpired`, `FileHasErrors`, `SerialKnown` where another file told the same
    serial of another loan at this instant.
    """
    number, digest, plain = opened(f"{IMPORT}.{Kind.REPAYMENTS}", actor.pk, sealed)
    bank = Organisation.objects.get(pk=number)
    policy.require(actor, IMPORT, BankFile(bank=bank))
    rows = [SheetRow(row, cells) for row, cells in plain]
    with explaining(repayment_serial_once_per_bank=SerialKnown(serial="…")), transaction.atomic():
        lock_loans(bank, rows)
        lines = repayments_plan(bank, rows)
        if any(line.problems for line in lines):
            raise FileHasErrors
        stored = _stored(actor, lines)
        batch = _filed(actor, bank, Kind.REPAYMENTS, digest, (len(lines), len(stored)))
        BankFileLine.objects.bulk_create(
            BankFileLine(
                file=batch, row=line.row, is_stored=line.row in stored, repayment=_money(line, stored)
            )
            for line in lines
        )
    return batch


def lock_loans(bank: Organisation, rows: Sequence[SheetRow]) -> None:
    """Every loan that the rows name, in the order of their keys: two files at once wait for each other."""
    numbers = {row.cells.get("contract_no", "") for row in rows}
    named = Loan.objects.filter(bank=bank, contract_no__in=numbers).order_by("pk")
    list(named.select_for_update(no_key=True).values_list("pk"))


def _stored(actor: User, lines: Iterable[PlannedRow]) -> dict[int, Repayment]:
    """By the number of its row; each loan is restated once."""
    found, touched = {}, {}
    for line in lines:
        if line.is_new and line.loan:
            facts = {"amount": line.values["amount"], "paid_on": line.values["paid_on"]}
            found[line.row] = written(actor, line.loan, facts | {"serial": line.values["serial"]})
            touched[line.loan.pk] = line.loan
    for _pk, loan in sorted(touched.items()):
        restate(actor, lock_loan(loan))
    return found


def _money(line: PlannedRow, stored: dict[int, Repayment]) -> Repayment:
    """The repayment that a row tells of, whichever row or file told it first."""
    if line.known:
        return line.known
    return stored[line.repeats.row if line.repeats else line.row]


# --- schedules -------------------------------------------------------------------------------


def preview_schedule(*, actor: User, loan: Loan, content: bytes) -> FilePreview:
    """
    预览还款计划 (dry run), with the convention that explains it. Nothing is kept.

    Raises `NotAllowed`, `FileRefused`, `FileEmpty`.
    """
    policy.require(actor, IMPORT, BankFile(bank=loan.bank))
    rows = _some(read_schedule(content))
    lines, made = schedule_plan(loan, rows)
    if any(line.problems for line in lines):
        return FilePreview(lines)
    return FilePreview(
        lines, _sealed(actor, Kind.SCHEDULE, loan.pk, content, rows), told(explain(loan, made))
    )


def import_schedule(*, actor: User, sealed: str) -> BankFile:
    """
    导入还款计划 (import): the bank's own version, which holds from now on; the same one twice is one.

    Raises `NotAllowed`, `PreviewExpired`, `FileHasErrors`.
    """
    number, digest, plain = opened(f"{IMPORT}.{Kind.SCHEDULE}", actor.pk, sealed)
    with transaction.atomic():
        loan = lock_loan(Loan(pk=number))
        policy.require(actor, IMPORT, BankFile(bank=loan.bank))
        lines, made = schedule_plan(loan, [SheetRow(row, cells) for row, cells in plain])
        if any(line.problems for line in lines):
            raise FileHasErrors
        is_new = not _holds_already(loan, made)
        if is_new:
            version = ScheduleVersion
            write_schedule(actor, loan, Drawn(made, loan.rate, version.Reason.BANK, version.Origin.BANK))
            restate(actor, loan)
        finding = told(explain(loan, made))
        counts = (len(lines), len(lines) if is_new else 0)
        return _filed(actor, loan.bank, Kind.SCHEDULE, digest, counts, loan=loan, finding=finding)


def _holds_already(loan: Loan, rows: list[Row]) -> bool:
    holding = loan.schedules.filter(is_active=True, origin=ScheduleVersion.Origin.BANK).first()
    return holding is not None and [row.told() for row in holding.rows.order_by("number")] == rows


# --- files -----------------------------------------------------------------------------------


def _some(rows: list[SheetRow]) -> list[SheetRow]:
    if not rows:
        raise FileEmpty
    return rows


def _sealed(actor: User, kind: str, owner: int, content: bytes, rows: Sequence[SheetRow]) -> str:
    plain = [[row.number, row.cells] for row in rows]
    return seal(f"{IMPORT}.{kind}", actor.pk, owner, hashlib.sha256(content).hexdigest(), plain)


def _filed(
    actor: User, bank: Organisation, kind: str, digest: str, counts: tuple[int, int], **more: Any
) -> BankFile:
    rows, stored = counts
    filed: BankFile = BankFile.objects.create(
        bank=bank,
        kind=kind,
        digest=digest,
        rows=rows,
        stored=stored,
        skipped=rows - stored,
        imported_by=actor,
        **more,
    )
    return filed
