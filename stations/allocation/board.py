"""The house as bits, one a night: what is settled, who is still in place, and whom a bed would cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple, cast

from .house import ANY, FEMALE, FLEXIBLE, MALE, ONLY, SINGLE, Fixed, Guest, House, Room

FAR = 30  # nights to the next neighbour beyond which a gap is no longer a gap


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A guest on the board: ``nights`` has a bit for each night, from ``start`` up to ``end``."""

    guest: Guest
    start: int
    end: int
    nights: int


class Way(NamedTuple):
    """A bed for a piece, and the pieces that would have to make way; the smallest rank is the best."""

    rank: tuple[int, ...]
    bed: int
    out: list[Piece]


class Board:
    """
    ``settled[gender][bed]``: nights that no longer change. ``staying[room]``: pieces still in their bed.

    A stay whose bed no longer suits it (a wish overruled at the desk, a room
    closed under it) is somebody's decision: it stands like a pinned one.
    """

    def __init__(self, house: House, asker: Guest) -> None:
        spans: list[Guest | Fixed] = [asker, *house.guests, *house.fixed]
        self.first = min(span.arrival for span in spans)
        self.length = (max(span.departure for span in spans) - self.first).days
        self.rooms = house.rooms
        self.room_of = {bed: room for room in house.rooms for bed in room.beds}
        self.closed = {
            room.id: _union(self._bits(since, until) for since, until in room.closed) for room in house.rooms
        }
        self.settled = {gender: dict.fromkeys(self.room_of, 0) for gender in (MALE, FEMALE)}
        self.present = dict.fromkeys(self.room_of, 0)
        self.staying: dict[int, list[Piece]] = {room.id: [] for room in house.rooms}
        self.asker = self._piece(asker)
        self.pieces: list[Piece] = []
        for fixed in house.fixed:
            self.settled[fixed.gender][fixed.bed] |= self._bits(fixed.arrival, fixed.departure)
        for guest in house.guests:
            self._lay(self._piece(guest))

    def _lay(self, piece: Piece) -> None:
        guest, room = piece.guest, self.room_of[_bed_of(piece)]
        if room.suits(guest.gender, guest.wish) and not self.closed[room.id] & piece.nights:
            self.pieces.append(piece)
            self.stay(piece)
        else:
            self.settled[guest.gender][_bed_of(piece)] |= piece.nights

    def _bits(self, arrival: date, departure: date) -> int:
        """A closure may begin before the board's first night, and end after its last."""
        start, end = (min(max((day - self.first).days, 0), self.length) for day in (arrival, departure))
        return (1 << end) - (1 << start)

    def _piece(self, guest: Guest) -> Piece:
        start, end = (guest.arrival - self.first).days, (guest.departure - self.first).days
        return Piece(guest, start, end, (1 << end) - (1 << start))

    # -- moves, each with its way back -------------------------------------------------------

    def stay(self, piece: Piece) -> None:
        bed = _bed_of(piece)
        self.staying[self.room_of[bed].id].append(piece)
        self.present[bed] |= piece.nights

    def lift(self, piece: Piece) -> None:
        bed = _bed_of(piece)
        self.staying[self.room_of[bed].id].remove(piece)
        self.present[bed] ^= piece.nights

    def settle(self, piece: Piece, bed: int) -> None:
        self.settled[piece.guest.gender][bed] |= piece.nights

    def unsettle(self, piece: Piece, bed: int) -> None:
        self.settled[piece.guest.gender][bed] ^= piece.nights

    # -- questions ---------------------------------------------------------------------------

    def ways(self, piece: Piece, most: int) -> tuple[list[Way], bool]:
        """
        Beds for a piece while at most so many make way, the best first; and whether more might help.

        Best: fewest others make way, and those arrive late; a shared room before
        a single one, company before an untouched room, the closest gap.
        """
        guest, found, is_limited = piece.guest, [], False
        for room in self.rooms:
            if not room.suits(guest.gender, guest.wish) or self._refuses(room, piece):
                continue
            here = [other for other in self.staying[room.id] if other.nights & piece.nights]
            strangers = [other for other in here if other.guest.gender != guest.gender]
            for bed in self._beds_for(room, piece):
                out = strangers
                if self.present[bed] & piece.nights:
                    out = [other for other in here if other.guest.bed == bed or other in strangers]
                if len(out) > most:
                    is_limited = True
                else:
                    found.append(Way(self._rank(room, bed, piece, out), bed, out))
        return sorted(found), is_limited

    def _refuses(self, room: Room, piece: Piece) -> bool:
        """Closed on some night, or settled by the other gender."""
        others = self.settled[MALE + FEMALE - piece.guest.gender]
        return bool((self.closed[room.id] | _union(others[bed] for bed in room.beds)) & piece.nights)

    def _beds_for(self, room: Room, piece: Piece) -> list[int]:
        own = self.settled[piece.guest.gender]
        beds = room.beds if piece.guest.only_bed is None else {piece.guest.only_bed} & {*room.beds}
        return [bed for bed in beds if not own[bed] & piece.nights]

    def _rank(self, room: Room, bed: int, piece: Piece, out: list[Piece]) -> tuple[int, ...]:
        taken = {
            each: self.settled[MALE][each] | self.settled[FEMALE][each] | self.present[each]
            for each in room.beds
        }
        untouched = room.mode == FLEXIBLE and not _union(taken.values()) & piece.nights
        soonest = min((other.start for other in out), default=0)
        return (len(out), -soonest, room.mode == SINGLE, untouched, _gap(taken[bed], piece), bed)

    def has_room_every_night(self) -> bool:
        """
        Whether the asker could be housed if every guest changed beds every night: a quick refusal.

        Asked of all beds, and of the wished kind alone for those who wish it.
        """
        wishes = {ANY, self.asker.guest.wish}
        nights = range(self.asker.start, self.asker.end)
        return all(self._has_room(1 << night, wish) for wish in wishes for night in nights)

    def _has_room(self, night: int, wish: str) -> bool:
        """
        Men and women of one night against the rooms, of which some take either but not both.

        Of the undecided rooms, some go to men: enough beds for them, and not too many.
        """
        sleepers = [
            piece.guest.gender
            for piece in [*self.pieces, self.asker]
            if piece.nights & night and wish in (ANY, piece.guest.wish)
        ]
        only = {MALE: 0, FEMALE: 0}
        spare, either = 0, 1  # bit n of ``either``: some of the undecided rooms have n beds together
        for room in self.rooms:
            beds, gender = self._beds_left(room, night)
            if not beds or not any(room.suits(each, wish) for each in (MALE, FEMALE)):
                continue
            if gender:
                only[gender] += beds
            else:
                either |= either << beds
                spare += beds
        least = max(sleepers.count(MALE) - only[MALE], 0)
        most = min(spare - sleepers.count(FEMALE) + only[FEMALE], spare)
        return least <= most and bool(either >> least & ((1 << (most - least + 1)) - 1))

    def _beds_left(self, room: Room, night: int) -> tuple[int, int | None]:
        """How many beds of a room are not settled on a night, and for which gender, if not for either."""
        if self.closed[room.id] & night:
            return 0, None
        taken = {
            gender: sum(bool(self.settled[gender][bed] & night) for bed in room.beds)
            for gender in (MALE, FEMALE)
        }
        gender = ONLY.get(room.mode) or next((gender for gender in taken if taken[gender]), None)
        return len(room.beds) - sum(taken.values()), gender


def _bed_of(piece: Piece) -> int:
    return cast(int, piece.guest.bed)  # only the asker has none, and is never in place


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def _gap(taken: int, piece: Piece) -> int:
    """Nights left empty between a piece and its neighbours in a bed."""
    before = taken & ((1 << piece.start) - 1)
    after = taken >> piece.end
    left = piece.start - before.bit_length() if before else FAR
    right = (after & -after).bit_length() - 1 if after else FAR
    return min(left, FAR) + min(right, FAR)
