"""来淄须知 as people read it: the list, its search and filters, one article, both languages, and machines."""

import re

import pytest
from django.urls import reverse

from tests.articles import shelf
from tests.corpus import NAUGHTY
from zibo_youth.articles.models import Article

pytestmark = pytest.mark.django_db

INDEX, API = "/articles/", "/api/v1/articles/"
BILINGUAL = {
    "title": "创业贷款",
    "summary": "怎么申请贷款",
    "body": "## 谁可以\n- 青年[创业者](https://example.org/)\n**不收费**",
    "title_en": "Loans for founders",
    "summary_en": "How to apply",
    "body_en": "## Who\n- Young founders\nCompounding interest is explained.",
}


def titles(answer):
    return [result.article.title for result in answer.context["results"]]


@pytest.fixture
def shelves():
    """One article of each kind."""
    return [
        shelf.published(title="贷款", section="policy", audiences=["founders"], position=1),
        shelf.published(title="招聘会", section="jobs", audiences=["students"], position=2),
        shelf.published(title="桓台生活", section="city", areas=("370321",), position=3),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["贷款", "招聘会", "桓台生活"]),
        ({"section": "jobs"}, ["招聘会"]),
        ({"audience": "students"}, ["招聘会", "桓台生活"]),
        ({"area": "370321"}, ["桓台生活", "贷款", "招聘会"]),
        ({"area": "370303"}, ["贷款", "招聘会"]),
        ({"q": "桓台"}, ["桓台生活"]),
        ({"q": "桓台", "section": "jobs"}, []),
        ({"q": " 　"}, ["贷款", "招聘会", "桓台生活"]),
    ],
)
def test_the_list_answers_what_it_is_asked(client, shelves, asked, expected):
    assert titles(client.get(INDEX, asked)) == expected
    assert [row["title"] for row in client.get(API, asked).json()["results"]] == expected


@pytest.mark.parametrize("field", ["section", "audience", "area"])
def test_a_wrong_choice_is_told_and_shows_nothing(client, shelves, field):
    page = client.get(INDEX, {field: "nothing"})
    assert page.context["form"].errors[field]
    assert "results" not in page.context

    refusal = client.get(API, {field: "nothing"})
    assert refusal.status_code == 400
    assert field in refusal.json()["errors"]


def test_too_long_a_question_is_told(client):
    assert client.get(INDEX, {"q": "长" * 61}).context["form"].errors["q"]
    assert client.get(API, {"q": "长" * 61}).status_code == 400


def test_whatever_is_typed_the_page_stands(client, shelves):
    for text in NAUGHTY:
        asked = {"q": text.encode("utf-8", "surrogatepass"), "page": text.encode("utf-8", "surrogatepass")}
        assert client.get(INDEX, asked).status_code in (200, 400), text


def test_hits_are_marked_and_what_was_asked_stays_in_words(client):
    shelf.published(title="<b>人才</b>政策", body="先说别的。" * 30 + "体验券在这里。")

    page = client.get(INDEX, {"q": "体验券"}).content.decode()

    assert "1 篇文章提到“体验券”" in page
    assert "<mark>体验券</mark>" in page
    assert "&lt;b&gt;人才&lt;/b&gt;" in page
    assert 'value="体验券"' in page


def test_a_question_without_an_answer_is_told_with_a_way_on(client, shelves):
    page = client.get(INDEX, {"q": "没有人写过的词"}).content.decode()

    assert "0 篇文章提到" in page
    assert "没有找到文章" in page
    assert "查看全部文章" in page


def test_tabs_and_pages_keep_the_question(client):
    for number in range(14):
        shelf.published(title=f"政策{number}", section="policy")

    page = client.get(INDEX, {"q": "政策", "page": 2}).content.decode()

    assert "?q=%E6%94%BF%E7%AD%96&amp;section=jobs" in page
    assert "page=1" in page
    assert "?q=%E6%94%BF%E7%AD%96&amp;page=2&amp;section" not in page


@pytest.mark.parametrize(
    "asked", [{}, {"q": "政策"}, {"area": "370321", "audience": "students", "q": "政策"}]
)
def test_the_list_costs_few_queries_however_long_it_is(client, django_assert_max_num_queries, asked):
    for _ in range(12):
        shelf.published(areas=("370321", "370303"))

    with django_assert_max_num_queries(6):
        client.get(INDEX, asked)
    with django_assert_max_num_queries(6):
        client.get(API, asked)


def test_an_article_in_english_where_there_is_one(client):
    article = shelf.published(**BILINGUAL)

    page = client.get(f"/en{article.get_absolute_url()}").content.decode()

    assert "<h1>Loans for founders</h1>" in page
    assert "Young founders" in page
    assert "创业贷款" not in page


def test_an_article_without_english_says_so_and_is_read_as_chinese(client):
    article = shelf.published(title="只有中文")
    in_chinese = client.get(article.get_absolute_url()).content.decode()

    page = client.get(f"/en{article.get_absolute_url()}").content.decode()

    assert "In Chinese only" in page
    assert '<h1 lang="zh-CN">只有中文</h1>' in page
    assert '<div class="prose article-text" lang="zh-CN">' in page
    assert "本文只有中文" not in in_chinese


def test_a_hit_in_the_other_language_is_quoted_in_it(client):
    shelf.published(**BILINGUAL)

    assert '<p lang="en">' in client.get(INDEX, {"q": "compounding"}).content.decode()
    english = client.get(f"/en{INDEX}", {"q": "不收费"}).content.decode()
    assert '<p lang="zh-CN">' in english
    assert "<mark>不收费</mark>" in english


def test_the_page_has_text_facts_and_files(client):
    article = shelf.published(
        **BILINGUAL, source="某某〔样例〕通知", source_url="https://example.org/x", audiences=["founders"]
    )
    file = shelf.attached(article)

    page = re.sub(r"\s*\n\s*", "", client.get(article.get_absolute_url()).content.decode())

    for part in (
        "<h2>谁可以</h2>",
        '<a href="https://example.org/">创业者</a>',
        "<strong>不收费</strong>",
        "创业青年",
        "全市",
        "某某〔样例〕通知",
        'href="https://example.org/x"',
        file.get_absolute_url(),
        "data-print",
    ):
        assert part in page, part


def test_a_machine_reads_both_languages_and_the_files(client):
    article = shelf.published(**BILINGUAL, areas=("370321",))
    file = shelf.attached(article)

    told = client.get(f"{API}{article.slug}/").json()

    assert {name: told[name] for name in BILINGUAL} == BILINGUAL
    assert told["areas"] == ["370321"]
    assert told["attachments"] == [
        {
            "title": "报名表",
            "content_type": "application/pdf",
            "size": file.size,
            "url": file.get_absolute_url(),
        }
    ]
    assert client.get(f"{API}nothing/").status_code == 404
    assert client.post(f"{API}{article.slug}/").status_code in (401, 403, 405)


def test_the_home_page_leads_to_every_section(client):
    page = client.get("/").content.decode()

    assert 'href="/articles/"' in page
    for section in Article.Section.values:
        assert f'href="{reverse("article_index")}?section={section}"' in page
