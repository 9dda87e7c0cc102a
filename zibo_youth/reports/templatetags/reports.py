"""What only the pages of reports write: amounts, units and states in the page's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from zibo_youth.core.templatetags.portal import iso
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.comparison import NO_BASE, Evaluation
from zibo_youth.reports.kpis import Action, Unit, kpi
from zibo_youth.reports.models import ExportJob, Figure, MonthlyReport
from zibo_youth.reports.units import unit_name

register = template.Library()
register.filter("unit_name", unit_name)

State = MonthlyReport.State
TONES = {
    State.OPEN: "plain",
    State.DRAFT: "info",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.ACCEPTED: "ok",
    State.LOCKED: "ok",
}
OF_EXPORT = {
    ExportJob.State.QUEUED: "plain",
    ExportJob.State.RUNNING: "info",
    ExportJob.State.READY: "ok",
    ExportJob.State.EXPIRED: "plain",
    ExportJob.State.FAILED: "warn",
}
OF_EVALUATION = {
    Evaluation.DONE: "ok",
    Evaluation.AHEAD: "ok",
    Evaluation.ON_TIME: "info",
    Evaluation.BEHIND: "warn",
}


@register.filter
def amount(said: Amount | None, unit: str) -> str:
    """The number as it is printed; nothing where nothing was reported, a dash for a share of nothing."""
    if said is None:
        return ""
    return NO_BASE if said.value is None else number(said.value, unit)


@register.filter
def number(value: Decimal | None, unit: str) -> str:
    """1,234, or 83.14 of 万元: as many decimals as the unit has."""
    return "" if value is None else f"{value:,.{Unit(unit).decimals}f}"


@register.filter
def percent(value: Decimal | None) -> str:
    """41.7%."""
    return "" if value is None else f"{value:,.1f}%"


@register.filter
def action_name(action: str) -> str:
    return str(Action(action).label)


@register.filter
def unit_word(unit: str) -> str:
    return str(Unit(unit).label)


@register.simple_tag
def month_word(number: int) -> str:
    """1月; in English Jan."""
    if (get_language() or "").startswith("en"):
        return date_format(date(2021, number, 1), "M")
    return f"{number}月"


@register.filter
def state_tone(state: str) -> str:
    return TONES[State(state)]


@register.filter
def export_tone(state: str) -> str:
    return OF_EXPORT[ExportJob.State(state)]


@register.filter
def evaluation_tone(said: Evaluation) -> str:
    return OF_EVALUATION[said]


@register.filter
def this_month(figure: Figure) -> str:
    """12 人次: what a figure says of its month."""
    return _with_unit(figure, "month")


@register.filter
def previous(figure: Figure) -> str:
    return _with_unit(figure, "previous")


def _with_unit(figure: Figure, span: str) -> str:
    said = amount(figure.amount(span), figure.unit)
    return f"{said} {unit_word(figure.unit)}" if said else ""


@register.filter
def definition(figure: Figure) -> str:
    """口径: what the indicator counts, as the register says today."""
    return str(kpi(figure.code).definition)


@register.filter
def cell(value: object) -> object:
    """A cell of the rows behind a figure: days and instants as tables write them."""
    return iso(value) if isinstance(value, date) else value
