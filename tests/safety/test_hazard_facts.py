"""What hazards say of an enterprise beside a score: mended in time, of all that were reported."""

from datetime import date, timedelta

import pytest

from safety.facts import Measured
from safety.hazard_facts import mended_in_time
from safety.models import HazardReport
from tests import guarding, hazarding
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


def test_of_two_reported_the_one_mended_by_its_day_counts():
    plant = hazarding.Plant()
    plant.verified()
    late = plant.verified()
    hazarding.moved(
        late, due_at=late.fixed_at - timedelta(seconds=1), warn_at=late.reported_at - timedelta(days=1)
    )
    hazarding.report(enterprise=guarding.enterprise())
    assert HazardReport.objects.fixed().count() == 2
    assert mended_in_time(plant.enterprise, today(), today()) == Measured(1, 2)


def test_where_nothing_was_reported_nothing_is_known():
    assert mended_in_time(guarding.enterprise(), date(2021, 1, 1), date(2021, 12, 31)) is None
