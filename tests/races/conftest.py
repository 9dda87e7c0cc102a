"""Races: after each, the server's own log is read, so that a deadlock is found even where no caller saw one."""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests import hoping
from tests.racing import deadlocks


@pytest.fixture(autouse=True)
def no_deadlock(request):
    """A race that holds its walls never deadlocks; a negative control may, and says so by its mark."""
    log = Path(os.environ["ZIBO_POSTGRES_LOG"])
    before = log.stat().st_size
    yield
    if request.node.get_closest_marker("control") is None:
        with log.open("rb") as lines:
            lines.seek(before)
            assert not deadlocks(lines.read().decode(), connection.settings_dict["NAME"])


@pytest.fixture
def city(db):
    """Two districts with their towns, and the offices of the city."""
    return hoping.city()
