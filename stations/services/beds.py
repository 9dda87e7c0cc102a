"""调整床位 (moving a guest to another bed): for a reason that is kept, and the old bed is free at once."""

from __future__ import annotations

from copy import copy

from django.db import transaction

from stations.beds import beds_for, nights_ahead
from stations.errors import BedNotFree, MoveUnexplained, NothingToMove, SameBed, WrongState
from stations.models import Bed, BedMove, RoomNight, Stay, StayNight
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .displaced import settle_when_out
from .moves import check_same_house
from .pool import forget_empty_rooms, lock_station
from .queue import ask_queue_first, settle
from .taking import WALLS

MOVABLE = (Stay.State.APPROVED, Stay.State.CHECKED_IN)


def move_bed(*, actor: User, stay: Stay, bed: Bed, reason: str, note: str = "") -> BedMove:
    """
    调整床位 (move a guest) to another bed of the station from tonight on; a stay to come, as a whole.

    No re-dealing moves the guest again; who knows the old bed is told the new one. The queue is
    asked before and after: a free bed that somebody waits for is not free, and the old one goes
    to whoever waits for it. Raises `WrongState`, `NothingToMove`, `BedNotFree`, `SameBed`,
    `MoveUnexplained`, `QueueBusy`.
    """
    policy.require_for_another(actor, "stations.move_bed", stay, stay.guest_id)
    with (
        explaining(
            **WALLS,
            bed_move_leads_to_another_bed=SameBed,
            bed_move_for_other_reasons_says_which=MoveUnexplained,
        ),
        transaction.atomic(),
    ):
        ask_queue_first(lock_station(stay.station_id), stay.station_id)
        nights = _nights_to_move(stay)
        move = BedMove.objects.create(
            stay=stay,
            from_bed=nights[0].bed,
            to_bed=bed,
            from_on=nights[0].date,
            reason=reason,
            note=note.strip(),
            actor=actor,
        )
        if bed.pk not in {opening.bed for opening in beds_for(stay, nights)}:
            raise BedNotFree
        _write(nights, bed)
        settle_when_out(actor, stay)
        settle(stay.station_id)
        if _knows_the_bed(stay):
            notify("stations.bed_changed", to=stay.guest, about=move)
    return move


def _knows_the_bed(stay: Stay) -> bool:
    """In the house, on the day of arrival, or when the bed was promised: a number was said before."""
    was_promised = stay.bed_pinned_for == Stay.PinReason.PROMISED
    return stay.state == Stay.State.CHECKED_IN or stay.arrival <= today() or was_promised


def _nights_to_move(stay: Stay) -> list[StayNight]:
    """Read under the lock: whoever gave up or left meanwhile has no bed to change."""
    seen = copy(stay)
    stay.refresh_from_db()
    check_same_house(seen, stay)
    if stay.state not in MOVABLE:
        raise WrongState(state=stay.get_state_display())
    nights = nights_ahead(stay)
    if not nights:
        raise NothingToMove
    return nights


def _write(nights: list[StayNight], bed: Bed) -> None:
    """The new room is told first, by date; a room that is left empty belongs to no gender any more."""
    if bed.room_id != nights[0].room_id:
        RoomNight.objects.bulk_create(
            (
                RoomNight(
                    room=bed.room, date=night.date, gender=night.gender, gender_mode=bed.room.gender_mode
                )
                for night in nights
            ),
            ignore_conflicts=True,
        )
    StayNight.objects.filter(pk__in=[night.pk for night in nights]).update(bed=bed, room=bed.room)
    forget_empty_rooms(nights)
