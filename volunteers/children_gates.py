"""
安排到孩子身边的关口 (gates to children): a programme may say who is given no place with children now.

The floor above knows what this one does not, and does not tell it why; it registers a question when the apps
are ready, and every judgement of fitness for a role with children asks it.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Volunteer

Gate = Callable[[Volunteer], bool]
_gates: list[Gate] = []


def register(gate: Gate) -> None:
    """Ask whether this shuts a volunteer out before a place with children is given or taken."""
    if gate not in _gates:
        _gates.append(gate)


def is_shut_to(volunteer: Volunteer) -> bool:
    return any(gate(volunteer) for gate in _gates)
