"""Moves of a stay: which service moves what from where, who may, and what happens to the nights."""

import contextlib
from datetime import timedelta

import pytest

from stations import services
from stations.errors import BedTaken, CodeUnknown, NotArrivalDay, NotEligible, ReasonMissing, WrongState
from stations.models import RoomNight, Stay
from tests import people
from tests.houses import book, house, paper, soon
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def submit(actor, stay):
    return services.submit_stay(actor=actor, stay=stay)


def approve(actor, stay):
    return services.approve_stay(actor=actor, stay=stay)


def send_back(actor, stay):
    return services.return_stay(actor=actor, stay=stay, reason="evidence_unclear", note="看不清")


def hand_in_again(actor, stay):
    return services.resubmit_stay(actor=actor, stay=stay, evidence=list(stay.evidence.all()))


def reject(actor, stay):
    return services.reject_stay(actor=actor, stay=stay, reason="not_eligible")


def withdraw(actor, stay):
    return services.withdraw_stay(actor=actor, stay=stay)


def cancel(actor, stay):
    return services.cancel_stay(actor=actor, stay=stay, reason="plans_changed")


def check_in(actor, stay):
    return services.check_in(actor=actor, stay=stay)


def check_out(actor, stay):
    return services.check_out(actor=actor, stay=stay)


def no_show(actor, stay):
    return services.mark_no_show(actor=actor, stay=stay)


def wait(actor, stay):
    """Into the queue of a house that has no bed left."""
    with contextlib.suppress(BedTaken, NotEligible):
        while True:
            book(people.applicant(), stay.station, stay.arrival, nights=stay.length)
    return services.join_queue(actor=actor, stay=stay)


def be_offered(actor, stay):
    """Somebody gives the bed up: the queue's own move."""
    other = Stay.objects.filter(station=stay.station, state="submitted").exclude(pk=stay.pk).first()
    services.withdraw_stay(actor=other.booked_by, stay=other)
    stay.refresh_from_db()
    return stay


def accept(actor, stay):
    return services.accept_offer(actor=actor, stay=stay)


def reinstate(actor, stay):
    return services.reinstate_stay(actor=actor, stay=stay)


# Each service, where it leads, and from where: the map of the whole life of a stay.
MOVES = {
    submit: ("submitted", {"draft"}),
    hand_in_again: ("submitted", {"returned"}),
    approve: ("approved", {"submitted"}),
    send_back: ("returned", {"submitted"}),
    reject: ("rejected", {"submitted"}),
    wait: ("waiting", {"draft"}),
    accept: ("submitted", {"offered"}),
    withdraw: ("withdrawn", {"submitted", "returned", "waiting", "offered"}),
    cancel: ("cancelled", {"approved"}),
    check_in: ("checked_in", {"approved"}),
    check_out: ("checked_out", {"checked_in"}),
    no_show: ("no_show", {"approved"}),
    reinstate: ("approved", {"no_show"}),
}
GUESTS = {submit, hand_in_again, withdraw, wait, accept}

# How to bring a draft into each state, by services alone.
WAYS = {
    "draft": [],
    "waiting": [wait],
    "offered": [wait, be_offered],
    "submitted": [submit],
    "returned": [submit, send_back],
    "approved": [submit, approve],
    "rejected": [submit, reject],
    "withdrawn": [submit, withdraw],
    "cancelled": [submit, approve, cancel],
    "checked_in": [submit, approve, check_in],
    "checked_out": [submit, approve, check_in, check_out],
    "no_show": [submit, approve, no_show],
    "expired": [submit],
}


@pytest.fixture
def clock(time_machine):
    """A day in the middle of a year, so that no stay of these tests meets New Year."""
    time_machine.move_to("2026-05-11 10:00:00 +0800", tick=False)
    return time_machine


def go_to(clock, day):
    clock.move_to(f"{day:%Y-%m-%d} 15:00:00 +0800", tick=False)


def draft(guest, station):
    return services.save_draft(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=soon(5),
        departure=soon(8),
        purpose="job_seeking",
        purpose_detail="机械厂面试",
        declared_non_native=True,
        contact_mobile=guest.mobile,
        evidence=[paper(guest)],
    )


def brought(clock, guest, operator, stay, state):
    """Walk the stay to a state; the clock goes along when the arrival day is needed."""
    for step in WAYS[state]:
        if step in (check_in, no_show):
            go_to(clock, stay.arrival + timedelta(days=step is no_show))
        stay = step(guest if step in GUESTS else operator, stay)
    if state == "expired":
        go_to(clock, stay.departure)
        services.expire_stays(at=stay.submitted_at + timedelta(days=30))
        stay.refresh_from_db()
    return stay


@pytest.mark.parametrize("state", Stay.State.values)
@pytest.mark.parametrize("act", MOVES, ids=lambda act: act.__name__)
def test_each_service_moves_from_its_states_and_from_no_other(clock, guest, operator, station, act, state):
    stay = brought(clock, guest, operator, draft(guest, station), state)
    assert stay.state == state
    target, starts = MOVES[act]
    actor = guest if act in GUESTS else operator
    if state in starts:
        if act in (check_in, no_show):
            go_to(clock, stay.arrival + timedelta(days=act is no_show))
        assert act(actor, stay).state == target
        assert stay.transitions.last().to_state == target
        return
    if act in (check_in, no_show):
        go_to(clock, stay.arrival + timedelta(days=act is no_show))
    history = stay.transitions.count()
    with pytest.raises((WrongState, StateChanged)):
        act(actor, stay)
    assert Stay.objects.get(pk=stay.pk).state == state
    assert stay.transitions.count() == history


def test_the_map_above_is_the_models_own(clock):
    """Whatever `Stay.NEXT` allows has a service, expiry by beat and the queue's own offers apart."""
    walked = {(start, target) for target, starts in MOVES.values() for start in starts}
    allowed = {
        (old, new)
        for old, targets in Stay.NEXT.items()
        for new in targets
        if new not in {"expired", "offered"}
    }
    assert walked == allowed


def test_a_move_with_an_old_copy_in_hand_is_told_how_things_stand(guest, operator, station):
    stay = book(guest, station)
    old = Stay.objects.get(pk=stay.pk)
    approve(operator, stay)
    with pytest.raises(WrongState) as refused:
        reject(operator, old)
    assert str(refused.value) == "这份入住单目前为“待入住”，不能进行此操作"


# --- who may --------------------------------------------------------------------------------

STARTS = {act: min(starts) for act, (_target, starts) in MOVES.items()}
STAFF_OF_IT = ("operator", "officer", "city_staff")
# Who else may, beside the staff of the place.
MAY = {
    **dict.fromkeys((approve, send_back, reject, check_in, check_out, no_show, reinstate), STAFF_OF_IT),
    **dict.fromkeys((submit, hand_in_again, cancel, wait, accept), ("guest", *STAFF_OF_IT)),
    withdraw: ("guest",),
}
PEOPLE = {
    "guest": lambda guest, station: guest,
    "stranger": lambda guest, station: people.applicant(),
    "newcomer": lambda guest, station: people.newcomer(),
    "operator": lambda guest, station: people.operator(station.operator),
    "foreign operator": lambda guest, station: people.operator(house(of="huantai").operator),
    "operator next door": lambda guest, station: people.operator(house().operator),
    "officer": lambda guest, station: people.officer("zhangdian"),
    "foreign officer": lambda guest, station: people.officer("huantai"),
    "city_staff": lambda guest, station: people.city_staff(),
    "administrator": lambda guest, station: people.administrator(),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("act", MOVES, ids=lambda act: act.__name__)
def test_each_service_obeys_its_people_and_nobody_else(clock, guest, operator, station, act, who):
    stay = brought(clock, guest, operator, draft(guest, station), STARTS[act])
    if act in (check_in, no_show):
        go_to(clock, stay.arrival + timedelta(days=act is no_show))
    actor = PEOPLE[who](guest, station)
    if who in MAY[act]:
        assert act(actor, stay).state == MOVES[act][0]
        return
    with pytest.raises(NotAllowed) as refused:
        act(actor, stay)
    assert str(refused.value) == "您没有进行此操作的权限"
    assert Stay.objects.get(pk=stay.pk).state == STARTS[act]


@pytest.mark.parametrize("who", ["stranger", "foreign operator", "foreign officer", "administrator"])
def test_nobody_books_or_drafts_for_somebody_else_at_a_place_not_theirs(guest, station, who):
    actor = PEOPLE[who](guest, station)
    with pytest.raises(NotAllowed):
        book(actor, station, guest=guest.person, evidence=[paper(guest)], contact_mobile="")
    with pytest.raises(NotAllowed):
        services.save_draft(
            actor=actor, guest=guest.person, station=station, arrival=soon(), departure=soon(6)
        )
    assert not Stay.objects.exists()


@pytest.mark.parametrize("who", ["operator", "officer", "city_staff"])
def test_staff_of_the_place_book_for_a_guest_at_the_desk(guest, station, who):
    actor = PEOPLE[who](guest, station)
    stay = book(actor, station, guest=guest.person, evidence=[paper(guest)], contact_mobile="")
    assert (stay.guest, stay.booked_by) == (guest.person, actor)


def test_an_office_that_ended_opens_nothing(guest, operator, station):
    stay = book(guest, station)
    operator.person.memberships.update(until_on=today() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        approve(type(operator).objects.get(pk=operator.pk), stay)


# --- what happens to the nights -------------------------------------------------------------


@pytest.mark.parametrize("state", ["rejected", "withdrawn", "cancelled", "expired"])
def test_who_does_not_come_gives_every_night_back(clock, guest, operator, station, state):
    stay = brought(clock, guest, operator, draft(guest, station), state)
    assert stay.nights.count() == 0
    assert not RoomNight.objects.exists()
    assert stay.transitions.last().to_state == state
    assert Notice.objects.filter(kind=f"stations.stay_{state}", to=guest.person).count() == 1


def test_a_returned_stay_keeps_its_bed_and_its_nights(clock, guest, operator):
    station = house("male:1")
    operator = people.operator(station.operator)
    stay = book(guest, station)
    send_back(operator, stay)
    assert stay.nights.count() == 2
    assert stay.review_due_at is None

    again = hand_in_again(guest, stay)

    assert (again.state, again.nights.count()) == ("submitted", 2)
    assert again.review_due_at is not None
    send_back(operator, again)
    assert Notice.objects.filter(kind="stations.stay_returned").count() == 2


def test_who_leaves_early_gives_the_nights_not_slept_back(clock, guest, operator, station):
    stay = brought(clock, guest, operator, draft(guest, station), "checked_in")
    go_to(clock, stay.arrival + timedelta(days=1))
    stay = check_out(operator, stay)
    assert list(stay.nights.values_list("date", flat=True)) == [stay.arrival]
    assert RoomNight.objects.count() == 1


def test_who_leaves_on_the_day_of_arrival_has_used_the_first_night(clock, guest, operator, station):
    stay = brought(clock, guest, operator, draft(guest, station), "checked_out")
    assert list(stay.nights.values_list("date", flat=True)) == [stay.arrival]


def test_who_leaves_as_planned_has_used_every_night(clock, guest, operator, station):
    stay = brought(clock, guest, operator, draft(guest, station), "checked_in")
    go_to(clock, stay.departure)
    assert check_out(operator, stay).nights.count() == 3


def test_who_never_came_has_used_one_night(clock, guest, operator, station):
    stay = brought(clock, guest, operator, draft(guest, station), "no_show")
    assert list(stay.nights.values_list("date", flat=True)) == [stay.arrival]
    assert RoomNight.objects.count() == 1


# --- days, codes, reasons -------------------------------------------------------------------


@pytest.mark.parametrize("late", [-1, 3])
def test_nobody_checks_in_before_the_day_or_after_the_last_night(clock, guest, operator, station, late):
    stay = brought(clock, guest, operator, draft(guest, station), "approved")
    go_to(clock, stay.arrival + timedelta(days=late))
    with pytest.raises(NotArrivalDay, match="今天不能办理入住"):
        check_in(operator, stay)


@pytest.mark.parametrize("late", [0, 1, 2])
def test_one_may_still_come_until_the_last_night(clock, guest, operator, station, late):
    stay = brought(clock, guest, operator, draft(guest, station), "approved")
    go_to(clock, stay.arrival + timedelta(days=late))
    assert check_in(operator, stay).checked_in_at is not None


def test_nobody_is_a_no_show_while_the_day_lasts(clock, guest, operator, station):
    stay = brought(clock, guest, operator, draft(guest, station), "approved")
    go_to(clock, stay.arrival)
    with pytest.raises(NotArrivalDay):
        no_show(operator, stay)


def test_the_code_opens_its_own_station_only(guest, operator, station):
    stay = approve(operator, book(guest, station))
    assert (len(stay.check_in_code), stay.check_in_code.isdigit()) == (6, True)
    assert services.find_arrival(actor=operator, station=station, code=stay.check_in_code) == stay

    other = house()
    with pytest.raises(CodeUnknown):
        services.find_arrival(actor=people.operator(other.operator), station=other, code=stay.check_in_code)
    with pytest.raises(NotAllowed):
        services.find_arrival(actor=guest, station=station, code=stay.check_in_code)


@pytest.mark.parametrize("code", ["", "000000x", "12345", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_a_code_of_nobody_is_refused(guest, operator, station, code):
    book(guest, station)  # waits, so it has no code yet
    with pytest.raises(CodeUnknown):
        services.find_arrival(actor=operator, station=station, code=code)


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_refusal_needs_one_of_the_reasons(guest, operator, station, reason):
    stay = book(guest, station)
    for act in (services.reject_stay, services.return_stay):
        with pytest.raises(ReasonMissing):
            act(actor=operator, stay=stay, reason=reason)
    assert Stay.objects.get(pk=stay.pk).state == "submitted"


def test_every_move_says_who_when_and_why(guest, operator, station):
    stay = book(guest, station)
    send_back(operator, stay)
    step = stay.transitions.last()
    assert (step.actor, step.from_state, step.to_state) == (operator, "submitted", "returned")
    assert (step.reason, step.note) == ("evidence_unclear", "看不清")
