"""A deadlock is found in the log of the server, and only where it is the own database's."""

import os
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.racing import at_once, deadlocks
from zibo_youth.accounts.models import Area

LINE = "2026-11-28 21:24:15.290 UTC [1334] {} ERROR:  deadlock detected"


def test_the_log_of_another_database_is_passed_over():
    log = "\n".join(LINE.format(name) for name in ("test_zibo_gw0", "test_zibo_gw1", "test_zibo_gw1"))
    assert len(deadlocks(log, "test_zibo_gw1")) == 2
    assert deadlocks(log, "test_zibo") == []


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_two_who_cross_are_found_in_the_log():
    """The server of the tests writes the database's name where it is looked for."""
    log, both = Path(os.environ["ZIBO_POSTGRES_LOG"]), threading.Barrier(2)
    before = log.stat().st_size
    rows = list(Area.objects.order_by("pk").values_list("pk", flat=True)[:2])

    def cross(number):
        with transaction.atomic():
            Area.objects.select_for_update().get(pk=rows[number])
            both.wait(timeout=60)
            Area.objects.select_for_update().get(pk=rows[1 - number])

    at_once(cross, 2)
    with log.open("rb") as lines:
        lines.seek(before)
        assert deadlocks(lines.read().decode(), connection.settings_dict["NAME"])
