"""
计时的关口 (gates of credit): a programme that plans shifts may say why hours of one are not credited yet.

The floor above knows what this one does not (two adults with a child were not there together);
it registers a question when the apps are ready, and every acceptance asks it.
"""

from __future__ import annotations

from collections.abc import Callable

from zibo_youth.core.errors import DomainError

from .models import Signup

Gate = Callable[[Signup], DomainError | None]
_gates: list[Gate] = []


def register(gate: Gate) -> None:
    """Ask this before the hours of an attendance are credited."""
    if gate not in _gates:
        _gates.append(gate)


def pass_gates(signup: Signup) -> None:
    """Raise the first refusal."""
    for gate in _gates:
        if refusal := gate(signup):
            raise refusal
