"""The lookers themselves: each finds what it is there for, so that its silence means something."""

from __future__ import annotations

import pytest

from tests.browser.judged import Judged
from tests.browser.survey import Surveyor, axe, data_in_chinese, missing_glyphs, untranslated
from tests.browser.visitor import Watch

pytestmark = pytest.mark.browser

# A private-use character: a font for it would be one of its own.
NO_FONT_HAS_THIS = "\ue123"
WITHOUT_CHINESE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}</cachedir>
  <selectfont><rejectfont><pattern>
    <patelt name="lang"><string>zh-cn</string></patelt>
  </pattern></rejectfont></selectfont>
</fontconfig>"""


def spoilt(visitor, markup: str) -> None:
    """Show the front page with something added to it, under the portal's own headers."""

    def add(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", f"{markup}</main>"))

    visitor.page.unroute_all()
    visitor.page.route(
        "**/*", lambda route: add(route) if route.request.is_navigation_request() else route.continue_()
    )
    visitor.go("home")
    visitor.page.wait_for_timeout(200)


@pytest.mark.control
@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<script>document.title = 'x'</script>", "CSP script-src"),
        ("<p style='color: red'>x</p>", "CSP style-src"),
        ("<img src='https://example.org/x.png' alt=''>", "CSP img-src"),
        ("<img src='/static/no-such-file.png' alt=''>", "404"),
    ],
)
def test_a_broken_policy_and_a_missing_file_are_seen(visit, markup, words):
    visitor = visit()
    spoilt(visitor, markup)
    seen, visitor.watch.troubles[:] = list(visitor.watch.troubles), []
    assert any(words in trouble for trouble in seen), seen


@pytest.mark.control
@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("<img src='/static/img/mark.svg'>", "image-alt"),
        ("<input type='text'>", "label"),
        ("<h5>x</h5>", "heading-order"),
        ("<a href='/x'></a>", "link-name"),
    ],
)
def test_axe_is_awake(visit, markup, rule):
    visitor = visit()
    spoilt(visitor, markup)
    assert any(f"axe {rule}:" in finding for finding in axe(visitor.page))


@pytest.mark.control
@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("<input type='text'>", "label"),
        ("<img src='/static/img/mark.svg'>", "image-alt"),
        ("<a href='/x'></a>", "link-name"),
        ("<h5>x</h5>", "heading-order"),
    ],
)
def test_axe_judges_what_is_new_in_the_midst_of_what_it_knows(visit, markup, rule):
    visitor = visit()
    surveyor = Surveyor(visitor.language)
    around = "<section><p>x</p><ul><li><p>{}</p></li></ul></section>".format
    for _again in range(2):
        spoilt(visitor, around("y"))
        before = surveyor._axe(visitor.page)
    assert before == []
    assert visitor.page.locator("[data-judged=before]").count()
    assert not visitor.page.locator("[data-judged=now]").count()
    spoilt(visitor, around(markup))
    assert any(f"axe {rule}:" in finding for finding in surveyor._axe(visitor.page))


def test_what_one_process_has_judged_another_knows(tmp_path):
    one, other = Judged(tmp_path / "judged"), Judged(tmp_path / "judged")
    one.add(["a", "b"])
    assert other.known() == ["a", "b"]
    other.add(["c"])
    with one.file.open("a") as told:
        told.write("half")
    assert one.known() == ["a", "b", "c"]
    assert Judged().known() == []


@pytest.mark.control
def test_a_character_without_a_glyph_is_seen(visit):
    visitor = visit()
    visitor.go("home")
    family = visitor.page.evaluate("getComputedStyle(document.body).fontFamily")
    assert missing_glyphs(visitor.page, family, f"淄{NO_FONT_HAS_THIS}博") == [NO_FONT_HAS_THIS]


@pytest.mark.control
def test_without_chinese_fonts_every_chinese_character_is_missed(
    browser_type, browser_type_launch_args, tmp_path
):
    """The same browser with its Chinese fonts refused: what the suite would say on a machine without them."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(WITHOUT_CHINESE.format(folder=tmp_path), "utf-8")
    bare = browser_type.launch(**browser_type_launch_args, env={"FONTCONFIG_FILE": str(fonts)})
    page = bare.new_page()
    found = missing_glyphs(page, "sans-serif", "淄博驿站a")
    bare.close()
    assert found == list("淄博驿站")


@pytest.mark.control
def test_chinese_on_an_english_page_is_seen_and_data_is_let_through(city):
    assert untranslated(["Name: 陈一帆", "访**", "提交"], data_in_chinese(with_bilingual=False)) == ["提交"]


@pytest.mark.control
def test_an_expected_answer_excuses_no_other():
    watch = Watch(expected_status=404)

    class Answer:
        url = "http://127.0.0.1/x"
        status = 500

    watch._response(Answer())
    assert watch.troubles == ["500: http://127.0.0.1/x"]
