"""
看板 (the board): rooms in columns by how far they are, the most overdue first; and their counts by district.

Codes only. A count of a district below five is hidden, and what would give it away with it; a district that
takes off its own count, which it knows, learns no other's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hope_rooms.clocks import dues
from hope_rooms.models import HopeRoom, Survey
from hope_rooms.models.room import RoomState as S
from zibo_youth.accounts.models import Organisation
from zibo_youth.reports.suppression import hidden_cells

SHOWN = 20
COLUMNS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("asking", _("摸排和核对"), (S.NOMINATED, S.SCREENING)),
    ("surveying", _("勘察和评审"), (S.SURVEYING, S.ON_HOLD, S.PROPOSED, S.DISTRICT_APPROVED)),
    ("planning", _("方案和资金"), (S.APPROVED, S.DESIGNING, S.FUNDED)),
    ("building", _("施工"), (S.BUILDING, S.SUSPENDED)),
    ("accepting", _("验收和整改"), (S.BUILDER_DONE, S.TOWN_ACCEPTED, S.DISTRICT_ACCEPTED, S.RECTIFYING)),
    ("airing", _("通风检测"), (S.AIRING,)),
    ("living", _("交付和陪伴"), (S.HANDED_OVER, S.IN_CARE)),
)
COLUMN_OF = {state: name for name, _label, states in COLUMNS for state in states}


@dataclass(frozen=True, slots=True)
class Card:
    """One room: how many days it is overdue, and how much it is needed."""

    room: HopeRoom
    late: int
    due_on: date | None
    need: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """The cards that are shown, and how many more there are."""

    name: str
    label: str | Promise
    cards: list[Card]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def columns(rooms: Any, day: date) -> list[Column]:
    """The rooms that somebody may see, as columns: proposed ones by need, the others by how late they are."""
    living = rooms.filter(state__in=COLUMN_OF).with_clocks().select_related("child__town")
    cards = _cards(living.order_by("child__code"), day)
    found: dict[str, list[Card]] = {name: [] for name, _label, _states in COLUMNS}
    for card in sorted(cards, key=_order):
        found[COLUMN_OF[card.room.state]].append(card)
    return [Column(name, label, found[name][:SHOWN], len(found[name])) for name, label, _states in COLUMNS]


def _cards(rooms: Iterable[HopeRoom], day: date) -> list[Card]:
    rooms = list(rooms)
    handed_in = Survey.objects.filter(room__in=rooms, submitted_at__isnull=False).order_by("id")
    needs = dict(handed_in.values_list("room_id", "need_score"))
    return [_card(room, day, needs.get(room.pk)) for room in rooms]


def _card(room: HopeRoom, day: date, need: int | None) -> Card:
    open_dues = [] if room.is_pre_system else dues(room)
    late = max((due.late(day) for due in open_dues), default=0)
    return Card(room, late, min((due.due_on for due in open_dues), default=None), need)


def _order(card: Card) -> tuple[int, int, str]:
    return (-card.late, -(card.need or 0), card.room.child.code)


@dataclass(frozen=True, slots=True)
class Spread:
    """Counts of all districts: rows of cells, hidden ones as None; the last row is the city."""

    rows: list[tuple[Organisation, list[int | None]]]
    city: list[int]


def spread() -> Spread:
    """How many rooms are in which column in each district. Public counts (S0): suppressed below five."""
    counted = HopeRoom.objects.filter(state__in=COLUMN_OF).values_list("child__reporting_org", "state")
    cells: Counter[tuple[int, str]] = Counter()
    for district, state, count in counted.annotate(count=Count("pk")).order_by():
        cells[(district, COLUMN_OF[state])] += count
    districts = list(Organisation.objects.reporting().order_by("pk"))
    names = [name for name, _label, _states in COLUMNS]
    hidden = {name: _hidden({place.pk: cells[(place.pk, name)] for place in districts}) for name in names}
    rows = [
        (place, [None if place.pk in hidden[name] else cells[(place.pk, name)] for name in names])
        for place in districts
    ]
    return Spread(rows, [sum(cells[(place.pk, name)] for place in districts) for name in names])


def _hidden(counts: dict[int, int]) -> set[int]:
    return hidden_cells({key: Decimal(count) for key, count in counts.items()}, from_units=True)
