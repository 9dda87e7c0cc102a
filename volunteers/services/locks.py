"""
Locks of the volunteers, always in this order: volunteer, round or shift, then what hangs on them.

Whoever gives a volunteer time, takes it away or judges what they are fit for holds
the volunteer's row; whoever gives a place away holds the shift's.
"""

from __future__ import annotations

from collections.abc import Iterable

from volunteers.models import Round, Shift, Volunteer


def lock_volunteer(number: int) -> Volunteer:
    """Nobody else decides about this volunteer's time or fitness until the transaction ends."""
    volunteer: Volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=number)
    return volunteer


def lock_volunteers(numbers: Iterable[int]) -> list[Volunteer]:
    """Several, in the order of their numbers: two who lock the same ones never wait in a circle."""
    rows = Volunteer.objects.select_for_update(no_key=True).filter(pk__in=list(numbers))
    return list(rows.order_by("pk"))


def lock_shift(number: int) -> Shift:
    """Nobody else gives a place of this shift away. The volunteers concerned are locked before."""
    shift: Shift = (
        Shift.objects.select_for_update(no_key=True, of=("self",))
        .select_related("post__project", "post__role")
        .get(pk=number)
    )
    return shift


def lock_round(number: int) -> Round:
    """Nobody else gives a place of this round away. The volunteers concerned are locked before."""
    one: Round = (
        Round.objects.select_for_update(no_key=True, of=("self",)).select_related("project").get(pk=number)
    )
    return one
