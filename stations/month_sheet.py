"""
驿站运行月表 (running sheet of a month): houses or districts by lines, figures by columns, totals below.

Bed-nights are reconciled on every line: what was offered is what was slept in, kept, held and free, and
each of the two sides is counted its own way. Beside the sheet that is signed and sent (`zibo_youth.reports`)
this one is frozen nowhere: it is counted when it is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from zibo_youth.accounts.models import Organisation
from zibo_youth.core.ratios import Ratio
from zibo_youth.reports.periods import Period
from zibo_youth.reports.units import unit_name

from .models import Station
from .month_figures import NIGHTS, REFUSED, REQUESTS, RESULTS, Figure, codes_of, refused_by

BY_STATION, BY_DISTRICT = "station", "district"


@dataclass(frozen=True, slots=True)
class Line:
    """一行 (line): one house, one district or all of them; ``station`` and ``district`` are their codes."""

    label: str | Promise
    counts: dict[str, int]
    district: str = ""
    station: str = ""

    @property
    def is_total(self) -> bool:
        return not self.station

    @property
    def occupancy(self) -> Ratio:
        """入住率, as the indicator ST05 counts it."""
        return Ratio(self.counts["used"], self.counts["offered"])

    @property
    def difference(self) -> int:
        """差额: what was offered, less what it was used for. Nights slept in closed beds were not offered."""
        in_use = self.counts["used"] - self.counts["closed"]
        return self.counts["offered"] - in_use - sum(self.counts[key] for key in ("kept", "held", "free"))


@dataclass(frozen=True, slots=True)
class Part:
    """一部分 (part of the sheet): a heading and its figures."""

    key: str
    title: str | Promise
    said: str | Promise
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Sheet:
    """月表: parts by columns, lines below each other, the last one counts all."""

    parts: list[Part]
    lines: list[Line]

    @property
    def figures(self) -> list[Figure]:
        return [figure for part in self.parts for figure in part.figures]

    @property
    def total(self) -> Line:
        return self.lines[-1]

    @property
    def mismatched(self) -> list[Line]:
        """Lines whose bed-nights do not add up."""
        return [line for line in self.lines if line.difference]


def sheet_of(period: Period, stations: Sequence[Station], by: str) -> Sheet:
    """The sheet of some houses, each with its ``reporting_org`` and that one's area loaded."""
    ids = [station.pk for station in stations]
    parts = _parts(period, ids)
    figures = [figure for part in parts for figure in part.figures]
    houses = {figure.key: figure.by_station(period, ids) for figure in figures}
    people = [figure for figure in figures if not figure.adds]
    districts = {figure.key: figure.by_district(period, ids) for figure in people}
    city = {figure.key: figure.total(period, ids) for figure in people}

    def counted(some: Iterable[Station], again: dict[str, int]) -> dict[str, int]:
        among = [station.pk for station in some]
        return {key: sum(found.get(pk, 0) for pk in among) for key, found in houses.items()} | again

    lines: list[Line] = []
    by_district = _by_district(stations)
    for unit, some in by_district:
        again = {key: found.get(unit.pk, 0) for key, found in districts.items()}
        if by == BY_STATION:
            lines += [Line(s.local_name, counted([s], {}), unit.code, s.code) for s in some]
        if by == BY_DISTRICT or len(by_district) > 1:
            lines.append(Line(_name(unit, by), counted(some, again), unit.code))
    return Sheet(parts, [*lines, Line(_("合计"), counted(stations, city))])


def _parts(period: Period, ids: Collection[int]) -> list[Part]:
    refused = [refused_by(code) for code in codes_of(period, ids)]
    return [
        Part(
            "nights",
            _("床位夜次"),
            _(
                "一张床一晚为一个夜次，本月算到今晚。"
                "可供 = 实住（停用床位内的除外）+ 已订未住 + 填写中保留 + 空床；"
                "左右两边分别计数，差额应为 0。已订未住包括未入住者占用的第一晚和当天尚未办理入住的。"
            ),
            NIGHTS,
        ),
        Part(
            "requests",
            _("申请与审核"),
            _("按各自发生的时间计，所以同一行的各列不必相等。加入候补的也算申请；未入住按入住日期计。"),
            REQUESTS,
        ),
        Part(
            "refused",
            _("规则未通过"),
            _(
                "系统按规则没有受理的申请。同一人同一天在同一驿站因同一条规则只计一次；"
                "一份申请不符合几条规则，各条分别计，所以不是人数。改为候补的不算未通过。"
            ),
            [REFUSED, *refused],
        ),
        Part(
            "results",
            _("入住与成效"),
            _(
                "入住人数在每一行重新去重，不等于各行之和。回访按回答时间计；"
                "签约只计回答中填写、并经区县核实的。"
            ),
            RESULTS,
        ),
    ]


def _by_district(stations: Sequence[Station]) -> list[tuple[Organisation, list[Station]]]:
    found: dict[int, tuple[Organisation, list[Station]]] = {}
    for station in stations:
        found.setdefault(station.reporting_org_id, (station.reporting_org, []))[1].append(station)
    return list(found.values())


def _name(unit: Organisation, by: str) -> str:
    name = unit_name(unit)
    return name if by == BY_DISTRICT else pgettext("月表", "%(district)s小计") % {"district": name}


def columns_of(sheet: Sheet) -> list[str]:
    """One heading a figure, with its part where two parts use one word."""
    nights, *others = sheet.parts
    return [
        str(pgettext_lazy("月表", "驿站或区县")),
        *(_heading(nights, figure) for figure in nights.figures),
        str(_("入住率")),
        str(pgettext_lazy("月表", "差额")),
        *(_heading(part, figure) for part in others for figure in part.figures),
    ]


def _heading(part: Part, figure: Figure) -> str:
    return f"{part.title}{pgettext('标点', '：')}{figure.label}"


def row_of(sheet: Sheet, line: Line) -> list[object]:
    """A line in the order of `columns_of`."""
    nights, *others = sheet.parts
    return [
        str(line.label),
        *(line.counts[figure.key] for figure in nights.figures),
        line.occupancy,
        line.difference,
        *(line.counts[figure.key] for part in others for figure in part.figures),
    ]
