"""State × event × role of a couple: what may be done, by whom, and that everything else is refused."""

from datetime import timedelta

import pytest
from django.db import transaction

from events.models import Couple
from events.services.weddings import choosing, couples, editions, places, reviewing
from tests import marrying, people
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.core.errors import DomainError

pytestmark = pytest.mark.django_db
S = Couple.State
TWO, OFFICES = ("he", "she"), ("officer", "city")
WRITTEN = (S.DRAFT, S.RETURNED)
IN_REVIEW = (S.SUBMITTED, S.SECOND_LOOK)
BEFORE_THE_DAY = (*WRITTEN, *IN_REVIEW, S.ELIGIBLE, S.RESERVE, S.OFFERED, S.ADMITTED)
# The whole table, told apart from the services' own: event → states, roles.
MAY = {
    "confirm": (WRITTEN, TWO),
    "certificate": (WRITTEN, TWO),
    "guests": (BEFORE_THE_DAY, TWO),
    "sizes": (BEFORE_THE_DAY, TWO),
    "health": (BEFORE_THE_DAY, TWO),
    "portrait": (tuple(S), TWO),
    "withdraw": (BEFORE_THE_DAY, TWO),
    "accept": ((S.OFFERED,), TWO),
    "pass": (IN_REVIEW, OFFICES),
    "ask": (IN_REVIEW, OFFICES),
    "refuse": (IN_REVIEW, OFFICES),
    "hand_over": (IN_REVIEW, OFFICES),
    "score": ((S.ELIGIBLE,), OFFICES),
}


def _draft():
    couple, two = marrying.joined(marrying.wedding())
    marrying.with_papers(couple, two[0])
    return couple, two


def _looked_at(*acts):
    couple, two = marrying.submitted(marrying.wedding())
    marrying.verified(couple)
    for number, act in enumerate(acts):
        by = people.officer(name=f"审{number}")
        if act == "pass":
            reviewing.pass_couple(actor=by, couple=couple)
        elif act == "ask":
            reviewing.ask_couple(actor=by, couple=couple, words="请补")
        else:
            reviewing.refuse_couple(actor=by, couple=couple, reason="papers")
    return couple, two


def _eligible():
    of = marrying.wedding(method="scoring")
    found = marrying.eligible(of)
    marrying.listed(of)
    return found


def _released(place):
    """Of four couples for two places; the second withdraws, so that the third is asked."""
    _of, found = marrying.chosen(4)
    marrying.withdraw(found[1][1][0], found[1][0])
    return found[place]


def _lapsed():
    couple, two = _released(2)
    couple.refresh_from_db()
    places.lapse_offers(at=couple.offer_until)
    return couple, two


def _after(place):
    of, found = marrying.chosen(2)
    with standing_at(of.closes_at + timedelta(days=31)):
        choosing.record_held(actor=people.officer(), wedding=of, absent=[found[1][0].number])
    return found[place]


def _ended():
    couple, two = _draft()
    editions.cancel_wedding(actor=people.officer(), wedding=couple.wedding, reason="暴雨")
    return couple, two


MAKERS = {
    S.DRAFT: _draft,
    S.SUBMITTED: _looked_at,
    S.SECOND_LOOK: lambda: _looked_at("pass"),
    S.RETURNED: lambda: _looked_at("ask"),
    S.REFUSED: lambda: _looked_at("refuse"),
    S.ELIGIBLE: _eligible,
    S.ADMITTED: lambda: _released(0),
    S.WITHDRAWN: lambda: _released(1),
    S.OFFERED: lambda: _released(2),
    S.RESERVE: lambda: _released(3),
    S.LAPSED: _lapsed,
    S.HELD: lambda: _after(0),
    S.ABSENT: lambda: _after(1),
    S.ENDED: _ended,
}


def _acts(user, couple, seat):
    criteria = couple.wedding.criteria.all()
    mine = {"actor": user, "member": seat}
    theirs = {"actor": user, "couple": couple}
    return {
        "confirm": lambda: couples.confirm_couple(**mine),
        "certificate": lambda: couples.tell_certificate(
            **mine, number=marrying.certificate(), married_on=today()
        ),
        "guests": lambda: couples.tell_guests(**mine, guests=1, transport="own"),
        "sizes": lambda: couples.tell_sizes(**mine, clothes_size="L", shoe_size="42"),
        "health": lambda: couples.tell_health(**mine, hint="过敏", agreed=True),
        "portrait": lambda: couples.tell_portrait(**mine, agreed=True),
        "withdraw": lambda: couples.withdraw_couple(**mine),
        "accept": lambda: places.accept_offer(**mine),
        "pass": lambda: reviewing.pass_couple(**theirs),
        "ask": lambda: reviewing.ask_couple(**theirs, words="请补"),
        "refuse": lambda: reviewing.refuse_couple(**theirs, reason="papers"),
        "hand_over": lambda: reviewing.hand_over_review(**theirs, reason="休假"),
        "score": lambda: choosing.give_scores(**theirs, points={each.pk: 1 for each in criteria}),
    }


class _Undo(Exception):
    """The act went through, and is taken back."""


def _went_through(act):
    try:
        with transaction.atomic():
            act()
            raise _Undo
    except _Undo:
        return True
    except DomainError:
        return False


def _users(two):
    (stranger,) = people.crowd(1)
    return {
        "he": two[0],
        "she": two[1],
        "stranger": stranger,
        "officer": people.officer(name="第三人"),
        "other officer": people.officer("linzi"),
        "city": people.city_staff(),
        "administrator": people.administrator(),
    }


def test_every_state_has_a_maker():
    assert set(MAKERS) == set(S)


@pytest.mark.parametrize("state", sorted(MAKERS))
def test_what_may_be_done_by_whom_and_everything_else_is_refused(state):
    couple, two = MAKERS[state]()
    couple.refresh_from_db()
    assert couple.state == state
    found, expected = set(), set()
    for role, user in _users(two).items():
        own = couple.members.filter(person=user.person).first() or couple.members.get(seat=1)
        for name, act in _acts(user, couple, own).items():
            if _went_through(act):
                found.add((name, role))
            states, roles = MAY[name]
            if state in states and role in roles:
                expected.add((name, role))
    assert found == expected


def test_the_table_of_moves_and_the_events_agree():
    """Where the table of moves leads to withdrawal, the event is there; nowhere else."""
    leaving = {old for old, targets in Couple.NEXT.items() if S.WITHDRAWN in targets}
    assert leaving == set(BEFORE_THE_DAY)
    assert {old for old, targets in Couple.NEXT.items() if S.REFUSED in targets} == set(IN_REVIEW)
