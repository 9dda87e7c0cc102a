"""Answers to a proposal: by the guest, by the clock, by telephone; nobody is blamed for what we did."""

from datetime import time, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from stations import services
from stations.closure_errors import NoRoomThere, RehousingSettled
from stations.errors import ReasonMissing
from stations.models import Rehousing, Stay, StayNight, StayTransition, Strike
from stations.models.rehousing import OPEN, REHOUSING_NEXT
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations.closing import approved, fresh, in_house, lies, places, room, shut, torn
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(db):
    return house("male:1")


@pytest.fixture
def near(station):
    return house("male:2")


@pytest.fixture
def desk(station):
    return people.operator(station.operator)


@pytest.fixture
def stay(guest, station, near):
    """Approved for two nights from the fifth day on."""
    return approved(guest, station, soon(5), 2)


@pytest.fixture
def made(stay, station):
    """Its nights lie in the other house, and the guest has not answered."""
    [made] = shut(station)
    return made


@pytest.fixture
def bedless(guest, station):
    """No bed was found anywhere."""
    approved(guest, station, soon(5), 2)
    [made] = shut(station)
    return made


def told(kind, person):
    return Notice.objects.filter(kind=f"stations.{kind}", to=person).count()


# --- the guest ------------------------------------------------------------------------------------


def test_a_yes_settles_it_and_the_guest_hears_where(guest, made, near):
    services.accept_rehousing(actor=guest, rehousing=made)

    assert (made.state, made.decided_by, fresh(made.held).station) == ("accepted", guest, near)
    assert told("rehousing_settled", guest.person) == 1
    with pytest.raises(RehousingSettled):
        services.accept_rehousing(actor=guest, rehousing=made)
    with pytest.raises(RehousingSettled):
        services.decline_rehousing(actor=guest, rehousing=made)


def test_after_a_no_the_bed_stays_held_and_the_desk_is_told_to_ring(guest, made, near, desk):
    services.decline_rehousing(actor=guest, rehousing=made)

    assert (made.state, fresh(made.held).station) == ("declined", near)
    assert made.held.nights.count() == 2
    assert told("rehousing_to_arrange", guest.person) == 1
    assert told("rehousing_to_call", desk.person) == 1
    assert list(Rehousing.objects.to_call()) == [made]


def test_a_no_may_become_a_yes(guest, made):
    services.decline_rehousing(actor=guest, rehousing=made)
    services.accept_rehousing(actor=guest, rehousing=made)
    assert made.state == "accepted"


def test_only_the_guest_answers(made, desk, officer):
    for other in (people.applicant(), desk, officer, people.city_staff()):
        for act in (services.accept_rehousing, services.decline_rehousing):
            with pytest.raises(NotAllowed):
                act(actor=other, rehousing=made)


def test_without_a_bed_there_is_nothing_to_accept(guest, bedless):
    for act in (services.accept_rehousing, services.decline_rehousing):
        with pytest.raises(RehousingSettled):
            act(actor=guest, rehousing=bedless)


# --- the clock ------------------------------------------------------------------------------------


def test_the_time_to_answer_is_the_policy_s_and_ends_before_the_first_night(guest, station, near):
    rule(rehousing_hours=30)
    stay = approved(guest, station, soon(5), 2)
    [made] = shut(station)
    assert abs(made.answer_by - now() - timedelta(hours=30)) < timedelta(minutes=1)
    rule(rehousing_hours=400, effective_from=today())
    services.lift_closure(actor=people.operator(station.operator), closure=made.closure)
    [again] = shut(station)
    assert again.answer_by.date() <= soon(5) == stay.arrival


@pytest.mark.parametrize("hour", [9, 20])
def test_who_is_to_come_tonight_has_time_to_answer(guest, station, near, hour):
    rule(rehousing_hours=24, lead_days=0)
    stay = approved(guest, station, soon(5), 2)
    with standing_at(at(stay.arrival, time(hour))):
        [made] = shut(station, first=0)
        assert made.answer_by > now()
        assert made.answer_by <= at(stay.arrival + timedelta(days=1), time())


def test_halfway_the_guest_is_reminded_once(guest, made):
    for hours in (11, 13, 14):
        with time_machine.travel(now() + timedelta(hours=hours)):
            services.remind_rehousings(at=now())
    assert told("rehousing_reminder", guest.person) == 1


def test_nobody_is_reminded_in_the_first_half_or_after_an_answer(guest, made):
    assert services.remind_rehousings(at=now() + timedelta(hours=11)) == 0
    services.accept_rehousing(actor=guest, rehousing=made)
    assert services.remind_rehousings(at=now() + timedelta(hours=13)) == 0


def test_without_an_answer_the_desk_rings_and_the_bed_is_held(guest, made, near, desk):
    late = now() + timedelta(hours=25)
    assert services.lapse_rehousings(at=now() + timedelta(hours=23)) == 0
    assert services.lapse_rehousings(at=late) == 1
    assert services.lapse_rehousings(at=late) == 0

    assert (fresh(made).state, fresh(made.held).station) == ("lapsed", near)
    assert made.held.nights.count() == 2
    assert told("rehousing_to_call", desk.person) == 1
    assert torn() == {}


def test_a_late_yes_is_a_yes_while_the_bed_is_held(guest, made):
    services.lapse_rehousings(at=now() + timedelta(hours=25))
    services.accept_rehousing(actor=guest, rehousing=fresh(made))
    assert fresh(made).state == "accepted"
    assert services.lapse_rehousings(at=now() + timedelta(hours=25)) == 0


# --- the telephone ----------------------------------------------------------------------------------


def test_the_desk_says_yes_for_the_guest(guest, made, desk):
    services.arrange_as_proposed(actor=desk, rehousing=made, note="电话已确认")
    assert (made.state, made.decided_by, made.note) == ("arranged", desk, "电话已确认")
    assert told("rehousing_settled", guest.person) == 1


def test_the_desk_finds_another_house(guest, made, desk, near):
    third = house("flexible:1")
    services.arrange_elsewhere(actor=desk, rehousing=made, station=third)

    assert (made.state, fresh(made.stay).station) == ("arranged", third)
    assert [place[1] for place in places(made.stay)] == [third, third]
    assert not StayNight.objects.filter(room__station=near).exists()
    assert torn() == {}


def test_a_house_without_room_is_refused_and_the_held_bed_stays(made, desk, near):
    full = house("female:3")
    with pytest.raises(NoRoomThere):
        services.arrange_elsewhere(actor=desk, rehousing=made, station=full)
    assert (fresh(made).state, fresh(made.stay).station) == ("proposed", near)
    assert torn() == {}


def test_who_had_no_bed_gets_one_when_one_comes_free(bedless, desk):
    late = house("male:1")
    services.arrange_elsewhere(actor=desk, rehousing=bedless, station=late)
    assert (bedless.state, bedless.to_bed.room.station) == ("arranged", late)
    assert torn() == {}


def test_the_rest_of_a_stay_goes_on_to_a_third_house(guest, station, near, desk):
    stay = in_house(guest, station, 3)
    [made] = shut(station, 1, 5)
    third = house("male:1")

    services.arrange_elsewhere(actor=desk, rehousing=made, station=third)

    assert (fresh(stay).station, made.held.station) == (station, third)
    assert (made.stay, made.held.state) == (stay, "approved")
    assert torn() == {}


def test_a_guest_in_the_house_without_a_bed_goes_on_to_another_house(guest, station, desk):
    stay = in_house(guest, station, 3)
    [made] = shut(station, 1, 5)
    late = house("male:1")

    services.arrange_elsewhere(actor=desk, rehousing=made, station=late)

    assert made.held != stay
    assert [place[:2] for place in places(made.held)] == [(1, late), (2, late)]
    assert fresh(stay).departure == today() + timedelta(days=1)
    assert torn() == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [("submitted", "rejected"), ("returned", "withdrawn"), ("approved", "cancelled")],
)
def test_the_desk_ends_the_stay_and_nobody_is_noted(guest, station, desk, before, after):
    stay = book(guest, station, soon(5), 2)
    if before == "approved":
        services.approve_stay(actor=desk, stay=stay)
    if before == "returned":
        services.return_stay(actor=desk, stay=stay, reason="evidence_unclear")
    [made] = shut(station)

    services.end_rehoused(actor=desk, rehousing=made, reason="station_unavailable", note="来宾另有住处")

    assert (made.state, made.note, fresh(stay).state) == ("ended", "来宾另有住处", after)
    assert not stay.nights.exists()
    assert not Strike.objects.exists()
    assert StayTransition.objects.filter(stay=stay).last().reason == "station_unavailable"
    assert torn() == {}


def test_a_guest_in_the_house_who_ends_it_keeps_the_nights_before(guest, station, desk):
    stay = in_house(guest, station, 3)
    [made] = shut(station, 1, 5)

    services.end_rehoused(actor=desk, rehousing=made, reason="found_lodging")

    assert (fresh(stay).state, fresh(stay).departure) == ("checked_in", today() + timedelta(days=1))
    assert (fresh(made).state, stay.nights.count()) == ("ended", 1)
    assert torn() == {}


def test_a_guest_whose_house_is_closed_tonight_leaves(guest, station, desk):
    stay = in_house(guest, station, 3)
    [made] = shut(station, 0, 5)

    services.end_rehoused(actor=desk, rehousing=made, reason="found_lodging")

    assert (fresh(stay).state, fresh(made).state) == ("checked_out", "ended")
    assert torn() == {}


def test_an_end_has_a_reason(made, desk):
    with pytest.raises(ReasonMissing):
        services.end_rehoused(actor=desk, rehousing=made, reason="because")


def test_only_those_whose_house_it_was_arrange_and_never_in_their_own_case(made, near):
    strangers = (
        made.stay.booked_by,
        people.operator(near.operator),
        people.officer("zichuan"),
        people.administrator(),
    )
    for other in strangers:
        for act, said in (
            (services.arrange_as_proposed, {}),
            (services.arrange_elsewhere, {"station": near}),
            (services.end_rehoused, {"reason": "other"}),
        ):
            with pytest.raises(NotAllowed):
                act(actor=other, rehousing=made, **said)
    assert fresh(made).state == "proposed"


def test_what_is_settled_is_settled(guest, made, desk, near):
    services.accept_rehousing(actor=guest, rehousing=made)
    for act, said in (
        (services.arrange_as_proposed, {}),
        (services.arrange_elsewhere, {"station": near}),
        (services.end_rehoused, {"reason": "other"}),
    ):
        with pytest.raises(RehousingSettled):
            act(actor=desk, rehousing=made, **said)


# --- the stay itself ----------------------------------------------------------------------------------


def test_giving_up_ends_the_proposal_and_is_not_noted(guest, made):
    """Ten minutes before arrival, which is noted otherwise."""
    with time_machine.travel(now() + timedelta(days=5)):
        services.cancel_stay(actor=guest, stay=fresh(made.held))
    assert fresh(made).state == "ended"
    assert not Strike.objects.exists()


def test_the_control_after_a_yes_a_late_cancellation_is_noted(guest, made):
    services.accept_rehousing(actor=guest, rehousing=made)
    with time_machine.travel(now() + timedelta(days=5)):
        services.cancel_stay(actor=guest, stay=fresh(made.held))
    assert Strike.objects.count() == 1


@pytest.mark.parametrize("answered", [False, True])
def test_who_never_answered_and_does_not_come_is_not_noted(guest, made, answered):
    if answered:
        services.accept_rehousing(actor=guest, rehousing=made)
    with time_machine.travel(now() + timedelta(days=7)):
        services.mark_no_shows(at=now())
    assert fresh(made.held).state == "no_show"
    assert fresh(made).state == ("accepted" if answered else "ended")
    assert Strike.objects.count() == answered
    assert torn() == {}


def test_nobody_strikes_or_moves_a_stay_that_only_lost_its_bed_in_the_own_house(guest):
    station = house("male:1 male:1")
    stay = lies(book(guest, station, nights=2), "101")
    [made] = shut(room(station))
    services.withdraw_stay(actor=guest, stay=stay)
    assert (fresh(made).state, fresh(stay).state) == ("ended", "withdrawn")


# --- the walls ----------------------------------------------------------------------------------------

VALUES = list(Rehousing.State.values)


@pytest.mark.parametrize(("old", "new"), [(a, b) for a in VALUES for b in VALUES if a != b])
def test_the_database_itself_refuses_a_move_that_is_not_in_next(made, old, new):
    row = Rehousing.objects.filter(pk=made.pk)
    bed = {"to_bed": made.to_bed, "answer_by": made.answer_by}

    def values(state):
        said = {"to_bed": None, "answer_by": None} if state == "to_arrange" else bed
        is_open = state in OPEN and state != "declined"
        return said | {"state": state, "decided_at": None if is_open else now()}

    row.delete()
    made.pk = None
    for name, value in values(old).items():
        setattr(made, name, value)
    made.save(force_insert=True)
    moved = Rehousing.objects.filter(pk=made.pk)
    if new in REHOUSING_NEXT.get(old, ()):
        assert moved.update(**values(new)) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            moved.update(**values(new))


def test_a_stay_that_is_over_is_named_by_the_invariant(made):
    Stay.objects.filter(pk=made.held_id).update(state="cancelled", ended_at=now())
    StayNight.objects.all().delete()
    assert "open_rehousing_of_a_stay_that_is_over" in torn()
