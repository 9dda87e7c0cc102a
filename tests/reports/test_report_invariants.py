"""The nightly recount finds what came in past the walls."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
import pytest
from django.db.models.functions import Now

from tests import people
from tests.reports import past
from tests.reports.filled import opened, sent
from zibo_youth.core.invariants import verify
from zibo_youth.reports import services
from zibo_youth.reports.models import Figure, MonthlyReport, Target

pytestmark = pytest.mark.django_db

OURS = ("report_is_not_as_signed", "targets_do_not_add_up", "month_locked_in_part")


def counts():
    return {name: count for name, count in verify().items() if name in OURS}


@pytest.fixture
def walls_down():
    with pgtrigger.ignore():
        yield


def test_what_services_wrote_breaks_nothing():
    sent(people.officer("zhangdian"), opened())
    units = list(past.units().values())
    services.set_targets(
        actor=people.city_staff(), year=2021, code="ST01", city=Decimal(30),
        units=dict.fromkeys(units[:10], Decimal(3)),
    )  # fmt: skip
    assert counts() == dict.fromkeys(OURS, 0)


def test_a_figure_that_was_changed_after_the_signature_is_found(walls_down):
    report = sent(people.officer("zhangdian"), opened())
    Figure.objects.filter(report=report, code="ST02").update(month_part=99)
    assert counts()["report_is_not_as_signed"] == 1


def test_a_target_that_was_changed_alone_is_found():
    unit = past.units()["zhangdian"]
    services.set_targets(
        actor=people.city_staff(), year=2021, code="ST01", city=Decimal(30), units={unit: Decimal(30)}
    )
    Target.objects.filter(organisation=unit).update(value=31)
    assert counts()["targets_do_not_add_up"] == 1


def test_a_month_that_is_locked_in_part_is_found(walls_down):
    report = sent(people.officer("zhangdian"), opened())
    MonthlyReport.objects.filter(pk=report.pk).update(state="locked", accepted_at=Now(), locked_at=Now())
    assert counts()["month_locked_in_part"] == 1
