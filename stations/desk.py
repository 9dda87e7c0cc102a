"""
前台 (desk): one day of a house, and whom a few characters name.

Each answer is one query over the stays that the asker manages, so nothing here
reaches beyond the own desk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.calendar import at, today

from .beds import Opening, openings_on
from .models import Room, Stay
from .querysets import StayQuerySet

State = Stay.State

# Whom a search looks for: guests of the week behind and of the month ahead.
DAYS_BEHIND, DAYS_AHEAD, MOST_FOUND = 7, 30, 20
LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")
REFERENCE = re.compile(r"YZ[0-9A-Z-]{0,22}")


@dataclass(slots=True)
class Day:
    """今天的来宾 (guests of a day), each in one list: expected, late, here, leaving."""

    date: date
    arrivals: list[Stay] = field(default_factory=list)
    not_arrived: list[Stay] = field(default_factory=list)
    in_house: list[Stay] = field(default_factory=list)
    leaving: list[Stay] = field(default_factory=list)

    def list_of(self, stay: Stay) -> list[Stay]:
        """Where a stay of this day stands; who came today stays among the arrivals."""
        if _leaves_on(stay) <= self.date and stay.state != State.APPROVED:
            return self.leaving
        if stay.arrival == self.date:
            return self.arrivals
        is_late = stay.state == State.APPROVED and stay.arrival < today()
        return self.not_arrived if is_late else self.in_house


def _leaves_on(stay: Stay) -> date:
    left = stay.checked_out_at
    return timezone.localdate(left) if left else stay.departure


def day_of(stays: StayQuerySet, day: date) -> Day:
    """
    一天的来宾 (the guests of a day). One query.

    Who should have left counts as leaving, who should have come as not arrived;
    a day to come shows those who are expected on it.
    """
    # Up to today nobody is forgotten; of a day to come only those are shown whom it concerns.
    lasting = Q() if day <= today() else Q(departure__gte=day)
    expected = Q(state=State.APPROVED) & (Q() if day <= today() else Q(departure__gt=day))
    here = Q(state=State.CHECKED_IN) & lasting
    left = Q(state=State.CHECKED_OUT, checked_out_at__gte=at(day, time.min))
    found = Day(day)
    of_day = stays.filter(expected | here | left, arrival__lte=day).with_bed_near(day)
    for stay in of_day.order_by("arrival", "arrival_time", "pk"):
        found.list_of(stay).append(stay)
    return found


@dataclass(frozen=True, slots=True)
class RoomTonight:
    """房间今晚 (a room for one night): which beds are free, and to whom."""

    name: str
    mode: str
    beds: int
    free: tuple[str, ...]
    for_whom: str | Promise

    @property
    def mode_word(self) -> str:
        return str(Room.GenderMode(self.mode).label)


def rooms_of(station_id: int, day: date) -> list[RoomTonight]:
    """Every room of a station for one night. One query."""
    openings = openings_on(station_id, day)
    rooms = groupby(openings, key=lambda opening: (opening.room_name, opening.mode))
    return [_room(name, mode, list(beds)) for (name, mode), beds in rooms]


def _room(name: str, mode: str, beds: list[Opening]) -> RoomTonight:
    free = [bed for bed in beds if bed.is_free]
    return RoomTonight(name, mode, len(beds), tuple(bed.label for bed in free), _for_whom(mode, free))


def _for_whom(mode: str, free: Iterable[Opening]) -> str | Promise:
    if mode == Room.GenderMode.PARTY:
        return _("限同住") if free else ""
    men, women = any(bed.for_men for bed in free), any(bed.for_women for bed in free)
    if men and women:
        return _("男女均可")
    return _("限男生") if men else _("限女生") if women else ""


def named_by(stays: StayQuerySet, text: str, day: date) -> StayQuerySet | None:
    """
    按尾号、编号或姓名查找 (search) around a day; None when the text names nothing.

    Four characters are the last of a document or a telephone, ``YZ…`` begins a
    reference, anything else begins a name.
    """
    condition = _condition(text)
    if condition is None:
        return None
    around = stays.filter(
        departure__gte=day - timedelta(DAYS_BEHIND), arrival__lte=day + timedelta(DAYS_AHEAD)
    )
    return around.filter(condition).with_bed_near(day).order_by("arrival", "pk")[:MOST_FOUND]


def _condition(text: str) -> Q | None:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    upper = plain.upper()
    if LAST_FOUR.fullmatch(upper):
        return Q(guest__id_last4=upper) | Q(contact_mobile__endswith=upper)
    if REFERENCE.fullmatch(upper):
        return Q(reference__startswith=upper)
    return Q(guest__full_name__istartswith=plain) if plain[:1].isalpha() else None
