"""
One step of a row along its ``NEXT``: one UPDATE that filters on the state in which the step starts.

Of two who take one step at the same instant the second changes nothing and is refused. The database holds the
table of steps as well (`states.moves_as_allowed`). Only services call these.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .errors import DomainError


def leading_to(moves: Mapping[str, Sequence[str]], to: str) -> list[str]:
    """The states from which ``to`` is reached."""
    return [state for state, targets in moves.items() if to in targets]


def along(
    row: Any, to: str, refusal: type[DomainError], /, *, only_from: Collection[str] = (), **changes: Any
) -> str:
    """
    From the state that the caller read and none other; returns that state, and the row is read anew.

    ``only_from`` names the start where several states lead to one. Raises ``refusal``, with the state that
    stands there, where that is another or the step is not allowed.
    """
    before: str = row.state
    starts = {before}.intersection(only_from or (before,), leading_to(row.NEXT, to))
    _step(row, to, refusal, starts, changes)
    return before


def reach(row: Any, to: str, refusal: type[DomainError], /, **changes: Any) -> None:
    """From whichever state leads there, whatever the caller read. Raises ``refusal``, as `along` does."""
    _step(row, to, refusal, leading_to(row.NEXT, to), changes)


def _step(
    row: Any, to: str, refusal: type[DomainError], starts: Collection[str], changes: dict[str, Any]
) -> None:
    moved = type(row).objects.filter(pk=row.pk, state__in=starts).update(state=to, **changes)
    row.refresh_from_db()
    if not moved:
        raise refusal(state=row.get_state_display())
