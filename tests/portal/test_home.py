"""首页 shows what the programmes have registered, and nothing of its own invention."""

import pytest
from django.http import HttpRequest

from zibo_youth.core import cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_card(monkeypatch):
    monkeypatch.setattr(cards, "_cards", {})

    def make(**more):
        return cards.register(
            cards.ProgrammeCard(
                key="tea",
                title="青年茶馆",
                summary="喝茶。",
                home=cards.Link("看看茶馆", "about"),
                start=cards.Link("我要喝茶", "about", "?start"),
                **more,
            )
        )

    return make


def test_a_registered_programme_has_its_card_and_its_place_in_the_navigation(client, only_card):
    only_card(figures=(cards.PublicFigure("茶", "杯", lambda: 2300),))

    page = client.get("/").content.decode()

    assert page.count("青年茶馆") == 2
    assert 'href="/pages/about/?start"' in page
    assert "2,300" in page


def test_no_programme_no_card(client, monkeypatch):
    monkeypatch.setattr(cards, "_cards", {})

    page = client.get("/").content.decode()

    assert 'class="programme"' not in page
    assert 'id="figures"' not in page


def test_a_stranger_has_no_matters_of_their_own(client, only_card):
    def never(request: HttpRequest):
        raise AssertionError("asked for a stranger's matters")

    only_card(template="components/empty.html", context=never)

    assert client.get("/").status_code == 200


def test_a_second_card_of_the_same_key_is_refused(only_card):
    only_card()

    with pytest.raises(ValueError, match="registered twice"):
        only_card()


@pytest.mark.parametrize(
    "path", ["/", "/pages/about/", "/pages/privacy/", "/pages/accessibility/", "/demo/style/"]
)
def test_the_other_language_is_one_link_away(client, path):
    chinese = client.get(path).content.decode()
    english = client.get(f"/en{path}").content.decode()

    assert f'href="/en{path}" lang="en"' in chinese
    assert f'href="{path}" lang="zh-CN"' in english
