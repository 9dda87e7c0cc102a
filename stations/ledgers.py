"""青年驿站明细 (ledger of the stations): a line for each house, the last one counted again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zibo_youth.accounts.models import Person
from zibo_youth.core.ratios import Ratio
from zibo_youth.reports.ledgers import Ledger, LedgerColumn, register
from zibo_youth.reports.periods import Period

from .kpis import arrivals, beds_offered, nights_slept, placements_signed
from .models import Bed, Room, Station

MEN, WOMEN = Q(guest__gender=Person.Gender.MALE), Q(guest__gender=Person.Gender.FEMALE)
GUESTS = {
    "visits": Count("pk"),
    "people": Count("guest", distinct=True),
    "men": Count("guest", filter=MEN, distinct=True),
    "women": Count("guest", filter=WOMEN, distinct=True),
}

COLUMNS = (
    LedgerColumn("站名", 24, None),
    LedgerColumn("镇街", 14, None),
    LedgerColumn("房间", 7),
    LedgerColumn("床位", 7),
    LedgerColumn("可住间夜", 10),
    LedgerColumn("实住间夜", 10),
    LedgerColumn("入住率(%)", 9, 1),
    LedgerColumn("服务人次", 9),
    LedgerColumn("服务人数", 9),
    LedgerColumn("男", 7),
    LedgerColumn("女", 7),
    LedgerColumn("签约", 7),
    LedgerColumn("投诉", 7),
)


def station_rows(period: Period, organisation: int | None) -> Iterator[list[Any]]:
    """明细: every house that was open on a day of the period, in the order of its place."""
    counted = [(names, facts.by_station()) for names, facts in _facts(period, organisation)]
    for station in _houses(period, organisation).select_related("area"):
        cells = [found.get(station.pk, {}).get(name) or 0 for names, found in counted for name in names]
        yield [station.name, station.area.name, *_in_order(cells)]


def total_row(period: Period, organisation: int | None) -> list[Any]:
    """合计, counted from the rows again: a guest of two houses is one guest."""
    cells = [
        found[name] or 0
        for names, found in ((names, facts.total()) for names, facts in _facts(period, organisation))
        for name in names
    ]
    return ["合计", "", *_in_order(cells)]


def _in_order(counted: list[int]) -> list[Any]:
    """In the order of the columns; nobody registers complaints here, so theirs is blank and not 0."""
    rooms, beds, offered, slept, *guests, signed = counted
    return [rooms, beds, offered, slept, Ratio(slept, offered), *guests, signed, None]


def _houses(period: Period, organisation: int | None) -> QuerySet[Any]:
    open_then = Q(opened_on__lt=period.end) & (Q(closed_on__isnull=True) | Q(closed_on__gt=period.start))
    mine = Q() if organisation is None else Q(reporting_org=organisation)
    return Station.objects.filter(open_then, mine).order_by("area__position", "code")


@dataclass(frozen=True, slots=True)
class _Counted:
    """Rows, the way from a row to its house, and what is counted of them."""

    rows: QuerySet[Any]
    station: str
    measures: Mapping[str, Any]

    def by_station(self) -> dict[int, dict[str, Any]]:
        counted = self.rows.order_by().values(self.station).annotate(**self.measures)
        return {row[self.station]: row for row in counted}

    def total(self) -> dict[str, Any]:
        found: dict[str, Any] = self.rows.order_by().aggregate(**self.measures)
        return found


def _facts(period: Period, organisation: int | None) -> Iterator[tuple[list[str], _Counted]]:
    """One grouped query each; the facts are those of the indicators (`kpis`)."""
    houses = _houses(period, organisation).order_by().values("pk")
    for rows, station, measures in (
        (Room.objects.all(), "station", {"rooms": Count("pk")}),
        (Bed.objects.all(), "room__station", {"beds": Count("pk")}),
        (beds_offered(period), "room__station", {"offered": Sum("offered_nights")}),
        (nights_slept(period), "room__station", {"slept": Count("pk")}),
        (arrivals(period), "station", GUESTS),
        (placements_signed(period), "stay__station", {"signed": Count("stay__guest", distinct=True)}),
    ):
        yield list(measures), _Counted(rows.filter(**{f"{station}__in": houses}), station, measures)


def register_ledgers() -> None:
    """Called once, when the app is ready."""
    register(
        Ledger(
            title="青年驿站明细",
            position=1,
            columns=COLUMNS,
            rows=station_rows,
            total=total_row,
            notes=[
                "列出月内开放过的驿站；服务人数、签约按人去重，合计行在本单位内重新去重，不等于各行之和。",
                "“投诉”由各单位按台账填写。",
            ],
        )
    )
