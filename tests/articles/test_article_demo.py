"""The demonstration's articles: invented, saying so, and of every kind that a page must show."""

import re

import pytest

from tests import people
from zibo_youth.articles import demo
from zibo_youth.articles.models import Article
from zibo_youth.core.calendar import today
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
FILING_NUMBER = re.compile(r"[〔\[（(]20\d\d[〕\]）)]\s*\d+\s*号")


@pytest.fixture
def loaded():
    people.city_staff()
    people.officer("huantai")
    demo.load(lambda _words: None)
    return list(Article.objects.prefetch_related("areas", "attachments"))


def test_every_kind_is_there(loaded):
    public = [article for article in loaded if article.state == "published"]
    validity = [article.validity_on(today()) for article in public]

    assert len(loaded) >= 11
    assert {article.section for article in public} == set(Article.Section.values)
    assert [article.slug for article in loaded if article.state == "draft"] == ["qiqing-card"]
    assert validity.count("expired") == 1
    assert validity.count("upcoming") == 1
    assert sum(article.attachments.count() > 0 for article in public) == 2
    assert [a.slug for a in public if [area.code for area in a.areas.all()] == ["370321"]] == [
        "huantai-guide"
    ]
    assert sum(bool(article.body_en) for article in public) >= 10


def test_each_says_that_it_is_a_demonstration_and_names_no_document(loaded):
    for article in loaded:
        assert article.body.startswith("演示内容"), article.slug
        assert not article.body_en or article.body_en.startswith("Demonstration"), article.slug
        words = f"{article.body}{article.body_en}{article.source}"
        assert not FILING_NUMBER.search(words), article.slug
        assert not article.source_url


def test_all_invariants_hold_and_links_lead_somewhere(loaded, client):
    assert {name: count for name, count in verify().items() if count and "article" in name} == {}
    for article in loaded:
        for text in (article.body, article.body_en):
            for href in re.findall(r"\]\((/[^)]*)\)", text):
                assert client.get(href).status_code == 200, href


def test_it_is_loaded_once(loaded):
    assert demo.is_loaded()
