"""Closing an account against whatever else happens to the person at that instant, each with its control (F17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stations.models import Stay
from stations.services import booking, pool
from tests import people
from tests.houses import book, house, paper, soon
from tests.racing import at_once
from zibo_youth.accounts import own_data, services
from zibo_youth.accounts.errors import AccountErased
from zibo_youth.accounts.models import ErasureRequest, Person, User
from zibo_youth.accounts.services import closing, own_copy
from zibo_youth.core.calendar import now
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 24


def due(user):
    """A request whose days of thought are over."""
    services.ask_to_close(actor=user, person=user.person)
    ErasureRequest.objects.filter(person=user.person).update(due_at=now() - timedelta(minutes=1))


def state_of(user):
    return ErasureRequest.objects.get(person=user.person).state


# --- erase against book -----------------------------------------------------------------------------


def book_while_it_is_closed(user, rooms):
    """A crowd of windows asks for a bed in another house each, while two jobs close the account."""
    paper(user)

    def act(n):
        if n < 2:
            return services.close_due_accounts()
        return book(User.objects.select_related("person").get(pk=user.pk), rooms[n], arrival=soon(5 + n))

    return at_once(act, crowd=CROWD)


def live(user):
    return Stay.objects.filter(guest=user.person).live().count()


def test_a_person_is_erased_or_has_a_bed_and_never_both():
    rooms = [house() for _ in range(CROWD)]
    for number in range(3):
        user = people.applicant(f"访客{number}")
        due(user)
        book_while_it_is_closed(user, rooms)
        person = Person.objects.get(pk=user.person_id)
        assert (person.is_erased, live(user) > 0) in {(True, False), (False, True)}
        assert state_of(user) == ("done" if person.is_erased else "refused")
    assert verify()["erased_person_of_whom_something_is_told"] == 0


def test_who_waited_for_the_erasure_is_refused_in_words(monkeypatch):
    """The booking has read the person before the erasure, and takes its lock after it."""
    user, station = people.applicant(), house()
    due(user)
    files, lock = [paper(user)], booking.lock_guest_and_station

    def after_the_erasure(*ids):
        if not Person.objects.get(pk=user.person_id).is_erased:
            at_once(lambda _n: services.close_due_accounts(), crowd=1)
        return lock(*ids)

    monkeypatch.setattr(booking, "lock_guest_and_station", after_the_erasure)
    with pytest.raises(AccountErased):
        book(user, station, evidence=files)
    assert live(user) == 0


@pytest.mark.control
def test_the_control_without_the_question_at_the_lock_an_erased_person_has_a_bed(monkeypatch):
    user, station = people.applicant(), house()
    due(user)

    def careless(_guest, station_id):
        if not Person.objects.get(pk=user.person_id).is_erased:
            at_once(lambda _n: services.close_due_accounts(), crowd=1)
        return pool.lock_station(station_id)

    monkeypatch.setattr(booking, "lock_guest_and_station", careless)
    monkeypatch.setattr(booking, "all_met", lambda *_args, **_more: True)
    book(user, station, evidence=())
    assert Person.objects.get(pk=user.person_id).is_erased
    assert live(user) == 1
    assert verify()["erased_person_of_whom_something_is_told"] > 0


# --- erase against the own copy ---------------------------------------------------------------------


def copy_while_it_is_closed(user, monkeypatch):
    """The account is closed after the copy has read the person, and before it reads the stays."""
    part, told = own_data._parts["stations"], []

    def slowly(owner):
        told.append(at_once(lambda _n: closing.close_due_accounts(), crowd=1) if not told else None)
        return part(owner)

    monkeypatch.setitem(own_data._parts, "stations", slowly)


def lasting(user, station):
    stay = book(user, station)
    Stay.objects.filter(pk=stay.pk).update(state="withdrawn", ended_at=now())
    stay.nights.all().delete()
    return stay


def test_the_own_copy_is_whole_and_the_erasure_waits_for_it():
    station = house()
    for number in range(3):
        user = people.applicant(f"访客{number}")
        lasting(user, station)
        due(user)

        def act(n, user=user):
            if n == 0:
                return services.close_due_accounts()
            return services.copy_own_data(actor=User.objects.select_related("person").get(pk=user.pk))

        for answer in at_once(act, crowd=CROWD)[1:]:
            if isinstance(answer, AccountErased):
                continue
            assert answer["person"]["full_name"] == user.person.full_name
            assert [stay["purpose_detail"] for stay in answer["stations"]["stays"]] == ["机械厂面试"]
        assert Person.objects.get(pk=user.person_id).is_erased


@pytest.mark.control
def test_the_control_without_the_lock_half_a_copy_is_given(monkeypatch):
    user = people.applicant()
    lasting(user, house())
    due(user)
    copy_while_it_is_closed(user, monkeypatch)
    monkeypatch.setattr(own_copy, "lock_living", lambda _person: None)

    told = services.copy_own_data(actor=user)

    assert told["person"]["full_name"] == "陈一帆"
    assert [stay["purpose_detail"] for stay in told["stations"]["stays"]] == [""]


# --- two jobs, two hands ----------------------------------------------------------------------------


def test_many_jobs_at_one_instant_erase_once():
    user = people.applicant()
    due(user)
    answers = at_once(lambda _n: services.close_due_accounts(), crowd=CROWD)
    assert sum(answer for answer in answers if isinstance(answer, int)) == 1
    assert not [answer for answer in answers if isinstance(answer, Exception)]


def test_of_taking_back_and_carrying_out_at_one_instant_one_counts():
    for number in range(4):
        user = people.applicant(f"访客{number}")
        due(user)

        def act(n, user=user):
            if n % 2:
                return services.take_back(actor=user, person=user.person)
            return services.close_due_accounts()

        at_once(act, crowd=8)
        assert state_of(user) == ("done" if Person.objects.get(pk=user.person_id).is_erased else "withdrawn")
