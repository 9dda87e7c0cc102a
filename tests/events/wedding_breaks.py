"""How each invariant of the weddings is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import connection

from events.models import Couple, CoupleMember, ProgrammeSlot, Wedding
from tests import marrying


def counter_wrong(world: Any) -> None:
    Wedding.objects.filter(pk=marrying.wedding().pk).update(taken=1)


def slot_counter_wrong(world: Any) -> None:
    ProgrammeSlot.objects.filter(pk=marrying.slot(marrying.wedding()).pk).update(taken=1)


def in_two_couples(world: Any) -> None:
    of, two = marrying.wedding(), marrying.pair()
    first, _two = marrying.joined(of, two)
    CoupleMember.objects.filter(couple=first).update(is_live=False)
    marrying.joined(of, two)


def dead_seat(world: Any) -> None:
    couple, _two = marrying.joined(marrying.wedding())
    CoupleMember.objects.filter(couple=couple).update(is_live=False)


def told_early(world: Any) -> None:
    couple, _two = marrying.eligible(marrying.wedding())
    with pgtrigger.ignore("events.Couple:couple_result_waits_for_the_release"):
        Couple.objects.filter(pk=couple.pk).update(rank=1)


def passed_over(world: Any) -> None:
    of, _found = marrying.chosen(3)
    Wedding.objects.filter(pk=of.pk).update(places=3)


def slots_of_nobody(world: Any) -> None:
    of, found = marrying.chosen(1)
    couple, (his, _hers) = found[0]
    marrying.book(his, couple, marrying.slot(of))
    _moved(couple, "withdrawn")


def overfull_table(world: Any) -> None:
    _of, found = marrying.chosen(2, table_seats=6)
    for couple, _two in found:
        Couple.objects.filter(pk=couple.pk).update(table_number=1, guests=4)


def moved_elsewhere(world: Any) -> None:
    couple, _two = marrying.joined(marrying.wedding())
    _moved(couple, "withdrawn")


def _moved(couple: Couple, to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_couple SET state = %s WHERE id = %s", [to, couple.pk])


CONTROLS = {
    "wedding_counter_apart_from_its_couples": counter_wrong,
    "programme_slot_counter_apart_from_its_bookings": slot_counter_wrong,
    "person_in_two_live_couples_of_one_edition": in_two_couples,
    "couple_seat_lives_apart_from_its_couple": dead_seat,
    "couple_result_before_the_release": told_early,
    "first_reserve_waits_while_a_place_is_free": passed_over,
    "couple_with_slots_that_is_not_admitted": slots_of_nobody,
    "wedding_table_with_more_people_than_seats": overfull_table,
    "couple_whose_transitions_end_elsewhere": moved_elsewhere,
}
