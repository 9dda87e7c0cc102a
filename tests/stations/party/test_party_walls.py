"""What the database itself refuses of rooms for people who belong together, whatever path a row comes by."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from stations import services
from stations.models import Bed, Party, PartyMember, Room, RoomNight, StayNight
from tests import people
from tests.houses import book, house, soon
from tests.stations.together import begin, place_of, say_yes, together

pytestmark = pytest.mark.django_db


def refused_by(wall, write):
    """Refused while the wall stands; written once it is taken away."""
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT conrelid::regclass FROM pg_constraint WHERE conname = %s", [wall])
        table = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {wall}")
    write()


@pytest.fixture
def room(inn):
    return inn.rooms.get(gender_mode="party")


def another_party(inn):
    """Booked on later nights, in the same room."""
    pair = people.applicant("赵甲"), people.applicant("钱乙", people.FEMALE)
    return together(*pair, inn, soon(10), 1)


def test_the_database_itself_refuses_a_second_party_in_the_room(inn, he, she, room):
    together(he, she, inn, nights=1)
    other = another_party(inn)[0].nights.get()
    night = RoomNight.objects.get(date=other.date)
    refused_by(
        "room_night_one_gender_per_room",
        lambda: RoomNight.objects.create(
            room=room, date=soon(), gender=0, gender_mode="party", party=night.party
        ),
    )


def test_the_database_itself_refuses_a_night_of_another_party_beside_the_first(he, she):
    inn = house("party:3")
    together(he, she, inn, nights=1)
    other = another_party(inn)[0].nights.get()
    free = Bed.objects.filter(room__station=inn).exclude(nights__date=soon()).get()
    refused_by(
        "stay_night_sleeps_in_own_company",
        lambda: StayNight.objects.filter(pk=other.pk).update(date=soon(), bed=free),
    )


def test_the_database_itself_refuses_a_single_guest_in_the_room(he, she):
    inn = house("party:3 single:1")
    together(he, she, inn, nights=1)
    alone = book(people.applicant("赵甲"), inn, nights=1).nights.get()
    free = Bed.objects.filter(room__station=inn, room__gender_mode="party").exclude(nights__date=soon()).get()
    refused_by(
        "stay_night_sleeps_in_own_company",
        lambda: StayNight.objects.filter(pk=alone.pk).update(bed=free, room=free.room),
    )


def test_the_database_itself_refuses_a_guest_who_says_to_be_of_the_party(he, she):
    inn = house("party:3 single:1")
    stays = together(he, she, inn, nights=1)
    alone = book(people.applicant("赵甲"), inn, nights=1).nights.get()
    free = Bed.objects.filter(room__station=inn, room__gender_mode="party").exclude(nights__date=soon()).get()
    party = stays[0].nights.get().party_id
    refused_by(
        "stay_night_of_a_party_is_a_members",
        lambda: StayNight.objects.filter(pk=alone.pk).update(bed=free, room=free.room, party=party),
    )


@pytest.mark.parametrize("gender", [1, 2])
def test_the_database_itself_refuses_a_room_of_a_party_without_a_party(room, gender):
    refused_by(
        "room_night_fits_the_rooms_mode",
        lambda: RoomNight.objects.create(room=room, date=soon(), gender=gender, gender_mode="party"),
    )


@pytest.mark.parametrize("mode", ["male", "female", "flexible", "single"])
def test_the_database_itself_refuses_a_party_in_any_other_room(inn, he, mode):
    room = house(f"{mode}:2").rooms.get()
    party = begin(he, inn)
    refused_by(
        "room_night_fits_the_rooms_mode",
        lambda: RoomNight.objects.create(room=room, date=soon(), gender=0, gender_mode=mode, party=party),
    )


def test_the_database_itself_refuses_a_party_with_a_gender(inn, he, room):
    party = begin(he, inn)
    refused_by(
        "room_night_gender_is_known",
        lambda: RoomNight.objects.create(room=room, date=soon(), gender=1, gender_mode="party", party=party),
    )


def test_the_database_itself_keeps_each_members_own_gender(inn, he, she):
    night = together(he, she, inn, nights=1)[0].nights.get()
    refused_by(
        "stay_night_gender_is_the_guests",
        lambda: StayNight.objects.filter(pk=night.pk).update(gender=2),
    )


def test_the_database_itself_refuses_a_member_with_the_stay_of_another(inn, he, she):
    stay = book(he, inn, soon(20))
    party = begin(she, inn)
    say_yes(she, party, 1)
    refused_by(
        "party_member_person_is_the_stays",
        lambda: PartyMember.objects.filter(party=party, place=1).update(stay=stay),
    )


def test_the_database_itself_refuses_that_a_room_of_a_party_becomes_another_under_it(inn, he, she, room):
    together(he, she, inn)
    with pytest.raises(IntegrityError, match="room_night_fits_the_rooms_mode"), transaction.atomic():
        Room.objects.filter(pk=room.pk).update(gender_mode="flexible")


def test_the_database_itself_refuses_a_party_that_comes_back(inn, he):
    party = begin(he, inn)
    services.decline_party(actor=he, person=he.person, place=place_of(party, 1))
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(state="open", ended_for="", closed_at=None)
