"""What the lounges tell people: the kinds, the values of their words, and when each still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zibo_youth.core.brief_days import day_words, in_english
from zibo_youth.notifications.kinds import NoticeKind, register

from .models import LoungeSeries, LoungeVisit, LoungeZone

State = LoungeVisit.State
LOUNGE_IN_CHINESE, ZONE_IN_CHINESE = 12, 8
LOUNGE_IN_ENGLISH, ZONE_IN_ENGLISH = 14, 8


def _zone_words(zone: LoungeZone) -> dict[str, Any]:
    """Lounge and zone, short enough for a text message."""
    lounge = zone.lounge
    if in_english():
        return {
            "lounge": truncatechars(lounge.name_en or lounge.name, LOUNGE_IN_ENGLISH),
            "zone": truncatechars(zone.name_en or zone.name, ZONE_IN_ENGLISH),
        }
    return {
        "lounge": truncatechars(lounge.name, LOUNGE_IN_CHINESE),
        "zone": truncatechars(zone.name, ZONE_IN_CHINESE),
    }


def _with_it(visit: LoungeVisit) -> int:
    """How many other visits of its series are in the same state: one message tells all of them."""
    others = visit.series.visits.all() if visit.series else ()
    return sum(other.state == visit.state and other.pk != visit.pk for other in others)


def _visit_words(visit: LoungeVisit) -> dict[str, Any]:
    moves = [move for move in visit.transitions.all() if move.to_state == visit.state]
    proposed = visit.proposed_zone
    answered = timezone.localtime(visit.answer_by) if visit.answer_by else None
    return _zone_words(visit.zone) | {
        "day": day_words(visit.date),
        "start": f"{visit.start:%H:%M}",
        "end": f"{visit.end:%H:%M}",
        "code": visit.code,
        "others": _with_it(visit),
        "answer_by": f"{day_words(answered)} {answered:%H:%M}" if answered else "",
        "address": visit.lounge.address,
        "reason": moves[-1].note if moves else "",
        "proposed": f"{proposed.lounge} {proposed}" if proposed else "",
    }


def _series_words(series: LoungeSeries) -> dict[str, Any]:
    visits = sorted(series.visits.all(), key=lambda visit: visit.date)
    booked = [visit for visit in visits if visit.state == State.BOOKED]
    told = booked or visits
    asked = timezone.localtime(series.answer_by) if series.answer_by else None
    return _zone_words(series.zone) | {
        "first": day_words(series.first_on),
        "through": day_words(series.kept_through),
        "answer_by": f"{day_words(asked)} {asked:%H:%M}" if asked else "",
        "start": f"{told[0].start:%H:%M}" if told else "",
        "count": len(told),
        "days": pgettext("标点", "、").join(day_words(visit.date) for visit in told),
    }


def _about_visit(name: str, title: str | Promise, state: str) -> NoticeKind:
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            holds=lambda visit: bool(visit.state == state),
            words=_visit_words,
            related=("lounge", "zone__lounge", "proposed_zone__lounge", "series"),
            prefetched=("transitions", "series__visits"),
        )
    )


def _about_series(
    name: str, title: str | Promise, holds: Callable[[Any], bool] = lambda series: True
) -> NoticeKind:
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            holds=holds,
            words=_series_words,
            related=("zone__lounge",),
            prefetched=("visits",),
        )
    )


def register_lounge_notices() -> None:
    """Called once by ``StationsConfig.ready``."""
    _about_visit("lounge_requested", _("会客厅预约申请已收到"), State.REQUESTED)
    _about_visit("lounge_refused", _("会客厅预约申请未通过"), State.REFUSED)
    _about_visit("lounge_lapsed", _("会客厅预约申请逾期未审"), State.LAPSED)
    _about_visit("lounge_booked", _("会客厅预约成功"), State.BOOKED)
    _about_visit("lounge_reminder", _("会客厅预约提醒"), State.BOOKED)
    _about_visit("lounge_cancelled", _("会客厅预约已取消"), State.CANCELLED)
    _about_visit("lounge_closed", _("会客厅停用，预约已取消"), State.CANCELLED)
    _about_series("lounge_series_booked", _("系列预约成功"))
    _about_series("lounge_series_cancelled", _("系列预约已取消"))
    _about_series("lounge_series_to_keep", _("系列预约请确认"), lambda series: series.answer_by is not None)
    _about_series(
        "lounge_series_released", _("系列预约已释放"), lambda series: series.released_at is not None
    )
