"""Two beds, and a night for everybody in the wrong one."""

import pytest

from tests.houses import house
from tests.stations.redeal.dealing import beds_of, lies


@pytest.fixture
def station(db):
    """Two beds for men; the days that matter are `day(5)` to `day(8)`."""
    return house("male:2")


@pytest.fixture
def crossed(station):
    """Every night has a bed, and no bed has every night: the first two nights here, the last two there."""
    first, second = beds_of(station)
    return lies(station, first, 5, 2), lies(station, second, 7, 2)


@pytest.fixture
def undealt(monkeypatch):
    """Booking as it is without dealing anew."""
    monkeypatch.setattr("stations.services.taking.redeal_for", lambda *stay, **span: None)
