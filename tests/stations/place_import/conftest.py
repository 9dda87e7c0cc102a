"""A house, and the officer of its district who sends workbooks."""

import pytest

from tests import people
from tests.houses import house
from tests.stations.place_import.sheets import new_station, preview, room


@pytest.fixture
def station():
    return house("male:2 female:2", code="zd-91", name="样板驿站", facilities=["wifi"])


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def shown(station, officer):
    """The preview of a new station, a changed one, a room each way, and more beds for a room there is."""
    new = new_station(
        station.operator.code,
        latitude=36.81,
        longitude=118.05,
        facilities="无线网络，洗衣房",
        is_township="是",
    )
    return preview(
        officer,
        stations=[new, {"code": "zd-91", "phone": "0533-7777777"}],
        rooms=[
            room("zd-92", "101", "男生房", "1、2、3"),
            room("zd-91", "101", "男生房", "1,2,3"),
            room(),
        ],
    )
