"""驿站指标 (indicators of the stations): ST01 to ST07 of the monthly report (domain.md §4.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.calendar import today
from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import Bed, Lounge, Placement, Station, Stay, StayNight
from .querysets import BedQuerySet, PlacementQuerySet, StationQuerySet, StayNightQuerySet, StayQuerySet


def stations_open(period: Period) -> StationQuerySet:
    return Station.objects.open_on(period.last)


def arrivals(period: Period) -> StayQuerySet:
    return Stay.objects.checked_in_during(period.from_at, period.until_at)


def nights_slept(period: Period) -> StayNightQuerySet:
    nights = StayNight.objects.between(period.start, period.end).of_stays_until_after(period.start)
    return nights.slept(today())


def beds_offered(period: Period) -> BedQuerySet:
    begun = period.up_to(today())
    return Bed.objects.offered_between(begun.start, begun.end)


def placements_signed(period: Period) -> PlacementQuerySet:
    return Placement.objects.confirmed().signed_during(period.start, period.end)


def lounges_open(period: Period) -> Any:
    return Lounge.objects.open_on(period.last)


PLACE_COLUMNS = (
    Column(pgettext_lazy("指标明细", "编码"), lambda row: row.code),
    Column(pgettext_lazy("指标明细", "名称"), lambda row: row.local_name),
    Column(pgettext_lazy("指标明细", "启用日期"), lambda row: row.opened_on),
)
STAY_COLUMNS = (
    Column(_("入住单号"), lambda stay: stay.reference),
    Column(_("青年驿站"), lambda stay: stay.station.local_name),
    Column(pgettext_lazy("指标明细", "姓名"), lambda stay: stay.guest.masked_name),
    Column(_("办理入住时间"), lambda stay: stay.checked_in_at),
)
NIGHT_COLUMNS = (
    Column(_("入住单号"), lambda night: night.stay.reference),
    Column(_("青年驿站"), lambda night: night.stay.station.local_name),
    Column(pgettext_lazy("指标明细", "姓名"), lambda night: night.guest.masked_name),
    Column(_("日期"), lambda night: night.date),
)
PLACEMENT_COLUMNS = (
    Column(_("入住单号"), lambda placement: placement.stay.reference),
    Column(_("青年驿站"), lambda placement: placement.stay.station.local_name),
    Column(pgettext_lazy("指标明细", "姓名"), lambda placement: placement.stay.guest.masked_name),
    Column(_("用人单位"), lambda placement: placement.employer),
    Column(_("签约日期"), lambda placement: placement.signed_on),
)

SLEPT = Facts(
    rows=nights_slept,
    measure=Count("pk"),
    credited_to="room__station__reporting_org",
    related=["stay__station", "guest"],
    columns=NIGHT_COLUMNS,
)
OFFERED = Facts(
    rows=beds_offered,
    measure=Sum("offered_nights"),
    credited_to="room__station__reporting_org",
)
ARRIVED = Facts(
    rows=arrivals,
    measure=Count("pk"),
    credited_to="station__reporting_org",
    related=["station", "guest"],
    columns=STAY_COLUMNS,
)


def register_kpis() -> None:
    """Called once, when the app is ready."""
    for kpi in KPIS:
        register(kpi)


KPIS = (
    Kpi(
        code="ST01",
        label=_("青年驿站数量"),
        action=Action.DEVELOPMENT,
        unit=Unit.HOUSES,
        kind=Kind.STOCK,
        facts=Facts(
            rows=stations_open,
            measure=Count("pk"),
            credited_to="reporting_org",
            columns=PLACE_COLUMNS,
        ),
        definition=_("期末已启用、未停办的青年驿站家数"),
        source=_("驿站档案"),
    ),
    Kpi(
        code="ST02",
        label=_("驿站服务人次"),
        action=Action.DEVELOPMENT,
        unit=Unit.VISITS,
        kind=Kind.FLOW,
        facts=ARRIVED,
        definition=_("当期办理入住的入住单数，按办理入住时间计"),
        source=_("入住单"),
    ),
    Kpi(
        code="ST03",
        label=_("驿站服务人数"),
        action=Action.DEVELOPMENT,
        unit=Unit.PEOPLE,
        kind=Kind.PEOPLE,
        facts=replace(ARRIVED, measure=Count("guest", distinct=True)),
        definition=_("当期办理入住的青年人数，同一人在同一时段只计一次；全市重新去重，不等于各单位之和"),
        source=_("入住单"),
    ),
    Kpi(
        code="ST04",
        label=_("免费间夜"),
        action=Action.DEVELOPMENT,
        unit=Unit.NIGHTS,
        kind=Kind.FLOW,
        facts=SLEPT,
        definition=_("当期实际入住的晚数，一人一晚计一晚"),
        source=_("入住夜次"),
    ),
    Kpi(
        code="ST05",
        label=_("入住率"),
        action=Action.DEVELOPMENT,
        unit=Unit.PER_CENT,
        kind=Kind.SHARE,
        facts=SLEPT,
        whole=Facts(
            rows=beds_offered, measure=Sum("offered_nights"), credited_to="room__station__reporting_org"
        ),
        definition=_("免费间夜占可供床位晚数；停用的房间和驿站不计可供床位"),
        source=_("入住夜次、床位和停用记录"),
    ),
    Kpi(
        code="ST06",
        label=_("签约就业人数"),
        action=Action.DEVELOPMENT,
        unit=Unit.PEOPLE,
        kind=Kind.PEOPLE,
        facts=Facts(
            rows=placements_signed,
            measure=Count("stay__guest", distinct=True),
            credited_to="stay__station__reporting_org",
            related=["stay__station", "stay__guest"],
            columns=PLACEMENT_COLUMNS,
        ),
        definition=_("当期与本市用人单位签约、经区县核实的入住青年人数，按签约日期计，同一人只计一次"),
        source=_("签约就业登记"),
    ),
    Kpi(
        code="ST07",
        label=_("青年会客厅数量"),
        action=Action.DEVELOPMENT,
        unit=Unit.PLACES,
        kind=Kind.STOCK,
        facts=Facts(
            rows=lounges_open,
            measure=Count("pk"),
            credited_to="reporting_org",
            columns=PLACE_COLUMNS,
        ),
        definition=_("期末已启用、未停办的青年会客厅处数"),
        source=_("会客厅档案"),
    ),
)
