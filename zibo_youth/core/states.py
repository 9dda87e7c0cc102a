"""States of a row, and which may follow which: the table that every move is held to, by the database too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pgtrigger


def moves_as_allowed(name: str, moves: Mapping[str, Sequence[str]]) -> pgtrigger.FSM:
    """A trigger that refuses a move of ``state`` which ``moves`` does not name, whatever path it came by."""
    return pgtrigger.FSM(
        name=name,
        field="state",
        transitions=[(old, new) for old, targets in moves.items() for new in targets],
    )
