"""来淄须知 in a browser: found, read, taken away, by telephone and without JavaScript; a draft for its keeper."""

from __future__ import annotations

import pytest

from tests.browser.survey import axe

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@SCRIPT
def test_an_article_is_searched_read_and_its_file_taken_away(visit, city, script):
    reader = visit(script=script)
    reader.go("home")
    reader.press(f"main a[href='{reader.address('article_index', section='jobs')}']")
    assert reader.main(".tabs [aria-current]").inner_text() == "岗位查询"

    reader.fill(q="投简历")
    reader.press("main form button")
    assert "提到“投简历”" in reader.main("[role=status]").inner_text()
    assert reader.main("mark").first.inner_text() == "投简历"
    assert reader.main(".tabs [aria-current]").inner_text() == "岗位查询"

    reader.press(".article-list a")
    assert reader.is_at("article_page", "jobs")
    assert reader.main(".article-text h2").inner_text() == "线上"
    file = reader.main(".article-files a").get_attribute("href")
    answer = reader.context.request.get(reader.origin + file)
    assert answer.ok
    assert answer.headers["content-disposition"].startswith("attachment")


def test_filters_and_a_question_without_an_answer(visit, city):
    reader = visit(phone=False)
    reader.go("article_index")
    assert "往年的政策" not in reader.main(".article-list").inner_text()
    reader.fill(expired="on")
    reader.press("main form button")
    assert "已失效" in reader.main(".article-list").inner_text()

    reader.fill(q="没有人写过的词")
    reader.press("main form button")
    assert reader.main(".empty").count() == 1
    assert axe(reader.page) == []
    reader.press(".empty a")
    assert reader.main(".article-line").count() >= 3


@pytest.mark.parametrize("slug", ["jobs", "coming", "over", "chinese"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_look_of_an_article_is_accessible(visit, city, language, slug):
    reader = visit(language=language)
    reader.go("article_page", slug)
    assert axe(reader.page) == []


def test_a_draft_is_previewed_from_the_admin_and_published_by_a_button(visit, city):
    from zibo_youth.articles.models import Article

    desk = visit(user=city.staff["city_staff"], phone=False)
    draft = Article.objects.get(slug="draft")
    desk.go("article_page", "draft")
    assert "公众现在看不到" in desk.main(".notice").inner_text()
    desk.go("admin:articles_article_change", draft.pk)
    assert axe(desk.page) == []
    assert desk.page.locator(".stay-moves button").all_inner_texts() == ["发布"]
    desk.press(".stay-moves button")

    stranger = visit()
    stranger.go("article_page", "draft")
    assert stranger.main("h1").inner_text() == "还没写完"
