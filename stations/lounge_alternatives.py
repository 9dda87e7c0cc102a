"""
另一个功能区 (somewhere else at the same time): what is proposed to whoever loses a zone to a closure.

Here first, the same kind before another; then the same kind elsewhere in the district.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from zibo_youth.core.calendar import now

from .lounge_days import ZoneDay, boards_of, slot_of, with_buffer
from .models import Lounge, LoungeVisit, LoungeZone

Seats = dict[tuple[date, int, int], set[int]]


@dataclass(slots=True)
class Alternatives:
    """Free zones for the visits of one closure; what was proposed to one is not proposed to the next."""

    promised: Seats = field(default_factory=lambda: defaultdict(set))
    boards: dict[tuple[int, date], list[ZoneDay]] = field(default_factory=dict)

    def of(self, visit: LoungeVisit) -> LoungeZone | None:
        """The best free zone for this visit, or None."""
        board = next(self._fitting(visit), None)
        if board is None:
            return None
        for part in board.parts:
            for slot in _held(board, visit):
                seats = board.seats_for(part, slot, visit.group_size)
                self.promised[visit.date, part.pk, slot] |= set(seats)
        return board.zone

    def still_fits(self, visit: LoungeVisit, zone: LoungeZone) -> bool:
        """Whether this zone can take the visit."""
        return any(board.zone == zone and _fits(board, visit) for board in self._of(zone.lounge, visit.date))

    def _fitting(self, visit: LoungeVisit) -> Iterator[ZoneDay]:
        here = [board for board in self._of(visit.lounge, visit.date) if _fits(board, visit)]
        yield from sorted(here, key=lambda board: _rank(board, visit))
        near = Lounge.objects.active().filter(reporting_org=visit.lounge.reporting_org_id)
        for lounge in near.exclude(pk=visit.lounge_id):
            fitting = [board for board in self._of(lounge, visit.date) if _fits(board, visit)]
            same = [board for board in fitting if board.zone.kind == visit.zone.kind]
            yield from sorted(same, key=lambda board: _rank(board, visit))

    def _of(self, lounge: Lounge, day: date) -> Iterable[ZoneDay]:
        if (lounge.pk, day) not in self.boards:
            self.boards[lounge.pk, day] = list(boards_of(lounge, [day]).values())
        return [self._less_promised(board) for board in self.boards[lounge.pk, day]]

    def _less_promised(self, board: ZoneDay) -> ZoneDay:
        taken = {key: set(seats) for key, seats in board.taken.items()}
        for (day, zone, slot), seats in self.promised.items():
            if day == board.date:
                taken[zone, slot] = taken.get((zone, slot), set()) | seats
        return replace(board, taken=taken)


def zone_instead(visit: LoungeVisit) -> LoungeZone | None:
    """What may be booked in place of a visit that a closure took: as proposed, else what is free now."""
    if visit.proposed_zone is None or visit.starts_at <= now():
        return None
    if visit.state != LoungeVisit.State.CANCELLED or visit.replacements.exists():
        return None
    found = Alternatives()
    return visit.proposed_zone if found.still_fits(visit, visit.proposed_zone) else found.of(visit)


def _held(board: ZoneDay, visit: LoungeVisit) -> range:
    return with_buffer(board.zone, slot_of(visit.start), slot_of(visit.end))


def _fits(board: ZoneDay, visit: LoungeVisit) -> bool:
    first, length = slot_of(visit.start), slot_of(visit.end) - slot_of(visit.start)
    zone = board.zone
    return (
        zone.is_active
        and (visit.starts_at > now() or not board.hours_to_answer(visit.purpose))
        and visit.group_size <= zone.group_most
        and length in board.lengths_from(first, visit.group_size)
    )


def _rank(board: ZoneDay, visit: LoungeVisit) -> tuple[bool, bool, int]:
    """The same kind first, then what need not be asked for, then the order of the lounge."""
    return board.zone.kind != visit.zone.kind, bool(board.hours_to_answer(visit.purpose)), board.zone.position
