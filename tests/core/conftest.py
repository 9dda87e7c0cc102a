"""Two districts, each with one row of every table."""

import pytest

from tests.districts import district


@pytest.fixture
def zhangdian(db):
    return district("zhangdian")


@pytest.fixture
def huantai(db):
    return district("huantai")
