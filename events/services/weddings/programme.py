"""环节预约 (slots of the programme): a couple takes one of each item, and never two at once."""

from __future__ import annotations

from django.db import transaction

from events.models import Couple, CoupleMember, ProgrammeSlot, SlotBooking, Wedding
from events.programme_errors import SlotFull, SlotNotForYou, SlotOverlaps, SlotTakenOnce, TooLateForSlots
from events.wedding_errors import NotWhileReviewed
from events.wedding_seating import seated
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining

from .couples import own_couple
from .editions import MANAGE, is_to_come
from .moves import lock_wedding

WALLS = {
    "programme_slot_never_overfull": SlotFull,
    "slot_booked_once_per_item": SlotTakenOnce,
    "slot_never_at_two_places_at_once": SlotOverlaps,
    "slot_is_of_an_admitted_couple": SlotNotForYou,
}


def _admitted(actor: Actor, member: CoupleMember) -> Couple:
    """Raises `SlotNotForYou`, `TooLateForSlots`."""
    try:
        couple = own_couple(actor, member, (Couple.State.ADMITTED,))
    except NotWhileReviewed as refusal:
        raise SlotNotForYou from refusal
    if not is_to_come(couple.wedding):
        raise TooLateForSlots
    return couple


def book_slot(*, actor: Actor, member: CoupleMember, slot: ProgrammeSlot) -> SlotBooking:
    """
    预约时段 (book) by either of an admitted couple, until the day before.

    Raises `SlotFull`, `SlotTakenOnce`, `SlotOverlaps`, `SlotNotForYou`, `TooLateForSlots`.
    """
    with explaining(**WALLS), transaction.atomic():
        couple = _admitted(actor, member)
        made: SlotBooking = SlotBooking.objects.create(
            couple=couple,
            slot=slot,
            item_id=slot.item_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    return made


@transaction.atomic
def drop_slot(*, actor: Actor, member: CoupleMember, booking: SlotBooking) -> None:
    """取消时段 (drop): free for another couple at once. Raises `SlotNotForYou`, `TooLateForSlots`."""
    couple = _admitted(actor, member)
    SlotBooking.objects.filter(pk=booking.pk, couple=couple).delete()


@transaction.atomic
def seat_couples(*, actor: Actor, wedding: Wedding) -> int:
    """排座 (seat): whoever has no table yet, by number; who sits stays. Returns how many were seated."""
    policy.require(actor, MANAGE, wedding)
    wedding = lock_wedding(wedding.pk)
    couples = list(wedding.couples.filter(state=Couple.State.ADMITTED).order_by("number"))
    plan = seated([(each.pk, each.seats, each.table_number) for each in couples], wedding.table_seats)
    waiting = [each for each in couples if each.table_number is None]
    for couple in waiting:
        couple.table_number = plan[couple.pk]
    Couple.objects.bulk_update(waiting, ["table_number"])
    return len(waiting)
