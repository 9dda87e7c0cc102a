"""Who hours are about: a volunteer, a post, its leader and the district's officer."""

import pytest

from tests import hours, people, volunteering


@pytest.fixture
def post(db):
    return volunteering.post()


@pytest.fixture
def leader(post):
    return hours.leader_of(post)


@pytest.fixture
def officer(db):
    return people.officer("zhangdian")


@pytest.fixture
def one(db):
    return volunteering.volunteer()
