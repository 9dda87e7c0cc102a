"""Role × URL for the offices of care: what each is answered to a GET of an address of the Hope Rooms."""

import pytest
from django.db import connection

from tests import hoping
from tests.matrix.asking import letter, routes, world
from tests.matrix.care_rows import COLUMNS, ROWS
from tests.once import for_a_module
from tests.people import signed_in
from tests.spilling import WORDS, Search

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CANARY = Search(WORDS)


@pytest.fixture(autouse=True)
def as_the_portal():
    """The world is made once; each visitor asks as the portal's own role."""


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two districts, and the offices of care for the first one's child."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        whole = world()
        yield whole, hoping.visitors_of(whole.here)


def test_every_url_of_the_programme_stands_in_the_table():
    ours = {route for route in routes() if "hope-rooms/" in route or "hope_rooms/" in route}
    assert ours == set(ROWS)


@pytest.mark.parametrize("column", COLUMNS)
def test_who_finds_what(known, column):
    whole, visitors = known
    client = signed_in(visitors[column])
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE zibo_app")
    try:
        answers = {route: client.get(whole.address(route)) for route in ROWS}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

    assert {route: names for route, one in answers.items() if (names := CANARY.on(one))} == {}
    place, found = COLUMNS.index(column), {route: letter(one) for route, one in answers.items()}
    assert found == {route: row[place] for route, row in ROWS.items()}
