"""The database's own walls: what no code path can write, tried past every service."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from stations import services
from stations.models import Bed, RoomNight, Stay, StayNight, StayPolicy
from tests import people
from tests.houses import book, house, soon
from zibo_youth.accounts.models import Person

pytestmark = pytest.mark.django_db

# --- nights ---------------------------------------------------------------------------------


@pytest.fixture
def night(guest, station):
    """The first night of a booked stay, to be copied with one thing wrong."""
    return book(guest, station).nights.first()


@pytest.fixture
def other(station):
    """A second stay at the same station on other days, whose night carries its own guest."""
    return book(people.applicant(), station, soon(20), nights=1).nights.first()


def refused_by(wall, write):
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        write()


def rewrite(night, **changes):
    """UPDATE past every service, as an import or the shell could."""
    return lambda: StayNight.objects.filter(pk=night.pk).update(**changes)


def test_the_database_itself_refuses_two_guests_in_one_bed(night, other):
    changes = {"date": night.date, "bed_id": night.bed_id, "room_id": night.room_id}
    refused_by("stay_night_one_guest_per_bed", rewrite(other, **changes))


def test_the_database_itself_refuses_two_beds_for_one_guest(night):
    second = night.stay.nights.last()
    refused_by(
        "stay_night_one_bed_per_guest",
        rewrite(second, date=night.date, bed_id=Bed.objects.exclude(pk=night.bed_id).first().pk),
    )


def test_the_database_itself_refuses_a_number_twice(night):
    second = night.stay.nights.last()
    refused_by("stay_night_number_used_once", rewrite(second, number=night.number))


@pytest.mark.parametrize("number", [0, 7, 30000])
def test_the_database_itself_refuses_a_seventh_night(night, number):
    refused_by("stay_night_within_free_nights", rewrite(night, number=number))


def test_the_database_itself_refuses_another_cap_than_the_policys(night):
    refused_by("stay_night_cap_is_the_policys", rewrite(night, cap=60, number=7))


def test_the_database_itself_keeps_the_cap_under_written_nights(night):
    refused_by(
        "stay_night_cap_is_the_policys",
        lambda: StayPolicy.objects.filter(pk=night.policy_id).update(max_free_nights=7),
    )


def test_the_database_itself_refuses_a_night_of_the_other_gender(night):
    refused_by("stay_night_(sleeps_in_own_company|gender_is_the_guests)", rewrite(night, gender=2))


def test_the_database_itself_refuses_a_woman_among_men(night):
    """Her night points at a room-night of women that cannot stand beside the men's."""
    refused_by(
        "room_night_one_gender_per_room",
        lambda: RoomNight.objects.create(
            room_id=night.room_id, date=night.date, gender=2, gender_mode="flexible"
        ),
    )


def test_the_database_itself_refuses_a_bed_of_another_room(night):
    elsewhere = Bed.objects.get(pk=house("male:1").rooms.get().beds.get().pk)
    refused_by("stay_night_bed_stands_in_its_room", rewrite(night, bed_id=elsewhere.pk))


def test_the_database_itself_refuses_a_night_of_somebody_else(night, other):
    refused_by("stay_night_guest_is_the_stays", rewrite(night, guest_id=other.guest_id, number=6))


def test_the_database_itself_keeps_a_room_night_while_somebody_sleeps(night):
    row = RoomNight.objects.get(room_id=night.room_id, date=night.date)

    def delete():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM stations_roomnight WHERE id = %s", [row.pk])

    refused_by("stay_night_sleeps_in_own_company", delete)


@pytest.mark.parametrize(("mode", "gender"), [("male", 2), ("female", 1)])
def test_the_database_itself_refuses_a_room_night_against_the_rooms_mode(mode, gender):
    room = house(f"{mode}:1").rooms.get()
    refused_by(
        "room_night_fits_the_rooms_mode",
        lambda: RoomNight.objects.create(room=room, date=soon(), gender=gender, gender_mode=mode),
    )


def test_the_database_itself_refuses_a_room_night_that_lies_about_its_room():
    room = house("male:1").rooms.get()
    refused_by(
        "room_night_mode_is_the_rooms",
        lambda: RoomNight.objects.create(room=room, date=soon(), gender=2, gender_mode="female"),
    )


def test_the_database_itself_refuses_an_unknown_gender_in_a_room():
    room = house("single:1").rooms.get()
    refused_by(
        "room_night_gender_is_known",
        lambda: RoomNight.objects.create(room=room, date=soon(), gender=0, gender_mode="single"),
    )


def test_a_room_of_men_cannot_become_a_room_of_women_under_a_written_night(guest):
    station = house("male:1")
    book(guest, station)
    refused_by("room_night_fits_the_rooms_mode", lambda: station.rooms.update(gender_mode="female"))
    assert station.rooms.update(gender_mode="flexible") == 1  # contradicts nobody


def test_a_guest_cannot_change_gender_under_a_written_night(night):
    refused_by(
        "stay_night_gender_is_the_guests",
        lambda: Person.objects.filter(pk=night.guest_id).update(gender=2),
    )


# --- stays ----------------------------------------------------------------------------------


def change(stay, **changes):
    return lambda: Stay.objects.filter(pk=stay.pk).update(**changes)


def test_the_database_itself_refuses_a_stay_without_a_night(night):
    refused_by("stay_lasts_a_night", change(night.stay, departure=night.stay.arrival))


@pytest.mark.parametrize(
    "times",
    [
        {"submitted_at": None},
        {"ended_at": "2026-01-01T00:00Z"},
        {"checked_in_at": "2026-01-01T00:00Z"},
        {"checked_out_at": "2026-01-01T00:00Z"},
        {"state": "approved", "check_in_code": "384217", "two_reviewers": False},
        {"state": "rejected", "ended_at": "2026-01-01T00:00Z"},
        {"state": "withdrawn"},
        {"state": "expired"},
    ],
)
def test_the_database_itself_refuses_a_state_that_its_times_deny(night, times):
    refused_by("stay_state_agrees_with_times", change(night.stay, **times))


def test_the_database_itself_refuses_an_approved_stay_without_a_code(night):
    seen = {"decided_at": "2026-01-01T00:00Z", "two_reviewers": False}
    refused_by("stay_approved_has_a_code", change(night.stay, state="approved", **seen))


@pytest.mark.parametrize("missing", [{"purpose": ""}, {"policy": None}])
def test_the_database_itself_refuses_a_request_with_a_hole(night, missing):
    refused_by("stay_beyond_draft_is_complete", change(night.stay, **missing))


def test_the_database_itself_refuses_one_code_for_two_guests(night, other):
    boss = people.city_staff()
    first = services.approve_stay(actor=boss, stay=night.stay)
    second = services.approve_stay(actor=boss, stay=other.stay)
    refused_by("stay_code_names_one_guest", change(second, check_in_code=first.check_in_code))


def test_the_database_itself_refuses_a_second_draft(guest, station):
    draft = services.save_draft(
        actor=guest, guest=guest.person, station=station, arrival=soon(), departure=soon(6)
    )
    draft.pk, draft.reference = None, "YZ-second"
    refused_by("stay_one_draft_per_guest", lambda: draft.save(force_insert=True))


STATES = list(Stay.State.values)


@pytest.mark.parametrize(("old", "new"), [(a, b) for a in STATES for b in STATES if a != b])
def test_the_trigger_lets_a_stay_move_as_next_says_and_no_other_way(guest, station, old, new):
    """Each of the 156 pairs, past every service."""
    stay = in_state(guest, station, old)
    if new in Stay.NEXT.get(old, ()):
        assert change(stay, state=new, **TIMES[new])() == 1
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        change(stay, state=new, **TIMES[new])()


def _times(
    *,
    queued=False,
    offer=False,
    submitted=False,
    decided=False,
    came=False,
    went=False,
    ended=False,
    code=False,
    asked=False,
):
    then = "2026-01-01T00:00Z"
    return {
        "submitted_at": then if submitted else None,
        "decided_at": then if decided else None,
        "checked_in_at": then if came else None,
        "checked_out_at": then if went else None,
        "ended_at": then if ended else None,
        "check_in_code": "384217" if code else "",
        "two_reviewers": False if code else None,
        "queued_at": then if queued else None,
        "offer_until": then if offer else None,
    } | ({"asked": ["evidence"], "review_left": timedelta(hours=3)} if asked else {})


# For each state the times that it asks for.
TIMES = {
    "draft": _times(),
    "waiting": _times(queued=True, submitted=True),
    "offered": _times(queued=True, offer=True, submitted=True),
    "submitted": _times(submitted=True),
    "returned": _times(submitted=True, decided=True, asked=True),
    "approved": _times(submitted=True, decided=True, code=True),
    "checked_in": _times(submitted=True, decided=True, came=True, code=True),
    "checked_out": _times(submitted=True, decided=True, came=True, went=True),
    "rejected": _times(submitted=True, decided=True, ended=True),
    "withdrawn": _times(submitted=True, ended=True),
    "cancelled": _times(submitted=True, decided=True, ended=True),
    "no_show": _times(submitted=True, decided=True, ended=True),
    "expired": _times(submitted=True, ended=True),
}


def in_state(guest, station, state):
    """A stay written straight into a state: an INSERT moves nothing."""
    return Stay.objects.create(
        guest=guest.person,
        booked_by=guest,
        station=station,
        policy=StayPolicy.objects.first(),
        arrival=soon(),
        departure=soon(6),
        purpose="job_seeking",
        state=state,
        **TIMES[state],
    )
