"""填报 (filling in): figures are taken from the facts, others are typed, each may be explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import override

from zibo_youth.accounts import policy
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.counting import Counted, count_units
from zibo_youth.reports.errors import FigureInvalid, FigureIsCounted
from zibo_youth.reports.kpis import Kind, Kpi, kpi, kpis_of
from zibo_youth.reports.models import Figure, MonthlyReport, Target
from zibo_youth.reports.models.figure import SPANS

from .by_hand import History, histories_of
from .moves import State, editable, move

FILL = "reports.fill_report"
DESCRIBED = ["label", "action", "unit", "kind", "is_manual", "position", "target"]
TAKEN = [f"{span}_{half}" for span in SPANS for half in ("part", "whole")]


@transaction.atomic
def take_figures(*, actor: policy.Actor, report: MonthlyReport) -> MonthlyReport:
    """
    自动取数 (take the figures): count every indicator anew; what was typed and explained stays.

    Raises `ReportSent`.
    """
    policy.require(actor, FILL, report)
    report = editable(report)
    counted = count_units(report.of, [report.organisation_id])[report.organisation_id]
    put_figures(report, counted, histories_of(report))
    if report.state == State.OPEN:
        move(actor=actor, report=report, to=State.DRAFT, figures_at=Now())
    else:
        MonthlyReport.objects.filter(pk=report.pk).update(figures_at=Now())
        report.refresh_from_db()
    return report


def put_figures(report: MonthlyReport, counted: dict[str, Counted], by_hand: dict[str, History]) -> None:
    """Write every line of the report; the lines that are there keep what people wrote in them."""
    standing = {figure.code: figure for figure in report.figures.all()}
    targets = dict(
        Target.objects.of_year(report.of.year)
        .filter(organisation=report.organisation_id)
        .values_list("code", "value")
    )
    lines = []
    for position, one in enumerate(kpis_of(report.of), start=1):
        figure = standing.get(one.code) or Figure(report=report, code=one.code)
        _describe(figure, one, position, targets.get(one.code))
        if one.is_manual:
            by_hand.get(one.code, History(report.of)).fill(figure)
        else:
            _count(figure, counted[one.code])
        lines.append(figure)
    _save(lines)


def _describe(figure: Figure, one: Kpi, position: int, target: Decimal | None) -> None:
    """What is printed beside the numbers is kept with them, in Chinese: a later wording changes no report."""
    with override(settings.LANGUAGE_CODE):
        figure.label = str(one.label)
    figure.action, figure.unit = one.action, one.unit
    figure.kind, figure.is_manual, figure.position, figure.target = one.kind, one.is_manual, position, target


def _count(figure: Figure, counted: Counted) -> None:
    for span, amount in counted.amounts.items():
        figure.put(span, amount)
    figure.rows, figure.digest = counted.proof.rows, counted.proof.digest


def _save(lines: Iterable[Figure]) -> None:
    Figure.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["report", "code"],
        update_fields=[*TAKEN, *DESCRIBED, "rows", "digest"],
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """补填的数 (what was typed) of the month and, of shares and people, the year so far; None is nothing."""

    month: Amount | None
    to_date: Amount | None = None


@transaction.atomic
def fill_figures(*, actor: policy.Actor, report: MonthlyReport, typed: Mapping[str, Typed]) -> MonthlyReport:
    """
    补填 (fill in) the indicators that no programme counts, by code; of shares and people the year so far too.

    Raises `ReportSent`, `FigureIsCounted`, `FigureInvalid`.
    """
    policy.require(actor, FILL, report)
    report = editable(report)
    figures = list(report.figures.filter(code__in=typed))
    histories = histories_of(report)
    for figure in figures:
        history = histories.get(figure.code, History(report.of, figure.kind == Kind.FLOW))
        _put_typed(figure, typed[figure.code], history)
    Figure.objects.bulk_update(figures, TAKEN)
    return report


def _put_typed(figure: Figure, said: Typed, history: History) -> None:
    if not figure.is_manual:
        raise FigureIsCounted(label=figure.local_label)
    for amount in filter(None, (said.month, said.to_date)):
        if not _is_valid(amount, is_share=figure.kind == Kind.SHARE):
            raise FigureInvalid(label=figure.local_label)
    figure.put("month", said.month)
    if kpi(figure.code).to_date_is_typed:
        figure.put("to_date", said.to_date)
    else:
        figure.put("to_date", said.month and history.to_date(said.month))


def _is_valid(amount: Amount, *, is_share: bool) -> bool:
    if amount.part < 0 or is_share != (amount.whole is not None):
        return False
    return amount.whole is None or amount.part <= amount.whole


@transaction.atomic
def explain_figures(*, actor: policy.Actor, report: MonthlyReport, notes: Mapping[str, str]) -> MonthlyReport:
    """说明 (explain) figures, by code. Raises `ReportSent`."""
    policy.require(actor, FILL, report)
    report = editable(report)
    figures = list(report.figures.filter(code__in=notes))
    for figure in figures:
        figure.note = notes[figure.code].strip()
    Figure.objects.bulk_update(figures, ["note"])
    return report


@transaction.atomic
def write_narrative(*, actor: policy.Actor, report: MonthlyReport, narrative: str) -> MonthlyReport:
    """情况说明 (the narrative): the month in the organisation's own words. Raises `ReportSent`."""
    policy.require(actor, FILL, report)
    report = editable(report)
    MonthlyReport.objects.filter(pk=report.pk).update(narrative=narrative.strip())
    report.refresh_from_db()
    return report
