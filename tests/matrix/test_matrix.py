"""Role × URL: who finds what behind every address of the portal and the admin site (rows.py is the table)."""

import re

import pytest
from django.test import Client

from tests import people
from tests.matrix.asking import letter, routes, row_counts, world
from tests.matrix.rows import COLUMNS, OPEN_WITHOUT_DEVICE, ROWS
from tests.once import for_a_module
from tests.people import signed_in
from tests.spilling import WORDS, Search

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CANARY = Search(WORDS)
SIGNED = "api/v1/loans/banks/<slug:code>/messages/"


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        yield world()


def test_every_url_stands_in_the_matrix():
    assert set(routes()) - set(ROWS) == set(), "a URL without a row: say in rows.py who may open it"
    assert set(ROWS) - set(routes()) == set(), "a row without a URL"


def test_everybody_has_a_column(known):
    assert tuple(known.visitors) == COLUMNS


@pytest.mark.parametrize("column", COLUMNS)
def test_who_finds_what_and_looking_changes_nothing(known, column):
    client = signed_in(known.visitors[column])
    before = row_counts()

    answers = ((route, client.get(known.address(route))) for route in ROWS)
    found, spilled = {}, {}
    for route, answer in answers:
        found[route], spilled[route] = letter(answer), CANARY.on(answer)

    assert {route: names for route, names in spilled.items() if names} == {}, "a page that tells of a child"
    place = COLUMNS.index(column)
    assert found == {route: row[place] for route, row in ROWS.items()}
    assert row_counts() == before


@pytest.mark.parametrize(
    ("method", "column"), [("head", "applicant"), ("head", "officer"), ("options", "administrator")]
)
def test_other_ways_of_looking_change_nothing_and_break_nothing(known, column, method):
    client = signed_in(known.visitors[column], raise_request_exception=False)
    before = row_counts()
    broken = {
        route: a for route in ROWS if (a := getattr(client, method)(known.address(route)).status_code) >= 500
    }
    assert broken == {}
    assert row_counts() == before


@pytest.mark.parametrize("column", ["anonymous", "applicant", "officer", "administrator"])
def test_no_url_takes_a_post_from_another_site(known, column):
    """Without the token of the form nothing is even looked at; the API says 401 where nobody has logged in."""
    client = signed_in(known.visitors[column], enforce_csrf_checks=True)
    before = row_counts()
    answers = {route: letter(client.post(known.address(route), {})) for route in ROWS if route != SIGNED}
    machines = {route: answers.pop(route) for route in list(answers) if route.startswith("api/")}
    assert answers == dict.fromkeys(answers, "F")
    assert set(machines.values()) <= {"F", "U", "M", "4"}
    assert row_counts() == before


def test_what_is_told_without_a_signature_leaves_the_count_of_guesses_and_nothing_else(known):
    """A bank's system has no form and no session: what stands for the token is its signature."""
    before = row_counts()
    assert letter(Client(enforce_csrf_checks=True).post(known.address(SIGNED), {})) == "U"
    after = row_counts()
    assert {table for table in after if after[table] != before[table]} <= {"accounts_counter"}


@pytest.mark.parametrize("who", ["operator", "administrator"])
def test_staff_without_a_second_factor_are_led_to_set_one_up(known, who):
    user = known.visitors[who]
    user.authenticator_set.all().delete()
    client = signed_in(user)
    found = {route for route in ROWS if letter(client.get(known.address(route))) != "T"}
    assert found == OPEN_WITHOUT_DEVICE


def test_an_object_of_a_district_is_hidden_from_whoever_is_not_of_it():
    """Read off the table itself: no row shows a foreign person what it shows the own one, and no administrator."""
    owned = [route for route in ROWS if re.search("reference|evidence/<uuid|<int:number>", route)]
    for route in owned:
        anonymous, own, foreign, *_staff = ROWS[route]
        # What everybody reads, and a call that everybody may answer, are nobody's own.
        if anonymous == "2" or route.startswith("volunteers/rounds/<int:number>/"):
            continue
        assert (foreign in "4M3U") or route.startswith("api/"), route
        assert not (own == foreign == "2"), route


def test_the_control_a_stranger_is_not_led_but_refused(known):
    """With a second factor the same page of another district is no page at all."""
    page = known.address("stations/desk/stays/<slug:reference>/")
    assert signed_in(known.visitors["foreign officer"]).get(page).status_code == 404
    assert signed_in(known.visitors["officer"]).get(page).status_code == 200
    assert signed_in(people.officer("zhangdian")).get(page).status_code == 200
