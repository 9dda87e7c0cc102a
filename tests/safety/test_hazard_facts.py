"""What hazards say of an enterprise beside a score: mended in time, of all that were reported."""

from datetime import date, timedelta

import pgtrigger
import pytest

from safety.facts import Measured
from safety.hazard_facts import mended_in_time
from safety.models import HazardReport
from tests import guarding, hazarding
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.django_db


def test_of_two_reported_the_one_mended_by_its_day_counts():
    plant = guarding.enterprise()
    first, late = (hazarding.report(enterprise=plant) for _each in range(2))
    hazarding.report(enterprise=guarding.enterprise())
    at = now()
    # As if two had gone the whole way: which moves lead there is told by `test_hazard_machine`.
    with pgtrigger.ignore("safety.HazardReport:hazard_report_moves_as_allowed"):
        for hazard, due in ((first, at + timedelta(hours=1)), (late, at - timedelta(hours=1))):
            hazarding.moved(hazard, due_at=due, state="closed", fixed_at=at, verified_at=at)
    assert HazardReport.objects.fixed().count() == 2
    assert mended_in_time(plant, today(), today()) == Measured(1, 2)


def test_where_nothing_was_reported_nothing_is_known():
    assert mended_in_time(guarding.enterprise(), date(2021, 1, 1), date(2021, 12, 31)) is None
