"""A request that was returned before a return named what it asks for: migration 0033 gives it an answer to all of it."""

from datetime import time, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError
from django.db.migrations import RunSQL

from stations.models import Stay
from stations.services import resubmit_stay
from tests.houses import book
from tests.stations.old_rows import behind, migrated, raised
from zibo_youth.core.calendar import at, now

pytestmark = pytest.mark.django_db
OF_THEN = import_module("stations.migrations.0033_a_return_asks_for_something").Migration.operations
[ASKS_FOR_ALL] = [step.sql for step in OF_THEN if isinstance(step, RunSQL)]
WALL = "stay_returned_asks_for_something"


@pytest.fixture
def old(guest, station):
    """As 0032 left it: returned, and nothing said of what is asked for or until when."""
    return behind(WALL, book(guest, station), state="returned", decided_at=now())


def test_it_asks_for_everything_until_the_day_of_arrival_is_over(old):
    migrated(ASKS_FOR_ALL)
    raised(WALL)
    old.refresh_from_db()
    assert set(old.asked) == {"purpose", "purpose_detail", "evidence", "contact_mobile"}
    assert old.review_left.total_seconds() == old.policy.review_hours * 3600
    assert old.answer_due_at == at(old.arrival + timedelta(days=1), time())


def test_its_guest_answers_and_the_case_goes_on(old):
    migrated(ASKS_FOR_ALL)
    raised(WALL)
    old.refresh_from_db()
    answers = {name: getattr(old, name) for name in ("purpose", "contact_mobile")}
    answers |= {"purpose_detail": "改为周四面试", "evidence": list(old.evidence.all())}
    resubmit_stay(actor=old.booked_by, stay=old, **answers)
    old.refresh_from_db()
    assert (old.state, old.purpose_detail, old.answer_due_at) == ("submitted", "改为周四面试", None)


def test_what_is_not_returned_is_left_alone(old):
    Stay.objects.filter(pk=old.pk).update(state="submitted", decided_at=None)
    migrated(ASKS_FOR_ALL)
    old.refresh_from_db()
    assert (old.asked, old.review_left, old.answer_due_at) == ([], None, None)


@pytest.mark.control
def test_the_control_without_the_update_the_wall_cannot_be_raised_over_old_rows(old):
    with pytest.raises(IntegrityError, match=WALL):
        raised(WALL)
