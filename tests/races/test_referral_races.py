"""One code for 64 guests, one quota for 64 officers: each with the control that takes the wall away."""

from __future__ import annotations

import pytest

from stations.models import ReferralCode, Stay
from stations.services import referrals as service
from tests import people
from tests.houses import house
from tests.races.walls import all_look_first, without
from tests.racing import CROWD, at_once, outcome
from tests.stations.referrals import book, issue, partner

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def race_for(code, crowd):
    stations, guests = [house("male:2") for _ in range(crowd)], people.crowd(crowd)
    return at_once(lambda n: book(guests[n], stations[n], code), crowd)


def test_64_bookings_with_one_code_bind_exactly_one():
    [code] = issue(partner())

    answers = race_for(code.code, CROWD)

    assert outcome(answers) == {"Stay": 1, "ReferralUsed": CROWD - 1}
    code.refresh_from_db()
    assert (code.state, code.stay) == ("used", Stay.objects.get())


@pytest.mark.control
def test_without_the_old_state_in_the_update_one_code_books_for_many(monkeypatch):
    """Negative control: whoever comes later overwrites the first."""

    def careless(stay, code):
        ReferralCode.objects.update(state="used", stay=stay, used_at=service.Now())

    monkeypatch.setattr(service, "use_code", careless)
    [code] = issue(partner())

    answers = race_for(code.code, ROUNDS)

    assert outcome(answers) == {"Stay": ROUNDS}


def issue_at_once(found, crowd):
    officer = people.officer()
    return at_once(lambda _n: issue(found, actor=officer), crowd)


def test_64_who_issue_at_once_stay_within_the_quota():
    found = partner(quota=10)

    answers = issue_at_once(found, CROWD)

    assert outcome(answers) == {"list": 10, "QuotaUsedUp": CROWD - 10}
    assert sorted(found.codes.values_list("number", flat=True)) == list(range(1, 11))


def test_without_the_lock_the_walls_alone_hold_the_quota(monkeypatch):
    found = partner(quota=2)
    unlocked(monkeypatch, found)

    issue_at_once(found, ROUNDS)

    assert found.codes.count() <= 2


@pytest.mark.control
def test_without_lock_and_walls_the_quota_is_exceeded(monkeypatch):
    """Negative control."""
    found = partner(quota=2)
    unlocked(monkeypatch, found)
    try:
        with without("referral_code_number_used_once"):
            issue_at_once(found, ROUNDS)
            assert found.codes.count() > 2
            ReferralCode.objects.all().delete()
    finally:
        ReferralCode.objects.all().delete()


def unlocked(monkeypatch, found):
    """Nobody waits, and everybody has looked before the first one writes."""
    monkeypatch.setattr(service, "lock_partner", lambda _number: found)
    all_look_first(monkeypatch, service, "_new", ROUNDS)
