"""导入建成小屋 at one instant: a room of the old ledger enters once, however often the same file is confirmed."""

from collections import Counter
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connection

from hope_rooms import legacy_plan
from hope_rooms.models import HopeRoom, RoomTransition
from hope_rooms.services import legacy
from tests.hope_rooms.test_legacy import line, previewed
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD, ROOMS = 8, 20
WALL = "hope_room_enters_once_from_the_old_ledger"


@contextmanager
def without_the_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [WALL])
        [definition] = cursor.fetchone()
        cursor.execute(f"DROP INDEX {WALL}")
    try:
        yield
    finally:
        RoomTransition.objects.all().delete()
        HopeRoom.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(definition)


def confirming(city, monkeypatch):
    """All of them have seen that nothing of it stands before the first one writes."""
    sealed = previewed(city, [line(number) for number in range(ROOMS)]).sealed
    together, look = Barrier(CROWD), legacy_plan.plan_rooms

    def look_and_wait(actor, rows):
        seen = look(actor, rows)
        together.wait(timeout=60)
        return seen

    monkeypatch.setattr(legacy, "plan_rooms", look_and_wait)
    answers = at_once(lambda _n: legacy.import_rooms(actor=city.city_staff, sealed=sealed), CROWD)
    return Counter(type(answer).__name__ for answer in answers)


def test_of_eight_who_confirm_one_ledger_one_writes_it_and_the_others_nothing(city, monkeypatch):
    assert confirming(city, monkeypatch) == {"int": 1, "LedgerChanged": CROWD - 1}
    assert HopeRoom.objects.count() == ROOMS


@pytest.mark.control
def test_the_control_without_the_wall_each_of_them_writes_it(city, monkeypatch):
    with without_the_wall():
        assert confirming(city, monkeypatch) == {"int": CROWD}
        assert HopeRoom.objects.count() == CROWD * ROOMS
