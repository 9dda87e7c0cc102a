"""草稿: what is not published nobody meets, by list, page, search, API or file; validity ends with its day."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import people
from tests.articles import shelf
from zibo_youth.accounts.models import Area
from zibo_youth.articles import services
from zibo_youth.articles.models import Article
from zibo_youth.core.calendar import at, today

pytestmark = pytest.mark.django_db

WORD = "独一无二的词"


def signed_in(user):
    client = Client()
    if user:
        client.force_login(user, backend="zibo_youth.accounts.backends.PortalBackend")
    return client


def ways_to(article, file):
    """Every address by which an article could show itself."""
    return {
        "page": article.get_absolute_url(),
        "english page": f"/en{article.get_absolute_url()}",
        "file": file.get_absolute_url(),
        "list": reverse("article_index"),
        "search": reverse("article_index") + f"?q={WORD}&expired=on",
        "api": reverse("api_article", args=[article.slug]),
        "api list": reverse("api_articles"),
        "api search": reverse("api_articles") + f"?q={WORD}&expired=true",
    }


def where_it_shows(client, article, file):
    shown = set()
    for way, address in ways_to(article, file).items():
        answer = client.get(address)
        if answer.status_code != 404 and (answer.streaming or article.slug in answer.content.decode()):
            shown.add(way)
    return shown


@pytest.fixture
def article():
    return shelf.draft(title=WORD)


@pytest.fixture
def file(article):
    return shelf.attached(article)


EVERYWHERE = {"page", "english page", "file", "list", "search", "api", "api list", "api search"}
NOBODYS = [None, people.applicant, lambda: people.officer("zhangdian")]


@pytest.mark.parametrize("who", NOBODYS, ids=["stranger", "applicant", "officer of a district"])
def test_a_draft_and_a_withdrawn_article_show_nowhere(article, file, who):
    client = signed_in(who and who())
    assert where_it_shows(client, article, file) == set()

    services.publish_article(actor=people.city_staff(), article=article)
    assert where_it_shows(client, article, file) == EVERYWHERE

    services.withdraw_article(actor=people.city_staff(), article=article)
    assert where_it_shows(client, article, file) == set()


def test_its_keepers_see_a_draft_on_its_page_alone_and_are_told(article, file):
    keeper = signed_in(people.city_staff())

    assert where_it_shows(keeper, article, file) == {"page", "english page", "file"}
    assert "公众现在看不到" in keeper.get(article.get_absolute_url()).content.decode()


def test_an_officer_sees_the_drafts_of_the_own_district_alone():
    officer = people.officer("huantai")
    own = services.save_article(
        actor=officer,
        article=Article(
            slug="own", section="city", title="桓台", summary="…", body="…", reporting_org=_unit(officer)
        ),
    )
    foreign = shelf.draft()

    assert signed_in(officer).get(own.get_absolute_url()).status_code == 200
    assert signed_in(people.officer("zhangdian")).get(own.get_absolute_url()).status_code == 404
    assert signed_in(officer).get(foreign.get_absolute_url()).status_code == 404


def _unit(officer):
    return officer.person.memberships.get().organisation


@pytest.mark.control
def test_the_control_a_list_that_forgets_the_state_shows_the_draft(article, file, monkeypatch):
    from zibo_youth.articles.querysets import ArticleQuerySet

    monkeypatch.setattr(ArticleQuerySet, "published", lambda rows: rows)
    assert where_it_shows(signed_in(None), article, file) == EVERYWHERE - {"page", "english page", "file"}


# --- validity ---------------------------------------------------------------------------------

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("day", "word", "is_listed", "is_in_force"),
    [
        (date(2026, 2, 28), "upcoming", True, False),
        (FIRST, "in_force", True, True),
        (LAST, "in_force", True, True),
        (date(2026, 4, 1), "expired", False, False),
    ],
)
@pytest.mark.parametrize("clock", [time(0, 0, 1), time(23, 59, 59)], ids=["first second", "last second"])
def test_an_article_holds_from_its_first_day_to_the_end_of_its_last(
    client, day, word, is_listed, is_in_force, clock
):
    article = shelf.published(title=WORD, valid_from=FIRST, valid_until=LAST)

    with time_machine.travel(at(day, clock), tick=False):
        assert today() == day
        assert article.validity_on(today()) == word
        listed = client.get(reverse("article_index"))
        assert (article.slug in listed.content.decode()) == is_listed
        assert article.slug in client.get(reverse("article_index"), {"expired": "on"}).content.decode()
        assert (Article.objects.in_force(today()).filter(pk=article.pk).exists()) == is_in_force
        page = client.get(article.get_absolute_url()).content.decode()
        assert ("已失效" in page) == (word == "expired")
        assert ("尚未施行" in page) == (word == "upcoming")
        assert client.get(reverse("api_article", args=[article.slug])).json()["validity"] == word


def test_an_article_without_dates_always_holds(client):
    article = shelf.published()

    with time_machine.travel(at(date(2050, 1, 1), time(12)), tick=False):
        assert article.slug in client.get(reverse("article_index")).content.decode()


# --- for whom and where ------------------------------------------------------------------------


def test_an_area_finds_its_own_articles_first_and_those_of_the_whole_city():
    city = shelf.published(position=1)
    here = shelf.published(position=2, areas=("370321",))
    shelf.published(position=3, areas=("370303",))
    both = shelf.published(position=4, areas=("370321", "370303"))
    huantai = Area.objects.get(code="370321")
    town = Area.objects.create(code="370321999", name="某镇", kind="town", parent=huantai)

    assert list(Article.objects.for_area(huantai)) == [here, both, city]
    assert list(Article.objects.for_area(town)) == [here, both, city]


def test_a_zone_and_the_district_around_it_are_asked_for_together():
    zone, district = Area.objects.get(code="ZB-GXQ"), Area.objects.get(code="370303")
    of_zone = shelf.published(areas=("ZB-GXQ",))
    of_district = shelf.published(areas=("370303",))

    assert set(Article.objects.for_area(district, zone)) == {of_zone, of_district}


def test_an_audience_finds_its_own_articles_and_those_for_everybody():
    everybody = shelf.published()
    students = shelf.published(audiences=["students", "graduates"])
    shelf.published(audiences=["founders"])

    assert set(Article.objects.for_audience("students")) == {everybody, students}


def test_a_station_shows_what_holds_at_its_place(client, station):
    here = shelf.published(title="张店须知", areas=("370303",))
    shelf.published(title="桓台须知", areas=("370321",))
    shelf.published(title="去年须知", valid_until=today() - timedelta(days=1))
    shelf.draft(title="草稿须知", areas=("370303",))

    page = client.get(station.get_absolute_url())

    assert page.context["articles"] == [here]
    assert "?area=370303" in page.content.decode()


def test_a_station_without_articles_has_no_empty_block(client, station):
    assert 'id="articles"' not in client.get(station.get_absolute_url()).content.decode()
