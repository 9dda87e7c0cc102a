"""正文: what an editor types becomes headings, lists and links, and never a tag."""

import time

import pytest
from django.template.loader import render_to_string

from zibo_youth.articles.text import Block, Span, blocks, plain


def kinds(source):
    return [block.kind for block in blocks(source)]


def html(source):
    return render_to_string("articles/partials/text.html", {"blocks": blocks(source)})


def test_every_line_is_a_block_and_points_in_a_row_are_one_list():
    source = "## 谁可以\n\n第一段。\n第二段。\n- 甲\n- 乙\n1. 先\n2、后\n### 小节\n# 也是小标题"

    assert kinds(source) == ["h2", "p", "p", "ul", "ol", "h3", "h2"]
    assert [len(block.lines) for block in blocks(source)] == [1, 1, 1, 2, 2, 1, 1]


@pytest.mark.parametrize("line", ["10.5万元以内", "2021年6月", "-5 度", "#", "1.", "-", "**", "100 元"])
def test_a_sentence_that_only_begins_like_a_list_is_a_sentence(line):
    assert blocks(line) == [Block("p", ((Span(line),),))]


def test_bold_words_and_links_stand_inside_a_line():
    [block] = blocks("请看[驿站](/stations/)和[原文](https://example.org/a?b=1)，**不收费**。")

    assert block.lines[0] == (
        Span("请看"),
        Span("驿站", "/stations/"),
        Span("和"),
        Span("原文", "https://example.org/a?b=1"),
        Span("，"),
        Span("不收费", is_strong=True),
        Span("。"),
    )


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "http://example.org/",
        "//example.org/",
        "/\\example.org",
        "https:example.org",
        "vbscript:x",
        " https://example.org",
        "",
    ],
)
def test_a_link_leads_to_https_or_into_this_site_or_is_no_link(href):
    assert not [
        span for block in blocks(f"[点这里]({href})") for line in block.lines for span in line if span.href
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "## <img src=x onerror=alert(1)>",
        "- <b>粗</b>",
        "**<i>x</i>**",
        '[<b>x</b>](https://example.org/"onclick="alert(1))',
        "[x](https://example.org/'><script>)",
        "[<b>words of a link</b>](https://example.org/)",
        '[x](https://example.org/"onclick="alert)',
        "&lt;script&gt;",
        "<!-- x",
    ],
)
def test_no_raw_html_reaches_the_page(source):
    shown = html(source)

    for tag in ("<script", "<img", "<b>", "<i>", "<!--", 'onclick="alert'):
        assert tag not in shown
    assert "&lt;" in shown or "&amp;lt;" in shown or "&quot;" in shown or "&#x27;" in shown


def test_what_is_searched_is_the_words_and_not_their_addresses():
    assert plain("## 标题\n- 看[驿站](https://example.org/secret)\n**重**点") == "标题\n看驿站\n重点"
    assert plain("") == ""


@pytest.mark.parametrize("sign", ["[", "**", "[x](", "*", "- [", "](", "(https://"])
def test_a_long_line_of_opening_signs_is_read_in_one_pass(sign):
    """Twice the text may cost about twice the time; a square of it would be a thousand times."""
    steps = []
    for size in (2_000, 20_000):
        start = time.process_time()
        blocks(sign * (size // len(sign)))
        steps.append(time.process_time() - start)
    assert steps[1] < max(steps[0], 0.005) * 100
