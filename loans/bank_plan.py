"""
导入计划 (plan of an import): each row of a bank's file, what it would write, or why it cannot.

Only reads. A row whose money stands already is skipped; one that says something else of the same
serial number is wrong, and then nothing of the file comes in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.sheets import Sheet, read_row
from zibo_youth.core.workbooks import Row as SheetRow

from .bank_sheets import REPAYMENTS, SCHEDULE
from .convention import Cell, Finding, Told, detect
from .models import Loan, Repayment
from .models.product import DAY_COUNTS, METHODS, ROUNDINGS
from .schedule import ZERO, Convention, Row

FACTS = ("contract_no", "paid_on", "amount")


@dataclass(slots=True)
class PlannedRow:
    """
    一行 (one row): its cells, what they mean, and what is wrong with it, by column.

    ``known``: the repayment that stands already, or the earlier row of the same file.
    """

    row: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[Any, Any]] = field(default_factory=list)
    loan: Loan | None = None
    known: Repayment | None = None
    repeats: PlannedRow | None = None

    @property
    def is_new(self) -> bool:
        return not (self.problems or self.known or self.repeats)

    def refuse(self, sheet: Sheet, column: str, why: Any) -> None:
        self.problems.append((sheet.columns[column].label, why))

    def said(self) -> tuple[Any, ...]:
        return tuple(self.values[name] for name in FACTS)


def read(sheet: Sheet, rows: Sequence[SheetRow]) -> list[PlannedRow]:
    return [PlannedRow(row.number, row.cells, *read_row(sheet, row)) for row in rows]


# --- repayments ------------------------------------------------------------------------------


def repayments_plan(bank: Organisation, rows: Sequence[SheetRow]) -> list[PlannedRow]:
    """Each row against the loans and the serial numbers of this bank."""
    lines = read(REPAYMENTS, rows)
    numbers = {line.cells.get("contract_no", "") for line in lines}
    serials = {line.cells.get("serial", "") for line in lines}
    loans = {loan.contract_no: loan for loan in Loan.objects.filter(bank=bank, contract_no__in=numbers)}
    stored = Repayment.objects.filter(bank=bank, serial__in=serials).select_related("loan")
    known = {each.serial: each for each in stored}
    earlier: dict[str, PlannedRow] = {}
    for line in lines:
        if not line.problems:
            _judge(line, loans, known, earlier)
    return lines


def _judge(
    line: PlannedRow, loans: dict[str, Loan], known: dict[str, Repayment], earlier: dict[str, PlannedRow]
) -> None:
    serial = line.values["serial"]
    line.loan, line.known, line.repeats = (
        loans.get(line.values["contract_no"]),
        known.get(serial),
        earlier.get(serial),
    )
    if line.loan is None:
        line.refuse(REPAYMENTS, "contract_no", _("没有该银行的这份合同"))
    elif line.loan.state == Loan.State.CONTRACTED:
        line.refuse(REPAYMENTS, "contract_no", _("该笔贷款尚未放款，不能登记还款"))
    elif not line.loan.signed_on <= line.values["paid_on"] <= today():
        line.refuse(REPAYMENTS, "paid_on", _("日期不得早于合同签订日，也不得晚于今天"))
    elif line.known and line.said() != _stored(line.known):
        line.refuse(REPAYMENTS, "serial", _("该流水号已登记为另一笔还款"))
    elif line.repeats and line.said() != line.repeats.said():
        told = _("与第 %(row)s 行流水号相同而内容不同") % {"row": line.repeats.row}
        line.refuse(REPAYMENTS, "serial", told)
    else:
        earlier.setdefault(serial, line)


def _stored(paid: Repayment) -> tuple[Any, ...]:
    return paid.loan.contract_no, paid.paid_on, paid.amount


# --- schedules -------------------------------------------------------------------------------


def schedule_plan(loan: Loan, rows: Sequence[SheetRow]) -> tuple[list[PlannedRow], list[Row]]:
    """Each row of a bank's schedule, and the schedule that they make; it repays the contract's amount."""
    lines, made = read(SCHEDULE, rows), []
    since, opening = loan.starts_on, loan.contract_amount
    for number, line in enumerate(lines, start=1):
        if line.problems:
            return lines, []
        row = Row(
            number, since, line.values["due"], opening, line.values["principal"], line.values["interest"]
        )
        _judge_row(line, row)
        since, opening = row.due, row.closing
        made.append(row)
    if lines and opening and not lines[-1].problems:
        lines[-1].refuse(
            SCHEDULE, "principal", _("各期本金合计与合同金额相差 %(left)s 元") % {"left": opening}
        )
    return lines, made


def _judge_row(line: PlannedRow, row: Row) -> None:
    if line.values["number"] != row.number:
        line.refuse(SCHEDULE, "number", _("期次应为 %(number)s") % {"number": row.number})
    if row.due <= row.since:
        line.refuse(SCHEDULE, "due", _("还款日须晚于上一期"))
    if row.closing < ZERO:
        line.refuse(SCHEDULE, "principal", _("本金超过剩余本金 %(opening)s 元") % {"opening": row.opening})


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a bank's schedule leaves the contract: row, column, what stands there, what should.

    Of a due date too: interest by days cannot agree where the calendars do not.
    """

    number: int
    column: str
    told: Any
    expected: Any


def explain(loan: Loan, rows: Sequence[Row]) -> Finding | Place:
    """Which conventions give this schedule, or the first cell that none gives."""
    terms = loan.terms()
    days = terms.calendar.dates()
    for row, expected in zip(rows, days, strict=False):
        if row.due != expected:
            return Place(row.number, "due", row.due, expected)
    if len(rows) > len(days):
        extra = rows[len(days)]
        return Place(extra.number, "due", extra.due, None)
    return detect(terms, [Told(row.principal, row.interest) for row in rows])


def told(found: Finding | Place) -> dict[str, Any]:
    """As it is kept with the file: plain words and numbers."""
    if isinstance(found, Place):
        return {"cell": _cell(found)}
    if found.cell is None:
        return {"conventions": [_named(each) for each in found.conventions]}
    return {"closest": _named(found.closest), "cell": _cell(found.cell)}


def _or_none(value: Any) -> str | None:
    return None if value is None else str(value)


def _cell(cell: Cell | Place) -> dict[str, Any]:
    expected, stands = _or_none(cell.expected), _or_none(cell.told)
    return {"row": cell.number, "column": cell.column, "told": stands, "expected": expected}


def _named(convention: Convention) -> dict[str, Any]:
    return {
        "method": convention.method.value,
        "day_count": convention.day_count.value,
        "rounding": convention.rounding.value,
        "unit": str(convention.unit),
        "unit_rounding": convention.unit_rounding.value,
        "is_cumulative": convention.is_cumulative,
    }


COLUMNS = {"due": _("还款日"), "principal": _("应还本金（元）"), "interest": _("应还利息（元）")}


def in_words(finding: dict[str, Any]) -> str:
    """识别结果 for a page: the conventions by their names, or the cell where they end."""
    if cell := finding.get("cell"):
        return str(
            _("第 %(row)s 期“%(column)s”为 %(told)s，按合同应为 %(expected)s，没有一种计息方式能解释")
        ) % {
            "row": cell["row"],
            "column": COLUMNS[cell["column"]],
            "told": cell["told"] or "—",
            "expected": cell["expected"] or "—",
        }
    return "；".join(_words_of(each) for each in finding.get("conventions", []))


def _words_of(named: dict[str, Any]) -> str:
    parts = [
        dict(METHODS)[named["method"]],
        dict(DAY_COUNTS)[named["day_count"]],
        _("利息%(rounding)s") % {"rounding": dict(ROUNDINGS)[named["rounding"]]},
    ]
    if named["method"] == "annuity":
        unit = {"rounding": dict(ROUNDINGS)[named["unit_rounding"]], "unit": named["unit"]}
        parts.append(_("每期还款额%(rounding)s到 %(unit)s 元") % unit)
    if named["is_cumulative"]:
        parts.append(_("尾差累计到下一期"))
    return "，".join(str(part) for part in parts)
