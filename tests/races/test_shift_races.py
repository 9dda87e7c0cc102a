"""Shifts at one instant: the last place, one volunteer on two shifts, an offer taken twice, leaving and coming."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests import volunteering
from tests.races import walls
from tests.races.walls import all_look_first
from tests.racing import CROWD, at_once, outcome
from tests.shifting import clock
from volunteers.models import Signup, SignupTransition
from volunteers.services import offers, signups, swaps
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def cleared():
    SignupTransition.objects.all().delete()
    Signup.objects.all().delete()


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def unlocked(monkeypatch):
    """Nobody waits for anybody: rows are read, not locked, and all have looked before the first one writes."""
    from volunteers.models import Shift, Volunteer

    monkeypatch.setattr(signups, "lock_volunteer", lambda pk: Volunteer.objects.get(pk=pk))
    monkeypatch.setattr(
        signups,
        "lock_shift",
        lambda pk: Shift.objects.select_related("post__project", "post__role").get(pk=pk),
    )
    all_look_first(monkeypatch, signups, "_seat_for_a_newcomer", CROWD)


def overlapping(volunteer):
    """Pairs of places that one volunteer holds at the same time."""
    held = list(Signup.objects.holding().filter(volunteer=volunteer).order_by("starts_at"))
    return [(a.pk, b.pk) for a, b in pairwise(held) if b.starts_at < a.ends_at]


# --- the last place ------------------------------------------------------------------------------


def test_of_64_volunteers_one_has_the_last_place_and_63_hear_that_it_is_full():
    crowd, turn = volunteering.crowd(CROWD), volunteering.shift(starts_at=clock(9), capacity=1)
    answers = at_once(lambda n: signups.sign_up(actor=crowd[n].user, shift=turn))
    assert outcome(answers) == {"Signup": 1, "ShiftFull": CROWD - 1}
    assert Notice.objects.filter(kind="volunteers.signup_confirmed").count() == 1


def test_without_locks_the_seat_alone_lets_one_in(monkeypatch):
    crowd, turn = volunteering.crowd(CROWD), volunteering.shift(starts_at=clock(9), capacity=1)
    unlocked(monkeypatch)
    answers = at_once(lambda n: signups.sign_up(actor=crowd[n].user, shift=turn))
    assert outcome(answers)["Signup"] == 1
    assert turn.signups.holding().count() == 1


@pytest.mark.control
def test_without_seat_and_locks_one_place_is_given_many_times(monkeypatch, without):
    """Negative control: it is these two that keep the last place of one."""
    crowd, turn = volunteering.crowd(CROWD), volunteering.shift(starts_at=clock(9), capacity=1)
    unlocked(monkeypatch)
    without("signup_one_volunteer_per_seat")
    answers = at_once(lambda n: signups.sign_up(actor=crowd[n].user, shift=turn))
    assert outcome(answers)["Signup"] > 1


# --- one volunteer, two shifts -------------------------------------------------------------------


def two_shifts():
    return [volunteering.shift(starts_at=clock(hour), hours=4, capacity=CROWD) for hour in (8, 11)]


def test_one_volunteer_on_two_shifts_at_once_from_64_connections():
    (one,), turns = volunteering.crowd(1), two_shifts()
    answers = at_once(lambda n: signups.sign_up(actor=one.user, shift=turns[n % 2]))
    assert outcome(answers)["Signup"] == 1
    assert set(outcome(answers)) <= {"Signup", "ShiftCollidesWith", "AlreadySignedUp"}
    assert Signup.objects.holding().count() == 1


def judged_by_nobody(monkeypatch):
    monkeypatch.setattr(signups, "obstacles", lambda diary, shift: [])


def test_the_exclusion_alone_refuses_the_second_place_from_many_connections(monkeypatch):
    """No rule looks before; the volunteer's lock stays, without which many at once may end in a deadlock."""
    (one,), turns = volunteering.crowd(1), two_shifts()
    judged_by_nobody(monkeypatch)
    answers = at_once(lambda n: signups.sign_up(actor=one.user, shift=turns[n % 2]))
    assert outcome(answers)["Signup"] == 1
    assert overlapping(one) == []


@pytest.mark.control
def test_without_the_exclusion_one_volunteer_is_in_two_places(monkeypatch, without):
    """Negative control: it is the exclusion constraint that keeps a volunteer in one place."""
    (one,), turns = volunteering.crowd(1), two_shifts()
    judged_by_nobody(monkeypatch)
    without("signup_one_place_at_a_time")
    at_once(lambda n: signups.sign_up(actor=one.user, shift=turns[n % 2]))
    assert overlapping(one) != []


# --- offers --------------------------------------------------------------------------------------


def offered():
    """A shift of one place that is offered to the first of two who wait."""
    holder, first, second = volunteering.crowd(3)
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    held = signups.sign_up(actor=holder.user, shift=turn)
    waiting = [signups.join_standby(actor=one.user, shift=turn) for one in (first, second)]
    signups.sign_off(actor=holder.user, signup=held)
    return waiting, (first.user, second.user)


def test_an_offer_accepted_64_times_is_accepted_once():
    (first, second), (user, _other) = offered()
    answers = at_once(lambda n: offers.accept_offer(actor=user, signup=Signup.objects.get(pk=first.pk)))
    assert outcome(answers) == {"Signup": 1, "SignupMoved": CROWD - 1}
    assert first.transitions.filter(to_state="signed_up").count() == 1
    second.refresh_from_db()
    assert second.state == "standby"


@pytest.mark.control
def test_a_careless_move_accepts_an_offer_many_times(monkeypatch):
    """Negative control: it is the old state in the UPDATE that lets an offer be taken once."""
    (first, _second), (user, _other) = offered()

    def careless(actor, signup, to, *, only_from="", reason="", note="", **changes):
        Signup.objects.filter(pk=signup.pk).exclude(state=to).update(state=to, **changes)
        SignupTransition.objects.create(
            signup=signup, actor_id=actor.pk, from_state=signup.state, to_state=to, reason=reason, note=note
        )
        return signup

    monkeypatch.setattr(offers, "move_signup", careless)
    at_once(lambda n: offers.accept_offer(actor=user, signup=Signup.objects.get(pk=first.pk)), 16)
    assert first.transitions.filter(to_state="signed_up").count() > 1


def test_accepted_and_lapsed_at_one_instant_it_is_one_of_both():
    (first, second), (user, _other) = offered()
    until = Signup.objects.get(pk=first.pk).offer_until
    late = until + timedelta(seconds=1)
    answers = at_once(
        lambda n: (
            offers.lapse_offers(at=late)
            if n % 2
            else offers.accept_offer(actor=user, signup=Signup.objects.get(pk=first.pk))
        ),
        32,
    )
    states = [Signup.objects.get(pk=row.pk).state for row in (first, second)]
    # Whoever says yes is judged by the clock, which has not reached the end of the offer.
    assert states in (["signed_up", "standby"], ["declined", "offered"], ["declined", "declined"])
    assert outcome(answers)["Signup"] == (states[0] == "signed_up")
    assert first.shift.signups.holding().count() <= 1


# --- leaving, coming, handing over ---------------------------------------------------------------


def test_one_leaves_while_63_come_and_the_place_is_never_held_by_two():
    holder, *crowd = volunteering.crowd(CROWD)
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    held = signups.sign_up(actor=holder.user, shift=turn)

    def act(n):
        if n == 0:
            return signups.sign_off(actor=holder.user, signup=held)
        return signups.sign_up(actor=crowd[n - 1].user, shift=turn)

    answers = at_once(act)
    assert answers[0].state == "signed_off"
    assert outcome(answers[1:])["Signup"] <= 1
    assert set(outcome(answers[1:])) <= {"Signup", "ShiftFull"}
    assert turn.signups.holding().count() == outcome(answers[1:])["Signup"]


def test_whoever_waits_is_not_overtaken_while_one_leaves_and_many_come():
    holder, waiting, *crowd = volunteering.crowd(32)
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    held = signups.sign_up(actor=holder.user, shift=turn)
    first = signups.join_standby(actor=waiting.user, shift=turn)

    def act(n):
        if n == 0:
            return signups.sign_off(actor=holder.user, signup=held)
        return signups.sign_up(actor=crowd[n - 1].user, shift=turn)

    answers = at_once(act, 31)
    assert outcome(answers[1:])["Signup"] == 0
    first.refresh_from_db()
    assert first.state == "offered"


def test_a_swap_asked_of_all_who_wait_is_taken_by_one():
    holder, *crowd = volunteering.crowd(17)
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    held = signups.sign_up(actor=holder.user, shift=turn)
    for one in crowd:
        signups.join_standby(actor=one.user, shift=turn)
    swap = swaps.ask_swap(actor=holder.user, signup=held)

    def act(n):
        asked = type(swap).objects.select_related("signup__shift").get(pk=swap.pk)
        return swaps.accept_swap(actor=crowd[n].user, swap=asked)

    answers = at_once(act, 16)
    assert outcome(answers) == {"Signup": 1, "SwapMoved": 15}
    assert turn.signups.holding().count() == 1
