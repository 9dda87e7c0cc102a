"""Who works for the children of two districts; every test meets PostgreSQL as the portal's own role does."""

import pytest
from django.db import connection

from tests import counselling, hoping, pairing, people


@pytest.fixture(autouse=True)
def as_the_portal(db):
    """The owner of the tables passes row-level security; who serves people does not (`roles.sql`)."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE zibo_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def city(db):
    """Two districts with their towns, and the offices of the city."""
    return hoping.city()


@pytest.fixture
def team(city):
    """A team of the first district with its leader and its post with children."""
    return pairing.team()


@pytest.fixture
def pair(db):
    """Two adults who are fit for children."""
    return pairing.two()


@pytest.fixture
def living(city, team, pair):
    """A pairing of the two whose visits are counted from today."""
    return pairing.active(city, team, pair)


@pytest.fixture
def reporter(pair):
    """The log-in of the first of the two."""
    return pairing.login(pair[0])


@pytest.fixture
def agreed(city, living):
    """The guardian agrees to counselling."""
    hoping.agree(city, living.child, "counsel")
    return living


@pytest.fixture
def third(city):
    """A third adult who is fit for children."""
    return pairing.adult(people.MALE, age=40)


@pytest.fixture
def counsellor(city, agreed, third):
    """Who counsels the child."""
    return counselling.named(city, agreed.child, third)
