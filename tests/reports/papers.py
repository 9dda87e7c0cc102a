"""Reports with figures, made row by row: what the papers print is decided here and not by any service."""

from __future__ import annotations

import io
import itertools
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook

from zibo_youth.accounts.models import Area, Organisation
from zibo_youth.reports import exports
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.kpis import Kpi, kpis
from zibo_youth.reports.models import Correction, Figure, MonthlyReport
from zibo_youth.reports.sheet import Line, Sheet, sheet_of

MAY = date(2021, 5, 1)
TAKEN_AT = datetime(2021, 5, 31, 22, 0, tzinfo=UTC)
SENT_AT = datetime(2021, 6, 2, 2, 30, tzinfo=UTC)
DIGEST = "ab" * 32
# Spans in the order of Figure.SPANS: month, previous, last year, to date, to date last year.
VALUES: dict[str, tuple[tuple[Any, ...], Any]] = {
    "ST01": ((4, 4, 0, 4, 0), 3),
    "ST02": ((36, 30, 0, 120, 0), None),
    "ST03": ((33, 28, 0, 101, 0), None),
    "ST04": ((96, 88, 0, 300, 0), None),
    "ST05": (((96, 620), (88, 600), None, (300, 3020), None), None),
    "ST06": ((4, 0, 0, 12, 0), None),
    "ST07": ((1, 1, 0, 1, 0), 1),
    "BU05": ((8, 7, 4, 30, 12), 10),
    "DV01": ((3, 3, 1, 14, 5), None),
    "DV02": ((1500, 1400, 900, 6800, 3000), 2000),
    "RU01": ((0, 0, 0, 0, 0), None),
    "RU02": (((45, 50), (40, 50), None, (45, 50), None), 100),
    "IN01": ((2, 2, 0, 5, 2), None),
    "IN02": ((1, 1, 0, 4, 1), None),
    "IN03-1": ((0, 0, 0, 0, 0), None),
    "IN03-2": ((0, 0, 0, 0, 0), None),
    "IN04": ((20, 25, 10, 90, 40), 300),
    "IN05-1": ((10, 0, 0, 10, 0), None),
    "IN05-2": ((6060, 0, 0, 6060, 0), None),
    "IN06": ((200, 0, 0, 200, 0), None),
    "VO01": ((1205, 980, 640, 5200, 3100), None),
    "VO02": ((12, 9, 4, 50, 21), None),
    "BU01": (("1200.50", "800.00", "300.00", "3300.50", "900.25"), 2000),
    "BU02-1": (("831.40", "0", "0", "831.40", "0"), None),
    "BU02-2": ((8, 0, 0, 8, 0), None),
    "BU03": (("2150.00", "0", "0", "2150.00", "0"), None),
    "SA01": ((0, 0, 0, 0, 0), None),
    "SA02": ((0, 0, 0, 0, 0), None),
    "SA03": ((0, 0, 0, 0, 0), None),
    "SA04-1": ((0, 0, 0, 0, 0), None),
    "SA04-2": (((0, 0), (3, 4), None, (3, 4), None), None),
    "HR01": ((12, 10, 0, 100, 0), 200),
    "HR02": ((195, 183, 120, 195, 120), None),
    "HR03": ((160, 150, 0, 700, 0), None),
    "HR03-1": ((150, 140, 0, 650, 0), None),
    "HR03-2": ((310, 290, 0, 1300, 0), None),
    "HR04": (((150, 195), (140, 183), None, (150, 195), None), None),
    "HR05-1": (("2.00", "0", "0", "2.00", "0"), None),
    "HR05-2": (("0.76", "0", "0", "0.76", "0"), None),
    "HR05-3": (("284.00", "0", "0", "284.00", "0"), None),
    "HR06-1": ((3, 2, 0, 9, 0), None),
    "HR06-2": ((1, 0, 0, 2, 0), None),
}


def amount(of: Any) -> Amount | None:
    if of is None:
        return None
    part, whole = of if isinstance(of, tuple) else (of, None)
    return Amount(Decimal(part), None if whole is None else Decimal(whole))


def figure(report: MonthlyReport, kpi: Kpi, position: int, **changes: Any) -> Figure:
    spans, target = VALUES.get(kpi.code, ((None,) * 5, None))
    found = Figure(
        report=report,
        code=kpi.code,
        label=str(kpi.label),
        action=kpi.action,
        unit=kpi.unit,
        kind=kpi.kind,
        position=position,
        is_manual=kpi.is_manual,
        target=target,
    )
    if not kpi.is_manual:
        found.rows, found.digest = 7, "1234567"
    for span, value in zip(
        ("month", "previous", "last_year", "to_date", "to_date_last_year"), spans, strict=True
    ):
        found.put(span, amount(value))
    for name, value in changes.items():
        setattr(found, name, value)
    found.save()
    return found


def report(
    of: str = "zhangdian", month: date = MAY, *, only: list[str] | None = None, **details: Any
) -> MonthlyReport:
    """A draft with every indicator of the month; ``only`` names the few that a test looks at."""
    made = MonthlyReport.objects.create(
        organisation=Organisation.objects.get(code=of),
        month=month,
        state="draft",
        due_on=date(month.year, month.month + 1, 3),
        figures_at=TAKEN_AT,
        **details,
    )
    lines = [kpi for kpi in kpis() if only is None or kpi.code in only]
    for position, kpi in enumerate(lines, start=1):
        figure(made, kpi, position)
    return made


def change(made: MonthlyReport, code: str, **changes: Any) -> None:
    Figure.objects.filter(report=made, code=code).update(**changes)


def sent(made: MonthlyReport, at: datetime = SENT_AT, state: str = "submitted") -> MonthlyReport:
    """Sent by three named people, then moved on as far as asked."""
    made.preparer, made.checker, made.head, made.phone = "赵敏", "钱伟", "孙立", "0533-0000000"
    made.submitted_at, made.digest, made.state = at, DIGEST, "submitted"
    made.save()
    for later in ("accepted", "locked")[: ("submitted", "accepted", "locked").index(state)]:
        made.state = later
        setattr(made, f"{later}_at", at)
        made.save()
    return MonthlyReport.objects.get(pk=made.pk)


def correction(shown_in: MonthlyReport, code: str = "ST02") -> Correction:
    """Of the month before, told in this report: one arrival of April was deleted."""
    april = date(2021, 4, 1)
    before = report(shown_in.organisation.code, april, only=[code])
    return Correction.objects.create(
        figure=before.figures.get(),
        old_part=30,
        new_part=29,
        rows=29,
        digest="9",
        cause="deleted",
        shown_in=shown_in,
    )


def city(**states: str) -> Sheet:
    """The city with its eleven units: all have sent but those whose state is given."""
    for place, unit in enumerate(Organisation.objects.reporting()):
        made = report(unit.code)
        change(made, "BU05", to_date_part=place, month_part=place)
        if states.get(unit.code, "submitted") != "draft":
            sent(made)
    whole = report("city")
    return sheet_of(sent(whole))


# --- as files ------------------------------------------------------------------------------------


def workbook(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    exports.write_workbook(sheet, target)
    return target.getvalue()


def opened(sheet: Sheet) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(sheet)))


def shown(cell: Cell | MergedCell) -> str:
    """A cell as a spreadsheet shows it, from its value and number format alone."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    places = re.fullmatch(r'#,##0(?:\.(0+))?(?:"(.+)")?', cell.number_format)
    assert places, cell.number_format
    return f"{cell.value:,.{len(places[1] or '')}f}{places[2] or ''}"


# --- without a database ------------------------------------------------------------------------


def of_texts(*texts: str) -> Sheet:
    """A sheet whose every free text is one of those given; nothing of it is stored."""
    turn = itertools.cycle(texts)
    area = Area(code="370303", name=next(turn)[:40])
    unit = Organisation(code="zhangdian", name=next(turn)[:80], kind="district", area=area, is_reporting=True)
    made = MonthlyReport(
        organisation=unit,
        month=MAY,
        state="draft",
        figures_at=TAKEN_AT,
        narrative=next(turn),
        preparer=next(turn),
        checker=next(turn),
        head=next(turn),
        phone=next(turn),
    )
    lines = []
    for position, kpi in enumerate(kpis()[:4], start=1):
        one = Figure(
            report=made,
            code=kpi.code,
            label=next(turn),
            action=kpi.action,
            unit=kpi.unit,
            kind=kpi.kind,
            position=position,
            note=next(turn),
        )
        one.put("month", Amount(Decimal(7)))
        lines.append(Line(one, made.of, is_corrected=position % 2 == 0))
    before = MonthlyReport(organisation=unit, month=date(2021, 4, 1))
    old = Figure(report=before, code="ST02", label=next(turn), unit="人次", kind="flow")
    told = Correction(figure=old, old_part=Decimal(2), new_part=Decimal(1), cause="deleted")
    return Sheet(made, lines, [told])
