"""A stay that was approved before an approval said by how many: migration 0040 says by one."""

from importlib import import_module

import pytest
from django.db import IntegrityError

from stations import services
from stations.models import Stay
from tests.houses import book
from tests.stations.old_rows import behind, migrated, raised
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.django_db
SAYS_BY_ONE = import_module("stations.migrations.0040_walls_around_an_approval").ONE
WALL = "stay_approved_by_whom_its_policy_asks"


@pytest.fixture
def old(guest, station):
    """As 0039 left it: approved, and nothing said of by how many."""
    return behind(WALL, book(guest, station), state="approved", decided_at=now(), check_in_code="384217")


def test_it_was_approved_by_one_and_its_guest_is_let_go_as_ever(old, operator):
    migrated(SAYS_BY_ONE)
    raised(WALL)
    old.refresh_from_db()
    assert (old.state, old.two_reviewers) == ("approved", False)
    assert services.cancel_stay(actor=operator, stay=old, reason="plans_changed").state == "cancelled"


def test_what_is_not_approved_is_left_alone(old):
    Stay.objects.filter(pk=old.pk).update(state="cancelled", ended_at=now())
    migrated(SAYS_BY_ONE)
    old.refresh_from_db()
    assert old.two_reviewers is None


@pytest.mark.control
def test_the_control_without_the_update_the_wall_cannot_be_raised_over_old_rows(old):
    with pytest.raises(IntegrityError, match=WALL):
        raised(WALL)
