"""A guest who has left, and what is asked then."""

import pytest

from tests.stations import after


@pytest.fixture
def stay(guest, station, operator):
    return after.stayed(guest, station, operator)


@pytest.fixture
def survey(stay):
    after.ask()
    return after.asked(stay, "survey")


@pytest.fixture
def question(stay):
    after.ask(30)
    return after.asked(stay, "d30")
