"""Counselling, faces and samples at one instant: one is named, one face counts, a list passes or is looked at."""

import pytest
from django.db import transaction

from hope_rooms.models import Acceptance, ChildAnswer, Counsellor, HopeRoom
from hope_rooms.models.survey import Level
from hope_rooms.services import faces
from hope_rooms.services.building import acceptance, sampling
from hope_rooms.services.counselling import naming
from tests import building, hoping, pairing
from tests.racing import at_once, outcome
from zibo_youth.core.calendar import today

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 6


@pytest.fixture
def living(city):
    return pairing.active(city, pairing.team(), pairing.two())


def test_of_six_who_are_named_at_once_one_stands(city, living):
    hoping.agree(city, living.child, "counsel")
    fit = [naming.Naming(pairing.adult().volunteer_no, "示范证书 1 号") for _number in range(CROWD)]

    found = outcome(
        at_once(
            lambda n: naming.name_counsellor(actor=city.director, child=living.child, naming=fit[n]), CROWD
        )
    )

    assert found == {"Counsellor": 1, "CounsellorStands": CROWD - 1}
    assert Counsellor.objects.standing().count() == 1


@pytest.fixture
def waits(city, living):
    """A visit that was made, and the code of the card."""
    visit = pairing.made(living, city.officer)
    return visit, faces.make_card(actor=city.officer, child=living.child)


def test_of_five_faces_that_are_pressed_at_once_one_counts(waits):
    at_once(lambda n: faces.answer(code=waits[1], address="192.0.2.7", face=n % 5 + 1), CROWD)
    assert ChildAnswer.objects.count() == 1


def test_the_control_without_the_constraint_several_count(waits, monkeypatch):
    """What looks and then writes, as if the key were not there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hope_rooms_childanswer DROP CONSTRAINT child_answer_once_per_visit")
    try:
        at_once(lambda n: ChildAnswer.objects.create(visit=waits[0], face=n % 5 + 1), CROWD)
        assert ChildAnswer.objects.count() > 1
    finally:
        ChildAnswer.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE hope_rooms_childanswer "
                "ADD CONSTRAINT child_answer_once_per_visit UNIQUE (visit_id)"
            )


def test_a_list_passes_or_is_looked_at_and_never_half_of_each(city, settings):
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"city_sample_percent": 20}
    blank = {"state": "district_accepted", "handed_over_at": None, "accepted_on": None}
    hoping.rooms_accepted("zhangdian", 5, on=today(), **blank)
    batch = sampling.open_batch(actor=city.city_staff, district=city.here)
    batch = sampling.draw_batch(actor=city.city_staff, batch=batch)
    lot = batch.rooms.get(why="lot").room
    acceptance.accept(actor=city.city_staff, room=lot, level=Level.CITY, checked=building.ALL)
    wanting = HopeRoom.objects.get(pk=batch.rooms.filter(why="").last().room_id)

    def act(number):
        if number % 2:
            return sampling.pass_undrawn(actor=city.city_staff, batch=batch)
        with transaction.atomic():
            return acceptance.refuse(
                actor=city.director, room=wanting, level=Level.CITY, found=[building.found()]
            )

    found = outcome(at_once(act, CROWD))

    batch.refresh_from_db()
    by_sample = Acceptance.objects.filter(sample__isnull=False).count()
    assert (by_sample, bool(batch.failed_at)) in [(4, False), (0, True)]
    assert set(found) <= {"int", "HopeRoom", "RoomMoved", "NothingToPass", "SampleUnfinished"}
