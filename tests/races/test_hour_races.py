"""Hours at one instant: whoever writes them, a volunteer was in one place at a time."""

from collections import Counter
from itertools import pairwise

import pytest
from django.db import connection

from tests import hours as ours
from tests import volunteering
from tests.hours import moment
from tests.races import walls
from tests.racing import CROWD, at_once
from volunteers.models import HourEntry
from volunteers.services import hours, ledger
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def cleared():
    """Lines are never deleted one by one."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE volunteers_hourentry CASCADE")


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def rush():
    """Two leaders state half an hour each time, of spans that all lie about noon."""
    post, one = volunteering.post(), volunteering.volunteer()
    leaders = [ours.leader_of(post) for _each in range(2)]

    def act(number):
        return hours.state_hours(
            actor=leaders[number % 2],
            volunteer=one,
            post=post,
            starts_at=moment(1, 9 + number / 60),
            ends_at=moment(1, 13 + number / 60),
            minutes=30,
            reason="签退遗漏",
        )

    answers = at_once(act)
    standing = list(HourEntry.objects.credits().filter(volunteer=one).order_by("starts_at"))
    return Counter(type(answer).__name__ for answer in answers), standing


def overlapping(standing):
    return [(a.pk, b.pk) for a, b in pairwise(standing) if b.starts_at < a.ends_at]


def test_of_64_credits_of_one_time_one_stands_and_63_are_told_why():
    answers, standing = rush()
    assert answers == {"HourEntry": 1, "HoursOverlap": CROWD - 1}
    assert len(standing) == 1
    assert Notice.objects.filter(kind="volunteers.hours_recorded").count() == 1


@pytest.mark.control
def test_without_the_lock_the_exclusion_alone_lets_one_stand(monkeypatch):
    """Many wait for one another in the index then, and some may end in a deadlock: that is what the lock is for."""
    monkeypatch.setattr(ledger, "lock_volunteer", lambda pk: None)
    answers, standing = rush()
    assert answers["HourEntry"] == len(standing) == 1


@pytest.mark.control
def test_without_the_exclusion_a_volunteer_is_in_many_places(without):
    """Negative control: it is the exclusion constraint that refuses, not the rules of a day."""
    without("hour_entry_one_place_at_a_time")
    answers, standing = rush()
    assert answers["HourEntry"] == len(standing) > 1
    assert overlapping(standing) != []
