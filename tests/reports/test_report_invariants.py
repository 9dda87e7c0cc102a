"""What services wrote breaks no invariant; what breaks each stands in `report_breaks`."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import people
from tests.reports import past
from tests.reports.filled import opened, sent
from zibo_youth.core.invariants import verify
from zibo_youth.reports import services

pytestmark = pytest.mark.django_db

OURS = ("report_is_not_as_signed", "targets_do_not_add_up", "month_locked_in_part")


def counts():
    return {name: count for name, count in verify().items() if name in OURS}


def test_what_services_wrote_breaks_nothing():
    sent(people.officer("zhangdian"), opened())
    units = list(past.units().values())
    services.set_targets(
        actor=people.city_staff(), year=2021, code="ST01", city=Decimal(30),
        units=dict.fromkeys(units[:10], Decimal(3)),
    )  # fmt: skip
    assert counts() == dict.fromkeys(OURS, 0)
