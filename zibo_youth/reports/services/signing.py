"""上报 (sending a report): checked, explained, signed by three, and resting on the facts of this moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import pgettext

from zibo_youth.accounts import policy
from zibo_youth.accounts.staff import city_staff
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify
from zibo_youth.reports.checks import check, still_open
from zibo_youth.reports.counting import proofs_of
from zibo_youth.reports.errors import ChecksOpen, FiguresNotTaken, FiguresOutdated, SignatureMissing
from zibo_youth.reports.kpis import Fingerprint
from zibo_youth.reports.models import Correction, Figure, MonthlyReport
from zibo_youth.reports.models.figure import SPANS

from .filling import FILL
from .moves import State, editable, move


@transaction.atomic
def submit_report(
    *, actor: policy.Actor, report: MonthlyReport, preparer: str, checker: str, head: str, phone: str = ""
) -> MonthlyReport:
    """
    上报 (send) a report: from now on only the city can give it back.

    Raises `ReportSent`, `FiguresNotTaken`, `FiguresOutdated` when facts came or
    went since the figures were taken, `ChecksOpen`, `SignatureMissing`.
    """
    policy.require(actor, FILL, report)
    report = editable(report)
    if report.figures_at is None:
        raise FiguresNotTaken
    figures = list(report.figures.select_related("report"))
    _require_current(report, figures)
    found = still_open(check(figures, figures_before(report)))
    if found:
        raise ChecksOpen(count=len(found), first=str(found[0]))
    names = {"preparer": preparer.strip(), "checker": checker.strip(), "head": head.strip()}
    with explaining(report_sent_with_three_names=SignatureMissing):
        move(
            actor=actor,
            report=report,
            to=State.SUBMITTED,
            submitted_at=Now(),
            submitted_by_id=actor.pk,
            digest=digest_of(figures),
            phone=phone.strip(),
            version=report.version + (report.state == State.RETURNED),
            **names,
        )
    _show_corrections(report)
    for person in city_staff():
        notify("reports.report_submitted", to=person, about=report, dedup=f"v{report.version}")
    return report


def figures_before(report: MonthlyReport) -> Iterable[Figure]:
    """Last month's figures of the same organisation."""
    return Figure.objects.filter(
        report__organisation=report.organisation_id, report__month=report.of.previous.first
    )


def digest_of(figures: Iterable[Figure]) -> str:
    """数据校验码: the same figures and notes give the same, any other gives another."""
    told = hashlib.sha256()
    for figure in sorted(figures, key=lambda one: one.position):
        amounts = [figure.amount(span) for span in SPANS]
        told.update(repr((figure.code, amounts, figure.target, figure.note, figure.digest)).encode())
    return told.hexdigest()


def _require_current(report: MonthlyReport, figures: list[Figure]) -> None:
    """
    Late entries may come between the checks and the signature: what was checked is what is sent.

    The month's facts decide. Those of an earlier month are told by its own correction.
    """
    now = proofs_of(report.of, report.organisation_id)
    stale = [
        figure.local_label
        for figure in figures
        if not figure.is_manual and now[figure.code] != Fingerprint(figure.rows or 0, figure.digest)
    ]
    if stale:
        raise FiguresOutdated(labels=pgettext("列举", "、").join(stale))


def _show_corrections(report: MonthlyReport) -> None:
    """What was corrected in earlier months is told by this report, marked beside its line."""
    Correction.objects.to_show().filter(
        figure__report__organisation=report.organisation_id, figure__report__month__lt=report.month
    ).update(shown_in=report)
