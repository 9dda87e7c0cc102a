"""What every call starts from."""

import pytest

from tests.houses import house
from tests.stations import places
from tests.stations.api.calls import Caller


@pytest.fixture
def station(db):
    return house("flexible:1", code="zd-01")


@pytest.fixture
def evidence(guest):
    return places.evidence(guest)


@pytest.fixture
def api(guest):
    return Caller(guest)
