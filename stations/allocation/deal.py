"""
重新排房 (dealing anew): a bed for one more guest, by moving guests who have not arrived.

Two ways, one after the other. `_with_fewest_moves` puts the asker into a bed and
finds the guests in the way other beds, who may push out others in turn; it tries
one move, then two, and so on, so its first plan moves the fewest. It leaves no
possibility out, and gives up after `NODES` questions. Then `_all_in_order`
deals everybody's bed anew in the order of arrival and never looks back.

So a plan is found whenever one exists, if the search ends within `NODES`, or if
all rooms are alike to all guests and nothing but guests in the house stands:
then a bed is free for whoever arrives next as long as every night has room
(interval colouring). Beyond both, in a large and full house of two genders, of
wishes and pins, a plan may be missed; one that breaks a rule is never made.
"""

from __future__ import annotations

from .board import Board, Piece, Way
from .house import Guest, House, Plan

# How often the search may ask for the beds of a guest: below a tenth of a second for forty beds.
NODES = 500


def deal_anew(house: House, asker: Guest, *, nodes: int = NODES) -> Plan | None:
    """A bed for the asker and what it moves, or None. Pure: nothing is read or written."""
    if not Board(house, asker).has_room_every_night():
        return None
    try:
        return _with_fewest_moves(house, asker, nodes)
    except _TooMany:
        return _all_in_order(house, asker)


class _TooMany(Exception):
    """The search has asked as many questions as it may, and has proved nothing."""


class _Search:
    def __init__(self, house: House, asker: Guest, nodes: int) -> None:
        self.board, self.nodes = Board(house, asker), nodes
        self.settled: dict[int | None, int] = {}
        self.is_limited = False

    def run(self) -> bool:
        """Whether a plan was found. Ends when more moves would not open a way that fewer closed."""
        for moves in range(len(self.board.pieces) + 1):
            self.is_limited = False
            if self._settle([self.board.asker], moves):
                return True
            if not self.is_limited:
                break
        return False

    def _settle(self, waiting: list[Piece], moves: int) -> bool:
        """Find beds for all who wait, while at most ``moves`` more guests make way."""
        if not waiting:
            return True
        piece, ways = min(((one, self._ways(one, moves)) for one in waiting), key=lambda found: len(found[1]))
        others = [other for other in waiting if other is not piece]
        for way in ways:
            self._take(piece, way)
            if self._settle(others + way.out, moves - len(way.out)):
                return True
            self._give_back(piece, way)
        return False

    def _ways(self, piece: Piece, moves: int) -> list[Way]:
        self.nodes -= 1
        if self.nodes < 0:
            raise _TooMany
        ways, is_limited = self.board.ways(piece, moves)
        self.is_limited = self.is_limited or is_limited
        return ways

    def _take(self, piece: Piece, way: Way) -> None:
        self.settled[piece.guest.stay] = way.bed
        self.board.settle(piece, way.bed)
        for other in way.out:
            self.board.lift(other)

    def _give_back(self, piece: Piece, way: Way) -> None:
        for other in way.out:
            self.board.stay(other)
        self.board.unsettle(piece, way.bed)
        del self.settled[piece.guest.stay]


def _with_fewest_moves(house: House, asker: Guest, nodes: int) -> Plan | None:
    """None: there is no plan. Raises `_TooMany`."""
    search = _Search(house, asker, nodes)
    return _plan(search.settled, house) if search.run() else None


def _all_in_order(house: House, asker: Guest) -> Plan | None:
    """Everybody in order of arrival: the present bed if it is still free, else the best of the free ones."""
    board = Board(house, asker)
    settled: dict[int | None, int] = {}
    in_place = set(board.pieces)
    for piece in sorted([*board.pieces, board.asker], key=lambda piece: piece.start):
        if piece in in_place:
            board.lift(piece)
        ways, _is_limited = board.ways(piece, len(in_place))
        if not ways:
            return None
        way = next((way for way in ways if way.bed == piece.guest.bed), ways[0])
        board.settle(piece, way.bed)
        settled[piece.guest.stay] = way.bed
        for other in way.out:
            board.lift(other)
        in_place -= {piece, *way.out}
    return _plan(settled, house)


def _plan(settled: dict[int | None, int], house: House) -> Plan:
    present = {guest.stay: guest.bed for guest in house.guests}
    moves = {stay: bed for stay, bed in settled.items() if stay is not None and present[stay] != bed}
    return Plan(settled[None], moves)
