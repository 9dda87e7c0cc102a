"""各月月报 (the months): some that are locked, and the last one, which the units are at work on."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from random import Random

from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.accounts.staff import city_staff, officers_of
from zibo_youth.core.calendar import at, now, standing_at
from zibo_youth.reports import services
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.checks import check, still_open
from zibo_youth.reports.kpis import Kind, Unit
from zibo_youth.reports.models import Figure, MonthlyReport, Target
from zibo_youth.reports.periods import Month
from zibo_youth.reports.services import Typed
from zibo_youth.reports.services.signing import figures_before
from zibo_youth.reports.units import unit_name

from .backdate import backdate_report
from .words import NARRATIVE, NOTE, RETURNED

State = MonthlyReport.State
NAMES = {"preparer": "演示填报", "checker": "演示审核", "head": "演示负责"}
PHONE = "0533-0000000"
ASKED_FOR = "报区委备查"
# The demonstration reports a few months only: each does what several do.
MONTHS_LEFT = 4
# What a month of one unit comes to without a target, by unit of measure.
USUAL = {
    Unit.VISITS: 60,
    Unit.PEOPLE: 20,
    Unit.SESSIONS: 2,
    Unit.HOUSES: 1,
    Unit.POSTS: 12,
    Unit.PAPERS: 8,
    Unit.ITEMS: 5,
    Unit.HOURS: 240,
    Unit.WAN_YUAN: 9,
    Unit.COUPLES: 0,
    Unit.ROOMS: 2,
}


def _officer(report: MonthlyReport) -> Actor:
    """The unit's officer where the demonstration has one, else the portal."""
    return _user(officers_of(report.organisation).values_list("pk", flat=True))


def _city() -> Actor:
    return _user(city_staff().values_list("pk", flat=True))


def _user(people: object) -> Actor:
    return User.objects.filter(person__in=people).order_by("pk").first() or SYSTEM


def report_month(month: Month, dice: Random) -> None:
    """Every unit reports in time, the city accepts and locks."""
    opened = _moment(month, 1, 6)
    reports = _open(month, opened)
    for report in reports:
        _write(report, dice)
        _send(report)
        services.accept_report(actor=_city(), report=report)
    city = services.lock_month(actor=_city(), month=month, **NAMES)
    for report in [*reports, city]:
        backdate_report(report, sent=_moment(month, 3, 15), decided=_moment(month, 4, 10), opened=opened)


def report_month_in_work(month: Month, dice: Random) -> None:
    """The last month: 张店 is half-way, 桓台 got its back, two have sent, the others have not begun."""
    opened = _moment(month, 1, 6)
    for place, report in enumerate(_open(month, opened)):
        if place == 0:
            _half(report, dice)
        elif place in {1, 2, 5}:
            _write(report, dice)
            _send(report)
        if place == 1:
            services.accept_report(actor=_city(), report=report)
        elif place == 5:
            services.return_report(actor=_city(), report=report, reason=RETURNED)
        backdate_report(report, sent=_moment(month, 3, 15), decided=_moment(month, 4, 10), opened=opened)


def ask_for_workbooks(month: Month) -> None:
    """What the officers of the demonstration have asked for; its worker writes them."""
    reports = MonthlyReport.objects.of_month(month).of_units().select_related("organisation")
    for report in reports:
        officer = _officer(report)
        if isinstance(officer, User):
            services.order_export(actor=officer, report=report, kind="workbook", reason=ASKED_FOR)


def _moment(month: Month, day: int, hour: int) -> datetime:
    """So many days into the month after."""
    return min(at(month.plus(1).first.replace(day=day), time(hour)), now())


def _open(month: Month, opened: datetime) -> list[MonthlyReport]:
    with standing_at(opened):
        services.open_month(actor=SYSTEM, month=month)
    seen = MonthlyReport.objects.of_month(month).of_units()
    return list(seen.select_related("organisation__area").order_by("organisation__area__position"))


def _half(report: MonthlyReport, dice: Random) -> None:
    """Figures taken, half of what is typed by hand."""
    actor = _officer(report)
    services.take_figures(actor=actor, report=report)
    by_hand = list(report.figures.filter(is_manual=True))
    services.fill_figures(
        actor=actor, report=report, typed=_typed(by_hand[: len(by_hand) // 2], report, dice)
    )


def _write(report: MonthlyReport, dice: Random) -> None:
    actor = _officer(report)
    services.take_figures(actor=actor, report=report)
    by_hand = list(report.figures.filter(is_manual=True))
    services.fill_figures(actor=actor, report=report, typed=_typed(by_hand, report, dice))
    figures = list(report.figures.select_related("report"))
    asked = still_open(check(figures, figures_before(report)))
    services.explain_figures(actor=actor, report=report, notes={one.figure.code: NOTE for one in asked})
    services.write_narrative(
        actor=actor,
        report=report,
        narrative=NARRATIVE % {"unit": unit_name(report.organisation), "month": report.of},
    )


def _send(report: MonthlyReport) -> None:
    services.submit_report(actor=_officer(report), report=report, phone=PHONE, **NAMES)
    report.refresh_from_db()


def _typed(figures: list[Figure], report: MonthlyReport, dice: Random) -> dict[str, Typed]:
    targets = dict(
        Target.objects.of_year(report.of.year)
        .filter(organisation=report.organisation)
        .values_list("code", "value")
    )
    so_far = {figure.code: figure.amount("to_date") for figure in figures_before(report)}
    return {
        figure.code: _of(figure, targets.get(figure.code), report.of, so_far.get(figure.code), dice)
        for figure in figures
    }


def _of(figure: Figure, target: Decimal | None, month: Month, so_far: Amount | None, dice: Random) -> Typed:
    """About what a month needs of the target; of what has none, the usual."""
    if figure.kind == Kind.SHARE:
        whole = dice.randint(20, 40)
        share = Amount(Decimal(whole - dice.randint(0, 4)), Decimal(whole))
        return Typed(share, share)
    need = target / MONTHS_LEFT if target is not None else Decimal(USUAL[Unit(figure.unit)])
    if figure.kind == Kind.STOCK:
        last = figure.amount("previous")
        return Typed(Amount((last.part if last else need) + dice.randint(0, 1)))
    part = (need * dice.randint(80, 125) / 100).quantize(Decimal(1).scaleb(-Unit(figure.unit).decimals))
    if figure.kind == Kind.PEOPLE:
        before = so_far.part if so_far and month.number > 1 else part * (month.number - 1)
        return Typed(Amount(part), Amount(max(before + part * 9 // 10, part)))  # some came before
    return Typed(Amount(part))
