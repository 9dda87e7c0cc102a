"""审核与锁定 (deciding and locking): the city returns, accepts, and seals a month with its own figures."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.staff import officers_of
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.counting import count_city
from zibo_youth.reports.errors import MonthNotComplete, ReasonNeeded, SignatureMissing
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.models.figure import SPANS
from zibo_youth.reports.periods import Month

from .filling import put_figures
from .moves import State, move
from .opening import due_on
from .signing import digest_of

DECIDE = "reports.decide_report"


@transaction.atomic
def return_report(*, actor: policy.Actor, report: MonthlyReport, reason: str) -> MonthlyReport:
    """退回 (return) a report with a reason; the organisation may change it again. Raises `ReportNotSent`."""
    policy.require(actor, DECIDE, report)
    if not reason.strip():
        raise ReasonNeeded
    move(actor=actor, report=report, to=State.RETURNED, note=reason.strip(), accepted_at=None)
    _tell(report, "reports.report_returned")
    return report


@transaction.atomic
def accept_report(*, actor: policy.Actor, report: MonthlyReport) -> MonthlyReport:
    """审核通过 (accept) a report. Raises `ReportNotSent`."""
    policy.require(actor, DECIDE, report)
    move(actor=actor, report=report, to=State.ACCEPTED, accepted_at=Now())
    _tell(report, "reports.report_accepted")
    return report


def _tell(report: MonthlyReport, kind: str) -> None:
    for officer in officers_of(report.organisation):
        notify(kind, to=officer, about=report, dedup=f"v{report.version}")


@transaction.atomic
def lock_month(*, actor: policy.Actor, month: Month, preparer: str, checker: str, head: str) -> MonthlyReport:
    """
    锁定 (lock) a month: every accepted report is sealed, and the city's own is counted and sealed with them.

    Gives the city's report. Raises `MonthNotComplete` while one report is not
    accepted, and `SignatureMissing`.
    """
    policy.require(actor, DECIDE)
    reports = list(
        MonthlyReport.objects.of_month(month).of_units().select_for_update(of=["self"], no_key=True)
    )
    left = [report for report in reports if report.state != State.ACCEPTED]
    if left or not reports:
        raise MonthNotComplete(month=month, count=len(left) or Organisation.objects.reporting().count())
    for report in reports:
        move(actor=actor, report=report, to=State.LOCKED, locked_at=Now())
    return _sum_up(actor, month, {"preparer": preparer, "checker": checker, "head": head})


def _sum_up(actor: policy.Actor, month: Month, names: dict[str, str]) -> MonthlyReport:
    """The city's report: counted again from the facts, and summed where only hands have reported."""
    city = MonthlyReport.objects.create(
        organisation=Organisation.objects.get(kind="city"),
        month=month.first,
        due_on=due_on(month),
        figures_at=Now(),
        **{role: name.strip() for role, name in names.items()},
    )
    put_figures(city, count_city(month), {})
    _add_up_by_hand(city)
    move(actor=actor, report=city, to=State.DRAFT)
    with explaining(report_sent_with_three_names=SignatureMissing):
        move(
            actor=actor,
            report=city,
            to=State.SUBMITTED,
            submitted_at=Now(),
            submitted_by_id=actor.pk,
            digest=digest_of(city.figures.all()),
        )
    move(actor=actor, report=city, to=State.ACCEPTED, accepted_at=Now())
    move(actor=actor, report=city, to=State.LOCKED, locked_at=Now())
    return city


def _add_up_by_hand(city: MonthlyReport) -> None:
    """Sums of the units' typed figures, a share by its parts; None where nobody has reported."""
    lines = {figure.code: figure for figure in city.figures.filter(is_manual=True)}
    units = Figure.objects.filter(
        report__in=MonthlyReport.objects.of_month(city.of).of_units(), code__in=lines
    )
    sums: dict[tuple[str, str], Amount] = {}
    for figure in units:
        for span in SPANS:
            amount = figure.amount(span)
            if amount is not None:
                known = sums.get((figure.code, span))
                sums[figure.code, span] = amount if known is None else known + amount
    for (code, span), amount in sums.items():
        lines[code].put(span, amount)
    Figure.objects.bulk_update(
        lines.values(), [f"{span}_{half}" for span in SPANS for half in ("part", "whole")]
    )
