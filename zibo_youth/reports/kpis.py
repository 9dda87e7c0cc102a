"""
指标 (indicators): facts × measure × the organisation that gets the credit.

One definition gives the city's total, the figure of each organisation, the
months, the rows behind a figure and the proof of what a figure rested on. A
programme registers its own in its ``kpis.py``; what no programme counts yet is
reported by hand (`manual_kpis`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DecimalField,
    Func,
    QuerySet,
    Sum,
    TextChoices,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .amounts import Amount
from .periods import Month, Period, months_of


class Unit(TextChoices):
    """计量单位. 人 counts people, 人次 visits, 户次 visits to homes, 场次 sessions; they are never added."""

    HOUSES = "家", pgettext_lazy("计量单位", "家")
    PLACES = "处", pgettext_lazy("计量单位", "处")
    HOMES = "户次", pgettext_lazy("计量单位", "户次")
    ROOMS = "间", pgettext_lazy("计量单位", "间")
    PEOPLE = "人", pgettext_lazy("计量单位", "人")
    VISITS = "人次", pgettext_lazy("计量单位", "人次")
    SESSIONS = "场次", pgettext_lazy("计量单位", "场次")
    NIGHTS = "晚", pgettext_lazy("计量单位", "晚")
    COUPLES = "对", pgettext_lazy("计量单位", "对")
    POSTS = "个", pgettext_lazy("计量单位", "个")
    PAPERS = "份", pgettext_lazy("计量单位", "份")
    ITEMS = "条", pgettext_lazy("计量单位", "条")
    HOURS = "小时", pgettext_lazy("计量单位", "小时")
    WAN_YUAN = "万元", pgettext_lazy("计量单位", "万元")
    PER_CENT = "%", "%"

    @property
    def decimals(self) -> int:
        """Places after the point: 万元 two, rates one, counts none (domain.md §4.1)."""
        return {Unit.WAN_YUAN: 2, Unit.PER_CENT: 1}.get(self, 0)


class Kind(TextChoices):
    """How months, districts and the city belong together."""

    FLOW = "flow", pgettext_lazy("指标", "当期发生数")  # months and districts add up
    PEOPLE = "people", pgettext_lazy("指标", "去重人数")  # counted again for every span and for the city
    STOCK = "stock", pgettext_lazy("指标", "期末存量")  # a level at the end; districts add up, months do not
    SHARE = "share", pgettext_lazy("指标", "比率")  # computed from its parts, never added

    @property
    def adds_districts(self) -> bool:
        return self in {Kind.FLOW, Kind.STOCK}

    @property
    def adds_months(self) -> bool:
        return self is Kind.FLOW


class Action(TextChoices):
    """重点行动: the six actions of the city, in the order of the monthly report."""

    DEVELOPMENT = "development", _("服务青年发展")
    RURAL = "rural", _("乡村好青年赋能")
    INTEGRATION = "integration", _("服务青年融入")
    BUSINESS = "business", _("服务青年双创")
    SAFETY = "safety", _("青年安全生产技能提升")
    CHILDREN = "children", _("服务困境儿童关爱")
    VOLUNTEERS = "volunteers", _("志愿服务")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows behind a figure; ``read`` gives what may be shown of a row, masked."""

    heading: str | Promise
    read: Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    The rows that count, and how.

    ``rows`` gives those of a period (of a stock: those standing at its end),
    ``credited_to`` leads from a row to the reporting organisation. Every join is
    to one row, so a row counts once.
    """

    rows: Callable[[Period], QuerySet[Any]]
    measure: Aggregate
    credited_to: str
    related: Sequence[str] = ()
    columns: Sequence[Column] = ()
    # Rows about children are counted, and never listed.
    are_listed: bool = True

    def of(self, period: Period, organisation: int | None = None) -> QuerySet[Any]:
        """The rows of one organisation, or of the city."""
        rows = self.rows(period)
        return rows if organisation is None else rows.filter(**{self.credited_to: organisation})

    def by_organisation(self, period: Period, organisations: Sequence[int]) -> dict[int, Decimal]:
        """One grouped query for all organisations; who has no row is not in it."""
        counted = self._grouped(period, organisations).annotate(counted_amount=self.measure)
        return {organisation: _decimal(amount) for organisation, amount in counted}

    def total(self, period: Period, organisation: int | None = None) -> Decimal:
        """Counted again for whoever is asked about: distinct people are never summed."""
        found = self.of(period, organisation).order_by().aggregate(counted_amount=self.measure)
        return _decimal(found["counted_amount"])

    def fingerprints(self, period: Period, organisations: Sequence[int]) -> dict[int, Fingerprint]:
        """How many rows each organisation's figure rests on, and a digest of which they are."""
        counted = self._grouped(period, organisations).annotate(
            counted_rows=Count("pk"), digest=Sum(self._row_digest())
        )
        return {organisation: Fingerprint(rows, str(digest)) for organisation, rows, digest in counted}

    def fingerprint(self, period: Period, organisation: int | None = None) -> Fingerprint:
        found = (
            self.of(period, organisation)
            .order_by()
            .aggregate(counted_rows=Count("pk"), digest=Sum(self._row_digest()))
        )
        return Fingerprint(found["counted_rows"], str(found["digest"] or 0))

    def _grouped(self, period: Period, organisations: Sequence[int]) -> QuerySet[Any]:
        rows = self.rows(period).filter(**{f"{self.credited_to}__in": organisations})
        return rows.order_by().values_list(self.credited_to)

    def _row_digest(self) -> Func:
        """A row and what it gives to the measure, as a number that sums in any order."""
        measured = self.measure.get_source_expressions()[0]
        text = TextField()
        told = Concat(
            Cast("pk", text),
            Value(":", text),
            Coalesce(Cast(measured, text), Value("", text)),
            output_field=text,
        )
        return Func(
            told,
            template="('x' || left(md5(%(expressions)s), 12))::bit(48)::bigint::numeric",
            output_field=DecimalField(max_digits=40, decimal_places=0),
        )


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """凭据 (what a figure rested on): how many rows, and a digest of which rows with which amounts."""

    rows: int = 0
    digest: str = "0"

    def beside(self, whole: Fingerprint) -> Fingerprint:
        """Of a share: the rows are those of the part, the digest tells both."""
        return Fingerprint(self.rows, f"{self.digest}/{whole.digest}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """
    指标 (indicator): one line of the monthly report.

    ``facts`` is None for what is reported by hand. A share has the facts of its
    ``whole`` beside those of its part.
    """

    code: str
    label: str | Promise
    action: Action
    unit: Unit
    kind: Kind
    definition: str | Promise
    source: str | Promise
    valid_from: date = date(2021, 1, 1)
    facts: Facts | None = None
    whole: Facts | None = None

    @property
    def is_manual(self) -> bool:
        return self.facts is None

    @property
    def _counted(self) -> Facts:
        if self.facts is None:
            raise ManualKpiHasNoRows(self.code)
        return self.facts

    @property
    def to_date_is_typed(self) -> bool:
        """Reported by hand, and the year so far is neither a sum of months nor the last of them."""
        return self.is_manual and self.kind in {Kind.PEOPLE, Kind.SHARE}

    def by_organisation(self, period: Period, organisations: Sequence[int]) -> dict[int, Amount]:
        """Every organisation asked for, with zero where nothing was done. Raises `ManualKpiHasNoRows`."""
        parts = self._counted.by_organisation(period, organisations)
        wholes = self.whole.by_organisation(period, organisations) if self.whole else {}
        return {one: self._amount(parts.get(one), wholes.get(one)) for one in organisations}

    def total(self, period: Period, organisation: int | None = None) -> Amount:
        """Of the city, or of one organisation, counted from the facts. Raises `ManualKpiHasNoRows`."""
        whole = self.whole.total(period, organisation) if self.whole else None
        return self._amount(self._counted.total(period, organisation), whole)

    def by_month(self, year: int, organisation: int | None = None) -> dict[Month, Amount]:
        return {month: self.total(month.period, organisation) for month in months_of(year)}

    def rows(self, period: Period, organisation: int | None = None) -> QuerySet[Any]:
        """The rows behind a figure, oldest first; those of the part where the figure is a share."""
        return self._counted.of(period, organisation).select_related(*self._counted.related).order_by("pk")

    def fingerprints(self, period: Period, organisations: Sequence[int]) -> dict[int, Fingerprint]:
        """What each organisation's figure rests on."""
        parts = self._counted.fingerprints(period, organisations)
        found = {one: parts.get(one, Fingerprint()) for one in organisations}
        if self.whole is None:
            return found
        wholes = self.whole.fingerprints(period, organisations)
        return {one: proof.beside(wholes.get(one, Fingerprint())) for one, proof in found.items()}

    def fingerprint(self, period: Period) -> Fingerprint:
        """What the city's figure rests on."""
        proof = self._counted.fingerprint(period)
        return proof.beside(self.whole.fingerprint(period)) if self.whole else proof

    def to_date(self, month: Month) -> Period:
        """本年累计: of a stock the level at the end of the month, of all others the year so far."""
        return month.period if self.kind is Kind.STOCK else month.year_to_date

    def _amount(self, part: Decimal | None, whole: Decimal | None) -> Amount:
        return Amount(part or Decimal(0), (whole or Decimal(0)) if self.whole else None)


class ManualKpiHasNoRows(LookupError):
    """What is reported by hand rests on no rows."""


_registered: dict[str, Kpi] = {}


def register(kpi: Kpi) -> Kpi:
    """Take an indicator into the monthly report. Raises `ValueError` for a second one of the same code."""
    if kpi.code in _registered:
        raise ValueError(f"two indicators are called {kpi.code}")
    if (kpi.whole is not None) != (kpi.facts is not None and kpi.kind is Kind.SHARE):
        raise ValueError(f"{kpi.code}: a share that is counted has a whole, and nothing else has")
    _registered[kpi.code] = kpi
    return kpi


# Within an action, families stand in the order of domain.md §4.3; a new one follows the known ones.
FAMILIES = ("ST", "DV", "RU", "IN", "BU", "SA", "HR", "VO")


def kpis() -> list[Kpi]:
    """Every indicator in the order of the report: by action, by family, by code."""
    return sorted(_registered.values(), key=_place)


def _place(kpi: Kpi) -> tuple[int, int, str]:
    family = kpi.code[:2]
    known = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
    return list(Action).index(kpi.action), known, kpi.code


def kpi(code: str) -> Kpi:
    """Raises `KeyError` for a code that nobody has registered."""
    return _registered[code]


def label_of(code: str, otherwise: str) -> str:
    """The name of an indicator in the active language, or what it was called when it was registered."""
    return str(_registered[code].label) if code in _registered else otherwise


def kpis_of(month: Month) -> list[Kpi]:
    """The indicators that are reported for a month."""
    return [kpi for kpi in kpis() if kpi.valid_from <= month.period.last]


def _decimal(amount: Any) -> Decimal:
    return Decimal(0) if amount is None else Decimal(amount)
