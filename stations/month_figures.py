"""
月表的数字 (figures of the running sheet): each is its rows of a month, the way to their house, and a measure.

The number on the sheet and the list behind it are the same rows. One query a figure, whatever the number of
houses; of people, who are not to be added up, one more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Aggregate, CharField, Count, Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.calendar import today
from zibo_youth.reports.kpis import Column
from zibo_youth.reports.periods import Period

from . import kpis
from .models import Bed, FollowUp, Placement, Refusal, Stay, StayNight, StayTransition, Strike
from .refusal_words import WORDS, word_of

State = Stay.State
ROWS = Count("pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    一项数字 (figure): ``rows`` of a period, ``station`` leads from a row to its house.

    ``adds``: whether the figure of a district is the sum of its houses; people are counted again.
    """

    key: str
    label: str | Promise
    rows: Callable[[Period], QuerySet[Any]]
    station: str
    columns: Sequence[Column]
    related: Sequence[str] = ()
    measure: Aggregate = ROWS
    adds: bool = True

    def of(self, period: Period, stations: Collection[int]) -> QuerySet[Any]:
        """The rows behind the figure of these houses."""
        return self.rows(period).filter(**{f"{self.station}__in": stations})

    def by_station(self, period: Period, stations: Collection[int]) -> dict[int, int]:
        return self._grouped(period, stations, self.station)

    def by_district(self, period: Period, stations: Collection[int]) -> dict[int, int]:
        return self._grouped(period, stations, f"{self.station}__reporting_org")

    def total(self, period: Period, stations: Collection[int]) -> int:
        return int(self.of(period, stations).order_by().aggregate(n=self.measure)["n"] or 0)

    def _grouped(self, period: Period, stations: Collection[int], path: str) -> dict[int, int]:
        rows = self.of(period, stations).order_by().values_list(path).annotate(n=self.measure)
        return {key: int(n or 0) for key, n in rows}


# --- bed-nights, up to tonight ----------------------------------------------------------------


def _begun(period: Period) -> Period:
    return period.up_to(today())


def beds_free(period: Period) -> QuerySet[Bed]:
    begun = _begun(period)
    rows: QuerySet[Bed] = Bed.objects.free_between(begun.start, begun.end)
    return rows


def _nights(period: Period) -> Any:
    begun = _begun(period)
    return StayNight.objects.between(begun.start, begun.end).of_stays_until_after(begun.start)


def nights_in_closed_beds(period: Period) -> Any:
    return kpis.nights_slept(period).out_of_service()


def _in_service(nights: Any) -> Any:
    return nights.exclude(pk__in=nights.out_of_service().values("pk"))


def nights_kept(period: Period) -> Any:
    return _in_service(_nights(period).booked().filter(stay__checked_in_at__isnull=True))


def nights_held(period: Period) -> Any:
    return _in_service(_nights(period).filter(stay__state=State.DRAFT))


# --- requests and what became of them ---------------------------------------------------------


def _during(column: str, period: Period) -> dict[str, Any]:
    return {f"{column}__gte": period.from_at, f"{column}__lt": period.until_at}


def requests(period: Period) -> Any:
    return Stay.objects.filter(**_during("submitted_at", period))


def queued(period: Period) -> Any:
    return Stay.objects.filter(**_during("queued_at", period))


def moves(to: str, period: Period) -> Any:
    """A guest who is reinstated was approved before: a no-show is no request."""
    return StayTransition.objects.filter(to_state=to, **_during("at", period)).exclude(
        from_state=State.NO_SHOW
    )


def ended(state: str, period: Period) -> Any:
    return Stay.objects.filter(state=state, **_during("ended_at", period))


def cancelled_late(period: Period) -> Any:
    occasion = Concat(Value("stay-"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    late = Strike.objects.counting().filter(kind=Strike.Kind.LATE_CANCEL, occasion=occasion)
    return ended(State.CANCELLED, period).filter(Exists(late))


def no_shows(period: Period) -> Any:
    return Stay.objects.filter(state=State.NO_SHOW, arrival__gte=period.start, arrival__lt=period.end)


def refusals(period: Period, code: str = "") -> Any:
    rows = Refusal.objects.between(period.start, period.end)
    return rows.filter(code=code) if code else rows


# --- what came of it --------------------------------------------------------------------------


def answers(period: Period) -> Any:
    asked = (FollowUp.Kind.DAY_30, FollowUp.Kind.DAY_90)
    return FollowUp.objects.filter(
        state=FollowUp.State.ANSWERED, kind__in=asked, **_during("answered_at", period)
    )


def signed(kind: str, period: Period) -> Any:
    """A contract that was told in the answer to this question, and that the district has confirmed."""
    told = {"follow_up__kind": kind, **_during("follow_up__answered_at", period)}
    return Placement.objects.confirmed().filter(**told)


# --- columns of the lists, masked -------------------------------------------------------------

_HOUSE = _("青年驿站")
_NAME = pgettext_lazy("指标明细", "姓名")
BED_COLUMNS = (
    Column(_HOUSE, lambda bed: bed.room.station.local_name),
    Column(pgettext_lazy("月表", "房间"), lambda bed: bed.room.name),
    Column(_("床位"), lambda bed: bed.label),
)
STAY_COLUMNS = (
    Column(_("入住单号"), lambda stay: stay.reference),
    Column(_HOUSE, lambda stay: stay.station.local_name),
    Column(_NAME, lambda stay: stay.guest.masked_name),
    Column(_("入住日期"), lambda stay: stay.arrival),
    Column(pgettext_lazy("入住单", "状态"), lambda stay: stay.get_state_display()),
)
MOVE_COLUMNS = (
    Column(_("入住单号"), lambda move: move.stay.reference),
    Column(_HOUSE, lambda move: move.stay.station.local_name),
    Column(_NAME, lambda move: move.stay.guest.masked_name),
    Column(pgettext_lazy("流转", "时间"), lambda move: move.at),
)
REFUSAL_COLUMNS = (
    Column(pgettext_lazy("未通过规则", "日期"), lambda row: row.day),
    Column(_HOUSE, lambda row: row.station.local_name),
    Column(pgettext_lazy("未通过规则", "规则"), lambda row: word_of(row.code)),
    Column(_NAME, lambda row: row.person.masked_name if row.person else "–"),
    Column(_("申请的入住日期"), lambda row: row.arrival),
    Column(_("申请的晚数"), lambda row: row.nights),
    Column(pgettext_lazy("未通过规则", "途径"), lambda row: row.get_way_display()),
)
ANSWER_COLUMNS = (
    Column(_("入住单号"), lambda question: question.stay.reference),
    Column(_HOUSE, lambda question: question.stay.station.local_name),
    Column(_NAME, lambda question: question.stay.guest.masked_name),
    Column(pgettext_lazy("回访", "类型"), lambda question: question.get_kind_display()),
    Column(_("回答时间"), lambda question: question.answered_at),
    Column(_("求职结果"), lambda question: question.get_result_display()),
)


def _of_beds(key: str, label: Any, rows: Any, column: str, heading: Any) -> Figure:
    columns = (*BED_COLUMNS, Column(heading, lambda bed: getattr(bed, column)))
    related = ("room__station",)
    return Figure(
        key=key, label=label, rows=rows, station="room__station", columns=columns, related=related,
        measure=Sum(column),
    )  # fmt: skip


def _of_nights(key: str, label: Any, rows: Any) -> Figure:
    related = ("stay__station", "guest")
    return Figure(
        key=key, label=label, rows=rows, station="room__station", columns=kpis.NIGHT_COLUMNS, related=related
    )


def _of_stays(key: str, label: Any, rows: Any, **how: Any) -> Figure:
    related = ("station", "guest")
    return Figure(
        key=key, label=label, rows=rows, station="station", columns=STAY_COLUMNS, related=related, **how
    )


def _through_stays(key: str, label: Any, rows: Any, columns: Sequence[Column]) -> Figure:
    related = ("stay__station", "stay__guest")
    return Figure(key=key, label=label, rows=rows, station="stay__station", columns=columns, related=related)


def _of_refusals(key: str, label: Any, rows: Any) -> Figure:
    related = ("station", "person")
    return Figure(
        key=key, label=label, rows=rows, station="station", columns=REFUSAL_COLUMNS, related=related
    )


OFFERED = _of_beds("offered", _("可供"), kpis.beds_offered, "offered_nights", _("可供晚数"))
USED = _of_nights("used", pgettext_lazy("月表", "实住"), kpis.nights_slept)
CLOSED = _of_nights("closed", _("其中在停用床位"), nights_in_closed_beds)
KEPT = _of_nights("kept", _("已订未住"), nights_kept)
HELD = _of_nights("held", _("填写中保留"), nights_held)
FREE = _of_beds("free", _("空床"), beds_free, "free_nights", _("空床晚数"))
NIGHTS = (OFFERED, USED, CLOSED, KEPT, HELD, FREE)

REQUESTS = (
    _of_stays("requests", pgettext_lazy("月表", "申请"), requests),
    _of_stays("queued", pgettext_lazy("月表", "候补"), queued),
    _through_stays("promoted", _("候补到床位"), partial(moves, State.OFFERED), MOVE_COLUMNS),
    _through_stays("approved", pgettext_lazy("月表", "通过"), partial(moves, State.APPROVED), MOVE_COLUMNS),
    _of_stays("rejected", _("审核不予通过"), partial(ended, State.REJECTED)),
    _of_stays("withdrawn", _("审核前撤回"), partial(ended, State.WITHDRAWN)),
    _of_stays("cancelled", pgettext_lazy("月表", "取消"), partial(ended, State.CANCELLED)),
    _of_stays("cancelled-late", _("其中临期取消"), cancelled_late),
    _of_stays("no-shows", _("未入住"), no_shows),
)

REFUSED = _of_refusals("refused", _("未通过合计"), refusals)
RESULTS = (
    _of_stays("visits", _("入住人次"), kpis.arrivals),
    _of_stays("people", _("入住人数"), kpis.arrivals, measure=Count("guest", distinct=True), adds=False),
    _through_stays("answers", _("回访有回答"), answers, ANSWER_COLUMNS),
    _through_stays("signed-30", _("30 天签约"), partial(signed, "d30"), kpis.PLACEMENT_COLUMNS),
    _through_stays("signed-90", _("90 天签约"), partial(signed, "d90"), kpis.PLACEMENT_COLUMNS),
)


def refused_by(code: str) -> Figure:
    """Refusals of one rule."""
    return _of_refusals(f"refused-{code}", WORDS.get(code, code), partial(refusals, code=code))


def codes_of(period: Period, stations: Collection[int]) -> list[str]:
    """The rules that refused somebody, in the order of the rules."""
    found = set(REFUSED.of(period, stations).order_by().values_list("code", flat=True).distinct())
    return [code for code in WORDS if code in found] + sorted(found - set(WORDS))


def figure(key: str) -> Figure:
    """A figure by its key. Raises `KeyError`."""
    known = {each.key: each for each in (*NIGHTS, *REQUESTS, REFUSED, *RESULTS)}
    known |= {each.key: each for each in map(refused_by, WORDS)}
    return known[key]
