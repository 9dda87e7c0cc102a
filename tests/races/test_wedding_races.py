"""Weddings at one instant: one person in two couples, one link, the last slot, a withdrawal and its reserve."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from events.models import Couple, CoupleMember, Wedding
from events.services.weddings import choosing, couples, places, programme, reviewing
from tests import marrying, people
from tests.races.walls import disabled, dropped
from tests.racing import CROWD, at_once, outcome
from zibo_youth.core.calendar import now

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
State = Couple.State
HALF = CROWD // 2


def unlocked(monkeypatch):
    """Nobody waits for anybody."""
    rows = Couple.objects.select_related("wedding")
    for module in (couples, places, programme):
        monkeypatch.setattr(module, "lock_couple", lambda couple: rows.get(pk=couple.pk), raising=False)
        monkeypatch.setattr(module, "lock_wedding", lambda pk: Wedding.objects.get(pk=pk), raising=False)


@contextmanager
def without(*names):
    """Take unique walls and constraints away; the rows that came in meanwhile go before they come back."""
    with dropped(*names):
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE events_wedding CASCADE")


# --- one person ----------------------------------------------------------------------------------


def _invited_by_many(of):
    """64 people who each started, and one whom all of them invite."""
    crowd = people.crowd(CROWD)
    (one,) = people.crowd(1, genders=(people.FEMALE,))
    seats = [marrying.free_seat(marrying.started(of, user)) for user in crowd]
    return one, seats


def test_a_person_whom_64_invite_joins_one_of_them():
    one, seats = _invited_by_many(marrying.wedding())
    answers = at_once(lambda n: couples.join_couple(actor=one, seat=seats[n]))
    assert outcome(answers) == {"Couple": 1, "AlreadyInACouple": CROWD - 1}
    assert CoupleMember.objects.filter(person=one.person).count() == 1


def test_without_locks_the_wall_alone_lets_a_person_into_one_couple(monkeypatch):
    one, seats = _invited_by_many(marrying.wedding())
    unlocked(monkeypatch)
    answers = at_once(lambda n: couples.join_couple(actor=one, seat=seats[n]))
    assert outcome(answers)["Couple"] == 1
    assert CoupleMember.objects.filter(person=one.person).count() == 1


@pytest.mark.control
def test_without_the_wall_a_person_is_in_many_couples():
    """Negative control: the lock orders them, the wall refuses the second."""
    one, seats = _invited_by_many(marrying.wedding())
    with without("couple_member_in_one_live_couple_per_edition"):
        answers = at_once(lambda n: couples.join_couple(actor=one, seat=seats[n]), crowd=8)
        assert outcome(answers) == {"Couple": 8}


def test_64_presses_of_one_person_start_one_application():
    of, user = marrying.wedding(), people.applicant()
    answers = at_once(lambda n: couples.start_couple(actor=user, wedding=of))
    assert outcome(answers) == {"Couple": 1, "AlreadyInACouple": CROWD - 1}


def test_starting_and_joining_at_one_instant_leave_a_person_in_one_couple():
    of = marrying.wedding()
    one, seats = _invited_by_many(of)

    def act(number):
        if number % 2:
            return couples.start_couple(actor=one, wedding=of)
        return couples.join_couple(actor=one, seat=seats[number])

    assert outcome(at_once(act)) == {"Couple": 1, "AlreadyInACouple": CROWD - 1}


# --- one link ------------------------------------------------------------------------------------


def _one_link():
    couple = marrying.started(marrying.wedding(), people.applicant())
    return marrying.free_seat(couple), people.crowd(CROWD, genders=(people.FEMALE,))


def test_a_link_that_64_people_open_is_used_once():
    seat, crowd = _one_link()
    answers = at_once(lambda n: couples.join_couple(actor=crowd[n], seat=seat))
    assert outcome(answers) == {"Couple": 1, "LinkUsed": CROWD - 1}


def test_the_partner_who_accepts_64_times_has_joined_once():
    seat, crowd = _one_link()
    answers = at_once(lambda n: couples.join_couple(actor=crowd[0], seat=seat))
    assert outcome(answers) == {"Couple": 1, "LinkUsed": CROWD - 1}
    assert seat.couple.members.filter(person=crowd[0].person).count() == 1


@pytest.mark.control
def test_without_the_seat_s_look_and_its_wall_the_last_who_opens_it_takes_it(monkeypatch):
    """Negative control: whoever joins writes only where nobody sits, and a trigger keeps who sits there."""
    seat, crowd = _one_link()
    unlocked(monkeypatch)

    def careless(*, actor, seat):
        told = {"person": actor.person, "gender": actor.person.gender, "joined_at": now()}
        return CoupleMember.objects.filter(pk=seat.pk).update(**told)

    with disabled("events_couplemember", "couple_seat_is_taken_once"):
        answers = at_once(lambda n: careless(actor=crowd[n], seat=seat), crowd=8)
    assert outcome(answers) == {"int": 8}


def test_both_confirm_at_one_instant_and_it_is_handed_in_once():
    couple, two = marrying.joined(marrying.wedding())
    marrying.with_papers(couple, two[0])
    answers = at_once(lambda n: marrying.confirm(two[n % 2], couple), crowd=8)
    couple.refresh_from_db()
    assert (couple.state, couple.number) == (State.SUBMITTED, 1)
    assert couple.transitions.filter(to_state=State.SUBMITTED).count() == 1
    assert set(outcome(answers)) <= {"Couple", "NotWhileReviewed"}


# --- the last slot -------------------------------------------------------------------------------


def _admitted_couples(number):
    of, found = marrying.chosen(number, places=number)
    return of, found, marrying.slot(of)


def test_of_many_couples_one_has_the_last_slot():
    _of, found, turn = _admitted_couples(16)

    def act(number):
        couple, two = found[number // 4]
        return marrying.book(two[number % 2], couple, turn)

    answers = at_once(act)
    turn.refresh_from_db()
    assert outcome(answers)["SlotBooking"] == turn.taken == turn.bookings.count() == 1
    assert set(outcome(answers)) == {"SlotBooking", "SlotFull"} or outcome(answers)["SlotTakenOnce"] <= 3


def test_without_locks_the_counter_alone_keeps_the_last_slot(monkeypatch):
    _of, found, turn = _admitted_couples(8)
    unlocked(monkeypatch)
    at_once(lambda n: marrying.book(found[n][1][0], found[n][0], turn), crowd=8)
    assert turn.bookings.count() == 1


@pytest.mark.control
def test_without_the_counter_s_check_the_last_slot_is_given_many_times():
    """Negative control."""
    _of, found, turn = _admitted_couples(8)
    with without("programme_slot_never_overfull"):
        at_once(lambda n: marrying.book(found[n][1][0], found[n][0], turn), crowd=8)
        assert turn.bookings.count() == 8


def test_one_couple_at_two_telephones_is_never_at_two_places_at_once():
    of, found, turn = _admitted_couples(1)
    other = marrying.slot(of, 9.25, capacity=9, item=2)
    couple, two = found[0]
    answers = at_once(lambda n: marrying.book(two[n % 2], couple, (turn, other)[n % 2]))
    assert outcome(answers)["SlotBooking"] == couple.bookings.count() == 1


# --- a withdrawal, the reserve and the others ------------------------------------------------------


def _held(of):
    return of.couples.filter(state__in=["offered", "admitted"]).count()


def test_withdrawals_at_one_instant_ask_as_many_reserves_by_rank_and_newcomers_none():
    of, found = marrying.chosen(8, places=4)
    newcomers = people.crowd(HALF)

    def act(number):
        if number < 4:
            couple, two = found[number]
            return marrying.withdraw(two[0], couple)
        return couples.start_couple(actor=newcomers[number], wedding=of)

    answers = at_once(act, crowd=HALF)
    assert outcome(answers) == {"Couple": 4, "WeddingNotOpen": HALF - 4}
    of.refresh_from_db()
    assert (_held(of), of.taken) == (4, 4)
    assert [Couple.objects.get(pk=each.pk).state for each, _two in found[4:]] == [State.OFFERED] * 4


def test_both_withdraw_at_one_instant_and_one_reserve_is_asked():
    of, found = marrying.chosen(4)
    couple, two = found[0]
    answers = at_once(lambda n: marrying.withdraw(two[n % 2], couple), crowd=8)
    assert outcome(answers) == {"Couple": 1, "CoupleMoved": 7}
    assert [Couple.objects.get(pk=each.pk).state for each, _two in found[2:]] == [
        State.OFFERED,
        State.RESERVE,
    ]
    of.refresh_from_db()
    assert of.taken == 2


def test_an_offer_taken_and_lapsed_at_one_instant_is_one_of_the_two():
    of, found = marrying.chosen(4)
    marrying.withdraw(found[0][1][0], found[0][0])
    asked, two = found[2]
    asked.refresh_from_db()
    both = threading.Barrier(2)

    def act(number):
        both.wait(timeout=30)
        if number:
            return places.lapse_offers(at=asked.offer_until)
        return marrying.accept(two[0], asked)

    at_once(act, crowd=2)
    asked.refresh_from_db()
    of.refresh_from_db()
    assert asked.state in (State.ADMITTED, State.LAPSED)
    assert asked.transitions.filter(from_state=State.OFFERED).count() == 1
    assert of.taken == _held(of) == 2


@pytest.mark.control
def test_without_the_walls_a_reserve_overtakes_and_there_are_more_couples_than_places(monkeypatch):
    """Negative control: the two triggers and the counter are what holds ranks and places."""
    of, found = marrying.chosen(4)
    with disabled("events_couple", "couple_never_overtakes", "couple_counts_its_place"):
        Couple.objects.filter(pk=found[3][0].pk).update(state=State.OFFERED, offer_until=now())
        Couple.objects.filter(pk=found[2][0].pk).update(state=State.OFFERED, offer_until=now())
    assert _held(of) == 4 > of.places


def test_a_result_is_released_once():
    of = marrying.wedding()
    for _ in range(3):
        marrying.eligible(of)
    marrying.listed(of)
    answers = at_once(lambda n: marrying.released(of), crowd=8)
    assert outcome(answers) == {"WeddingSelection": 1, "WeddingMoved": 7}
    assert choosing.State.ADMITTED in of.couples.values_list("state", flat=True)


def test_two_reviewers_at_one_instant_give_one_look():
    couple, _two = marrying.submitted(marrying.wedding())
    marrying.verified(couple)
    crowd = [people.officer(name=f"审{number}") for number in range(8)]
    answers = at_once(lambda n: reviewing.pass_couple(actor=crowd[n], couple=couple), crowd=8)
    couple.refresh_from_db()
    assert couple.state in (State.SECOND_LOOK, State.ELIGIBLE)
    assert couple.first_reviewer_id != couple.second_reviewer_id
    assert (
        outcome(answers)["Couple"] == couple.transitions.exclude(to_state__in=["draft", "submitted"]).count()
    )
