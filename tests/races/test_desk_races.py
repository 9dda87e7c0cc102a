"""Desks at one instant: one key is handed over, and whoever was slower is told when and by whom."""

import itertools
import re
from collections import Counter
from datetime import date

import pytest

from stations import services
from stations.errors import AlreadyIn, WrongState
from stations.models import Bed, BedMove, RoomNight, Stay, StayNight, StayTransition
from stations.services import beds, desk
from tests import people
from tests.houses import book, house, rule
from tests.races.walls import careless_move, without, without_locks
from tests.racing import CROWD, at_once, outcome
from zibo_youth.accounts.models import ConsentRecord, Person
from zibo_youth.accounts.services import Stated
from zibo_youth.core.calendar import today

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
]


def arriving(station, crowd=1):
    """Approved stays whose guests stand at the desk today, with documents nobody has looked at."""
    rule(lead_days=0)
    reviewer = people.operator(station.operator)
    return [
        services.approve_stay(actor=reviewer, stay=book(user, station, today()))
        for user in people.crowd(crowd)
    ]


def fresh(stay):
    return Stay.objects.select_related("guest", "station").get(pk=stay.pk)


def admit(desk, stay):
    return services.admit_guest(actor=desk, stay=fresh(stay), is_seen=True)


# --- one code, two scanners (reference/booking.md §8, scenario 22) ---------------------------


def test_of_64_desks_one_says_welcome_and_63_hear_when_and_who():
    station = house("male:2")
    [stay] = arriving(station)
    desks = [people.operator(station.operator, f"前台{n}") for n in range(CROWD)]

    answers = at_once(lambda n: admit(desks[n], stay))

    assert outcome(answers) == {"Stay": 1, "AlreadyIn": CROWD - 1}
    [move] = StayTransition.objects.filter(stay=stay, to_state="checked_in")
    for told in answers:
        if isinstance(told, AlreadyIn):
            assert re.fullmatch(
                rf"这位来宾已由{move.actor.display_name}于 \d\d:\d\d 办理入住，无需重复办理", str(told)
            )
    assert fresh(stay).guest.identity_state == "verified"


@pytest.mark.control
def test_without_the_filter_on_the_old_state_many_say_welcome(monkeypatch):
    """Negative control: it is the UPDATE's own condition that knows one first."""
    station = house("male:2")
    [stay] = arriving(station)
    desks = [people.operator(station.operator) for _ in range(CROWD)]
    careless_move(monkeypatch)

    answers = at_once(lambda n: admit(desks[n], stay))

    assert outcome(answers)["Stay"] > 1


def test_a_cancellation_and_64_desks_end_in_one_state():
    """Either the guest was in the house and could not cancel, or nobody was let in."""
    station = house("male:2")
    [stay] = arriving(station)
    desks = [people.operator(station.operator) for _ in range(CROWD)]

    def act(n):
        if n == CROWD // 2:
            return services.cancel_stay(actor=desks[n], stay=fresh(stay), reason="plans_changed")
        return admit(desks[n], stay)

    answers = at_once(act)

    won = [answer for answer in answers if isinstance(answer, Stay)]
    assert len(won) == 1
    assert fresh(stay).state == won[0].state
    assert stay.nights.count() == (stay.length if won[0].state == "checked_in" else 0)
    assert all(isinstance(answer, (Stay, AlreadyIn, WrongState)) for answer in answers)


def test_64_desks_with_one_list_in_any_order_let_each_guest_in_once():
    """Each desk ticks the same eight guests; half of them from below: nobody deadlocks, nobody is let in twice."""
    station = house("male:8")
    stays = arriving(station, crowd=8)
    desks = [people.operator(station.operator) for _ in range(CROWD)]

    def act(n):
        chosen = [fresh(stay) for stay in (stays if n % 2 else reversed(stays))]
        return services.admit_guests(actor=desks[n], stays=chosen, is_seen=True)

    answers = at_once(act)

    told = Counter(type(refusal).__name__ for rows in answers for _stay, refusal in rows)
    assert told == {"NoneType": 8, "AlreadyIn": 8 * (CROWD - 1)}
    assert StayTransition.objects.filter(to_state="checked_in").count() == 8


# --- walk-in --------------------------------------------------------------------------------


def stated(number=None):
    return Stated("林小满", "id_card", number or people.id_number(), "+8615400000001")


def walk_in(actor, station, guest, nights=2):
    return services.walk_in(
        actor=actor,
        station=station,
        guest=guest,
        nights=nights,
        purpose="job_seeking",
        purpose_detail="机械厂面试",
        declared_non_native=True,
    )


def crowd_before_the_last_bed(station):
    """Half of them at the desk, half on their telephones, all for tonight."""
    rule(lead_days=0)
    desks = [people.operator(station.operator) for _ in range(CROWD // 2)]
    online, walkers = people.crowd(CROWD // 2), [stated() for _ in range(CROWD // 2)]

    def act(n):
        if n % 2:
            return book(online[n // 2], station, today())
        return walk_in(desks[n // 2], station, walkers[n // 2])

    return act


def test_walk_ins_and_bookings_of_the_last_bed_have_one_winner():
    station = house("male:1")

    answers = at_once(crowd_before_the_last_bed(station))

    assert outcome(answers) == {"Stay": 1, "BedTaken": CROWD - 1}
    assert StayNight.objects.count() == 2
    assert (
        Person.objects.filter(full_name="林小满").count() == Stay.objects.filter(state="checked_in").count()
    )


@pytest.mark.control
def test_without_lock_and_constraint_walk_ins_lie_in_the_bed_of_a_booking(monkeypatch):
    """Negative control."""
    station = house("male:1")
    act = crowd_before_the_last_bed(station)
    without_locks(monkeypatch)

    with without("stay_night_one_guest_per_bed"):
        at_once(act)
        assert StayNight.objects.filter(date=today()).count() > 1


def one_document_at_two_stations():
    stations, number = [house("male:8"), house("male:8")], people.id_number()
    desks = [people.operator(stations[n % 2].operator) for n in range(CROWD)]
    return lambda n: walk_in(desks[n], stations[n % 2], stated(number))


def test_one_document_at_two_stations_is_one_person_in_one_bed():
    answers = at_once(one_document_at_two_stations())

    assert outcome(answers) == {"Stay": 1, "NotEligible": CROWD - 1}
    assert {str(told.code) for told in answers if not isinstance(told, Stay)} == {"overlap"}
    assert Person.objects.filter(full_name="林小满").count() == 1
    assert ConsentRecord.objects.filter(person__isnull=False).count() == 3


@pytest.mark.control
def test_a_desk_that_finds_nobody_by_the_document_gives_one_human_many_beds(monkeypatch):
    """Negative control: it is the index of the document that makes two walk-ins one human."""
    apart = itertools.count()

    def careless(*, actor, stated):
        known = Person.objects.create(
            full_name=stated.full_name, gender=people.MALE, id_index=str(next(apart))
        )
        Person.objects.filter(pk=known.pk).update(identity_state="stated", birth_date=date(1998, 3, 5))
        return Person.objects.get(pk=known.pk)

    monkeypatch.setattr(desk, "register_person", careless)

    answers = at_once(one_document_at_two_stations())

    assert outcome(answers)["Stay"] > 1


# --- another bed ----------------------------------------------------------------------------


def guests_and_one_free_bed():
    """Eight guests in eight beds, one bed free, eight operators for each of them."""
    station = house("male:8 male:1")
    rule(lead_days=0)
    reviewer = people.operator(station.operator)
    stays = [
        services.approve_stay(actor=reviewer, stay=book(user, station, today())) for user in people.crowd(8)
    ]
    taken = StayNight.objects.values("bed")
    free = Bed.objects.select_related("room").exclude(pk__in=taken).get()
    desks = [people.operator(station.operator) for _ in range(CROWD)]

    def act(n):
        return services.move_bed(actor=desks[n], stay=fresh(stays[n % 8]), bed=free, reason="house")

    return free, act


def whole_house_agrees():
    slept = set(StayNight.objects.values_list("room_id", "date"))
    assert set(RoomNight.objects.values_list("room_id", "date")) == slept


def test_of_64_operators_one_moves_a_guest_onto_the_free_bed():
    free, act = guests_and_one_free_bed()

    answers = at_once(act)

    told = outcome(answers)
    assert told["BedMove"] == 1
    assert set(told) <= {"BedMove", "BedNotFree", "SameBed"}
    assert StayNight.objects.filter(bed=free, date=today()).count() == 1
    assert BedMove.objects.count() == 1
    whole_house_agrees()


def test_the_constraint_alone_still_lets_only_one_onto_the_bed(monkeypatch):
    """The lock decides who waits; the wall behind it holds without lock and look."""
    free, act = guests_and_one_free_bed()
    _blind(monkeypatch, free)

    answers = at_once(act)

    assert outcome(answers)["BedMove"] >= 1
    assert StayNight.objects.filter(bed=free, date=today()).count() == 1


@pytest.mark.control
def test_without_lock_look_and_constraint_two_lie_on_the_bed(monkeypatch):
    """Negative control."""
    free, act = guests_and_one_free_bed()
    _blind(monkeypatch, free)

    with without("stay_night_one_guest_per_bed"):
        at_once(act)
        assert StayNight.objects.filter(bed=free, date=today()).count() > 1


def _blind(monkeypatch, free):
    """Operators who neither wait nor look: every bed seems free to them."""
    monkeypatch.setattr(beds, "lock_station", lambda station: False)
    monkeypatch.setattr(beds, "beds_for", lambda stay, nights: [Anything(free.pk)])


class Anything:
    def __init__(self, bed):
        self.bed = bed


def test_a_move_and_a_booking_never_share_a_bed():
    """Half of them move onto the free bed, half book it: one of all has it, and every night has its room."""
    free, act = guests_and_one_free_bed()
    newcomers, station = people.crowd(CROWD // 2), free.room.station

    def either(n):
        return book(newcomers[n // 2], station, today()) if n % 2 else act(n)

    answers = at_once(either)

    told = outcome(answers)
    # The bed that a moved guest leaves is free for a booking in the same instant.
    assert told["BedMove"] + told["Stay"] in (1, 2)
    assert set(told) <= {"BedMove", "Stay", "BedNotFree", "BedTaken", "SameBed"}
    assert StayNight.objects.filter(date=today()).count() <= 9
    whole_house_agrees()
