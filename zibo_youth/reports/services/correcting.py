"""更正 (corrections): a locked month is counted again; what differs is told, the locked figure stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.counting import Counted, count_city, count_units
from zibo_youth.reports.kpis import Fingerprint
from zibo_youth.reports.models import Correction, Figure, MonthlyReport
from zibo_youth.reports.models.figure import Cause
from zibo_youth.reports.periods import Month


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure whose facts come to something else today, or are other facts than then."""

    figure: Figure
    known: Fingerprint
    counted: Counted

    @property
    def old(self) -> Amount:
        return self.figure.amount("month") or Amount(Decimal(0))

    @property
    def new(self) -> Amount:
        return self.counted.amounts["month"]

    @property
    def cause(self) -> Cause:
        """More rows were entered late, fewer were deleted; as many, but others, were corrected."""
        if self.counted.proof.rows == self.known.rows:
            return Cause.CORRECTED
        is_more = self.counted.proof.rows > self.known.rows
        return Cause.LATE if is_more else Cause.DELETED

    def __str__(self) -> str:
        return (
            f"{self.figure.report} {self.figure.code} {self.figure.label}: {self.old} → {self.new} "
            f"({self.cause.label}, {self.known.rows} → {self.counted.proof.rows})"
        )


def differences_of(month: Month) -> list[Difference]:
    """What differs from the locked figures of a month, beyond what corrections have told. No writes."""
    reports = list(
        MonthlyReport.objects.of_month(month).filter(state="locked").select_related("organisation")
    )
    units = count_units(month, [one.organisation_id for one in reports if one.organisation.is_reporting])
    found: list[Difference] = []
    for report in reports:
        counted = units.get(report.organisation_id) or count_city(month)
        found += _of(report, counted)
    return found


def _of(report: MonthlyReport, counted: dict[str, Counted]) -> Iterator[Difference]:
    figures = report.figures.filter(is_manual=False).select_related("report__organisation")
    for figure in figures.prefetch_related("corrections"):
        known = _known(figure)
        # An indicator that has since been taken out of the register can be counted no more.
        if figure.code in counted and counted[figure.code].proof != known:
            yield Difference(figure, known, counted[figure.code])


def _known(figure: Figure) -> Fingerprint:
    """What the figure rests on as far as is told: the last correction, or the figure itself."""
    told = list(figure.corrections.all())
    return (
        Fingerprint(told[-1].rows, told[-1].digest) if told else Fingerprint(figure.rows or 0, figure.digest)
    )


@transaction.atomic
def record_corrections(*, actor: policy.Actor, month: Month) -> int:
    """
    登记更正 (record corrections) of a locked month; gives how many are new.

    Safe to run twice: the same facts are told once.
    """
    policy.require(actor, "reports.decide_report")
    told = [
        Correction(
            figure=difference.figure,
            old_part=difference.old.part,
            old_whole=difference.old.whole,
            new_part=difference.new.part,
            new_whole=difference.new.whole,
            rows=difference.counted.proof.rows,
            digest=difference.counted.proof.digest,
            cause=difference.cause,
        )
        for difference in differences_of(month)
    ]
    return len(Correction.objects.bulk_create(told, ignore_conflicts=True))
