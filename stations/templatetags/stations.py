"""What only the stations' pages write: names of stations, areas and facilities in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from stations.models import Station, StayPolicy
from stations.models.policy import Purpose
from stations.tile_grid import short_name
from zibo_youth.accounts.models import Area

register = template.Library()


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def station_name(station: Station) -> str:
    """The station's name; its English one on an English page, where there is one."""
    return station.local_name


@register.filter
def area_name(area: Area) -> str:
    """The district or zone that a place lies in."""
    return short_name(area.district)


@register.simple_tag
def unless_repeated(station: Station) -> str:
    """The district before an address, unless the address begins with it."""
    district = area_name(station.area)
    return "" if station.address.startswith(district) else f"{district} "


@register.filter
def facilities(station: Station) -> list[str]:
    """The names of a station's facilities, in the order of the list of facilities."""
    return [str(label) for code, label in Station.Facility.choices if code in station.facilities]


@register.filter
def facility_names(station: Station) -> str:
    """无线网络、洗衣房."""
    return pgettext("列举", "、").join(facilities(station))


@register.filter
def purpose_names(policy: StayPolicy) -> str:
    """求职招聘、创业考察: the purposes that the policy admits."""
    names = [str(label) for code, label in Purpose.choices if code in policy.allowed_purposes]
    return pgettext("列举", "、").join(names)


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key, "")


@register.simple_tag
def own_words() -> SafeString:
    """``lang`` for what a station wrote in Chinese, so that a screen reader speaks it as Chinese."""
    return SafeString(' lang="zh-CN"') if _in_english() else SafeString("")


@register.filter
def day_address(moment: date) -> str:
    """2021-06-04: a day as addresses write it; of an instant, its day in Shanghai."""
    return (timezone.localdate(moment) if isinstance(moment, datetime) else moment).isoformat()


@register.filter
def in_a_row(words: Iterable[str]) -> str:
    """甲、乙: words one after the other, by the reader's comma."""
    return pgettext("列举", "、").join(words)
