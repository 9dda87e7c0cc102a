"""取数 (taking figures): every counted indicator of a month, its comparisons and its proof. No writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .amounts import Amount
from .kpis import Fingerprint, Kpi, kpis_of
from .periods import Month, Period


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator of one organisation: amounts by span (`models.figure.SPANS`), and what they rest on."""

    amounts: dict[str, Amount] = field(default_factory=dict)
    proof: Fingerprint = field(default_factory=Fingerprint)


def spans_of(kpi: Kpi, month: Month) -> dict[str, Period]:
    """The spans that a line of the sheet shows."""
    return {
        "month": month.period,
        "previous": month.previous.period,
        "last_year": month.same_last_year.period,
        "to_date": kpi.to_date(month),
        "to_date_last_year": kpi.to_date(month.same_last_year),
    }


def count_units(month: Month, organisations: Sequence[int]) -> dict[int, dict[str, Counted]]:
    """By organisation and code. The number of queries does not grow with the organisations."""
    found: dict[int, dict[str, Counted]] = {one: {} for one in organisations}
    for kpi in kpis_of(month):
        if kpi.is_manual:
            continue
        proofs = kpi.fingerprints(month.period, organisations)
        by_span = {
            span: kpi.by_organisation(period, organisations) for span, period in spans_of(kpi, month).items()
        }
        for one in organisations:
            amounts = {span: amounts[one] for span, amounts in by_span.items()}
            found[one][kpi.code] = Counted(amounts, proofs[one])
    return found


def proofs_of(month: Month, organisation: int) -> dict[str, Fingerprint]:
    """What the month's figures rest on now; nothing is counted that no signature asks about."""
    counted = (one for one in kpis_of(month) if not one.is_manual)
    return {one.code: one.fingerprints(month.period, [organisation])[organisation] for one in counted}


def count_city(month: Month) -> dict[str, Counted]:
    """The city, counted again from the facts: distinct people are nobody's sum."""
    return {
        kpi.code: Counted(
            {span: kpi.total(period) for span, period in spans_of(kpi, month).items()},
            kpi.fingerprint(month.period),
        )
        for kpi in kpis_of(month)
        if not kpi.is_manual
    }
