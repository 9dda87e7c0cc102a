"""方格图 (tile grid): where each district and zone stands on the schematic map, and its short name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from zibo_youth.accounts.models import Area

COLUMNS, ROWS = 3, 5

# Column and row from 0, north above: neighbours touch, sizes and borders mean nothing.
PLACES: Mapping[str, tuple[int, int]] = {
    "370322": (0, 0),
    "370321": (1, 0),
    "370306": (0, 1),
    "ZB-GXQ": (1, 1),
    "370305": (2, 1),
    "ZB-JKQ": (0, 2),
    "370303": (1, 2),
    "ZB-WCH": (0, 3),
    "370302": (1, 3),
    "370304": (1, 4),
    "370323": (2, 4),
}

# The names as they stand in a tile; English leaves out the word "District".
NAMES: Mapping[str, Promise] = {
    "370302": pgettext_lazy("区域", "淄川区"),
    "370303": pgettext_lazy("区域", "张店区"),
    "370304": pgettext_lazy("区域", "博山区"),
    "370305": pgettext_lazy("区域", "临淄区"),
    "370306": pgettext_lazy("区域", "周村区"),
    "370321": pgettext_lazy("区域", "桓台县"),
    "370322": pgettext_lazy("区域", "高青县"),
    "370323": pgettext_lazy("区域", "沂源县"),
    "ZB-GXQ": pgettext_lazy("区域", "高新区"),
    "ZB-JKQ": pgettext_lazy("区域", "经开区"),
    "ZB-WCH": pgettext_lazy("区域", "文昌湖"),
}


def short_name(area: Area) -> str:
    """The area's name in the language of the page; another city's areas keep the name of their row."""
    return str(NAMES.get(area.code) or gettext(area.name))


def tiles(
    areas: Iterable[Area], counts: Mapping[str, int], selected: str, address: Callable[[str], str]
) -> list[dict[str, Any]]:
    """What templates/components/tile_map.html draws; a chosen tile leads back to the whole city."""
    return [
        {
            "code": area.code,
            "name": short_name(area),
            "x": PLACES[area.code][0],
            "y": PLACES[area.code][1],
            "count": counts.get(area.code, 0),
            "href": address("" if area.code == selected else area.code),
            "selected": area.code == selected,
            "is_zone": area.kind == Area.Kind.ZONE,
        }
        for area in areas
        if area.code in PLACES
    ]
