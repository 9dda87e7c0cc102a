"""A house with a room for two, and two who belong together."""

import pytest

from tests import people
from tests.houses import house


@pytest.fixture
def inn():
    """One room for two who belong together, and one bed for whoever comes alone."""
    return house("party:2 single:1")


@pytest.fixture
def he():
    return people.applicant("李明")


@pytest.fixture
def she():
    return people.applicant("王芳", people.FEMALE)
