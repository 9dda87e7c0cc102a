"""The demonstration of the volunteers: what the article names, built through services, and nothing real."""

import pytest
from django.urls import reverse

from tests import people
from tests.once import for_a_module
from tests.people import signed_in
from tests.reference import load_reference_data
from tests.stations import article
from volunteers import demo
from volunteers.models import Brand, CrowdSession, NoShow, ServiceProject, Shift, Signup, Volunteer
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.invariants import verify

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the load, not to one test."""


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        load_reference_data()
        people.city_staff()
        for code in ("zhangdian", "huantai", "zichuan", "zhoucun"):
            people.officer(code)
        demo.load(lambda _words: None)
        yield


def test_it_is_loaded_once():
    assert demo.is_loaded()


def test_every_brand_but_the_seasonal_ones_runs_a_project_today():
    running = ServiceProject.objects.published()
    branded = set(running.filter(kind="regular").values_list("brand__code", flat=True))
    assert branded >= {"love-zibo", "golden-age", "sunshine", "safe-traffic", "hand-in-hand"}
    assert branded <= set(Brand.objects.values_list("code", flat=True))


def test_shifts_stand_in_every_state_of_a_sign_up():
    """Places taken, somebody who waits, an offer to answer, a no-show to object to."""
    states = set(Signup.objects.values_list("state", flat=True))
    assert states >= {"signed_up", "standby", "offered", "signed_off", "no_show"}
    assert NoShow.objects.get().state == "standing"
    assert Shift.objects.open(now()).count() >= 20


@pytest.mark.parametrize("number", article.REPRODUCED_BY_VOLUNTEERS)
def test_a_figure_of_the_article_is_counted_from_confirmed_sessions(number):
    said, wanted = article.REPRODUCED_BY_VOLUNTEERS[number]
    assert said() == wanted
    counts = CrowdSession.objects.values_list("students", "parents")
    assert (len(counts), sum(students + parents for students, parents in counts)) == (10, 6_060)


def test_nobody_is_real():
    """Invented names, documents of places that are none, numbers that no carrier gives out."""
    told = Person.objects.filter(volunteer__isnull=False)
    assert not [person.full_name for person in told if person.full_name[1] not in "志示"]
    assert all(person.id_number[2:6] == "9901" for person in told)
    assert all(person.mobile.startswith("+86154") for person in told)


@pytest.mark.parametrize("account", accounts_of("volunteers"), ids=lambda account: account.key)
def test_each_account_finds_its_pages(account):
    client = signed_in(User.objects.get(mobile=account.mobile))
    page = reverse("volunteer_members" if account.is_staff else "volunteer_me")
    assert client.get(page).status_code == 200
    assert account.is_staff or Volunteer.objects.get(person__full_name=account.full_name).university


def test_the_promises_hold():
    assert {name: count for name, count in verify().items() if count} == {}
