"""What the allocation is told and what it answers: rooms, nights that stand, guests, a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MALE, FEMALE = 1, 2
ANY, SHARED, SINGLE, FLEXIBLE = "any", "shared", "single", "flexible"
ONLY = {"male": MALE, "female": FEMALE}


@dataclass(frozen=True, slots=True)
class Room:
    """
    房间 (room): ``mode`` as in `Room.GenderMode`; ``closed`` are spans of nights without new guests.

    A male or female room takes its gender only. Every other one, a single room
    of several beds too, holds one gender a night and may change it the next.
    """

    id: int
    mode: str
    beds: tuple[int, ...]
    closed: tuple[tuple[date, date], ...] = ()

    def suits(self, gender: int, wish: str) -> bool:
        """Whether the room may be given to such a guest on some night."""
        wished = wish == ANY or (wish == SINGLE) == (self.mode == SINGLE)
        return wished and ONLY.get(self.mode, gender) == gender


@dataclass(frozen=True, slots=True)
class Fixed:
    """定住的夜 (nights that stand): a guest in the house, or one whose bed is pinned."""

    bed: int
    gender: int
    arrival: date
    departure: date


@dataclass(frozen=True, slots=True)
class Guest:
    """
    待排客人 (a guest to deal a bed to): one bed for all nights.

    ``stay`` and ``bed`` are empty for whoever asks now. ``only_bed`` leaves the
    asker no choice: a guest in the house stays longer in the bed slept in.
    """

    gender: int
    arrival: date
    departure: date
    wish: str = ANY
    stay: int | None = None
    bed: int | None = None
    only_bed: int | None = None


@dataclass(frozen=True, slots=True)
class House:
    """One station as it stands: its rooms, the nights that stand, and the guests who may still be moved."""

    rooms: tuple[Room, ...]
    fixed: tuple[Fixed, ...] = ()
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """排房方案 (plan): the asker's bed, and the new bed of every stay that changes."""

    bed: int
    moves: Mapping[int, int]
