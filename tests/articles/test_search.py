"""搜索: beside plain substring search nothing is missed, and whatever is typed is safe."""

import random
import unicodedata

import pytest
from django.db import connection

from tests.articles import shelf
from tests.corpus import NAUGHTY
from zibo_youth.articles import search
from zibo_youth.articles.models import Article
from zibo_youth.articles.services import tokens_of
from zibo_youth.articles.text import plain

pytestmark = pytest.mark.django_db

# Neighbours that tokens could be cut wrongly between: scripts, digits, full width, punctuation, rare characters.
LINES = [
    "青年驿站为来淄就业创业青年提供预约入住、人才政策、岗位查询、休闲交友等服务",
    "鲁青基准贷、鲁青担保贷由合作银行发放；授信不等于放款",
    "ＩＧＢＴ项目投产，总金额8314万元（其中３成为担保贷）",
    "每人500元的“来淄体验券”，第9条，2021年6月4日起",
    "联系邮箱 talent-office@example.org，周一至周五 9:00—17:00",
    "WiFi 6 覆盖，5G网络，USB-C充电",
    "䶮㛃㐂骉峣：姓名里的生僻字也能找到",
    "Youth lounges open daily; café and résumé help are free of charge",
    "𠮷野家隔壁就是驿站",
    "㈱ｶﾀｶﾅ Ⅲ号楼 ①楼 ½",
]


def normal(text):
    return unicodedata.normalize("NFKC", text).casefold()


@pytest.fixture
def library():
    rng = random.Random(9)
    rows = []
    for number, line in enumerate(LINES):
        other = rng.choice(LINES)
        rows.append(
            shelf.published(title=f"第{number}篇", summary=line[:40], body=f"{line}。\n- {other[:30]}")
        )
    return rows


def words_in(article):
    return [normal(part) for part in (article.title, article.summary, plain(article.body))]


def questions(rows, rng, how_many):
    """Substrings of what is there, two characters or longer, cut anywhere: across scripts and punctuation."""
    for _ in range(how_many):
        text = rng.choice([part for part in words_in(rng.choice(rows)) if len(part) > 3])
        start = rng.randrange(len(text) - 2)
        asked = text[start : start + rng.randrange(2, 9)]
        if search.runs(asked):
            yield asked


def by_substring(rows, asked):
    """The oracle: plain Python, no tokens."""
    return {row.pk for row in rows if any(asked in part for part in words_in(row))}


def found(asked):
    return set(Article.objects.matching(asked).values_list("pk", flat=True))


def test_nothing_is_missed_that_a_substring_search_finds(library):
    asked = list(questions(library, random.Random(21), 300))
    assert len(asked) > 250

    missed = {words: by_substring(library, words) - found(words) for words in asked}
    assert {words: rows for words, rows in missed.items() if rows} == {}


def test_and_hardly_anything_is_found_that_it_does_not(library):
    """Pairs may stand apart in a text; where they do often, the tokens would be too coarse."""
    asked = [words for words in questions(library, random.Random(22), 300) if search.runs(words) == [words]]
    assert len(asked) > 100
    extra = sum(len(found(words) - by_substring(library, words)) for words in asked)
    assert extra <= len(asked) * 0.05


@pytest.mark.control
def test_the_control_tokens_without_pairs_across_a_cut_miss(library, monkeypatch):
    """Words cut every two characters, as a careless segmenter would: half of the questions fall between."""
    monkeypatch.setattr(
        search,
        "tokens",
        lambda text: (run[n : n + 2] for run in search.runs(text) for n in range(0, len(run), 2)),
    )
    for article in library:
        Article.objects.filter(pk=article.pk).update(search_vector=_vector(tokens_of(article)))

    asked = list(questions(library, random.Random(21), 300))
    assert sum(bool(by_substring(library, words) - found(words)) for words in asked) > len(asked) * 0.3


def _vector(tokens):
    from django.contrib.postgres.search import SearchVectorField
    from django.db.models import Value
    from django.db.models.functions import Cast

    return Cast(Value(tokens), SearchVectorField())


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("策", "人才政策"),
        ("人", "人才政策"),
        ("talent", "the TALENT office"),
        ("alen", "the talent office"),
        ("ＴＡＬＥＮＴ", "the talent office"),
        ("talent", "ＴＡＬＥＮＴ办公室"),
        ("2021", "2021年6月"),
        ("021年", "2021年6月"),
        ("人才　政策", "政策与人才"),
        ("人才\t政策\n", "政策与人才"),
        ("人才,政策", "政策与人才"),
        ("“人才政策”", "新人才政策"),
        ("café", "Café 开门"),
        ("𠮷野", "𠮷野家"),
        ("a" * 40, "x" + "a" * 60),
    ],
)
def test_what_is_asked_for_is_found(asked, text):
    article = shelf.published(body=text)

    assert found(asked) == {article.pk}


@pytest.mark.parametrize(
    ("asked", "text"), [("才人", "人才"), ("人才 住房", "人才"), ("talents", "talent"), ("政", "人才")]
)
def test_what_is_not_there_is_not_found(asked, text):
    shelf.published(title="甲", summary="乙", body=text)

    assert found(asked) == set()


def test_a_hit_in_the_title_comes_before_hits_in_the_text():
    in_text = shelf.published(title="甲", body="创业贷款。" * 20, position=1)
    in_summary = shelf.published(title="乙", summary="创业贷款", position=2)
    in_title = shelf.published(title="创业贷款", position=3)

    assert list(Article.objects.matching("创业贷款")) == [in_title, in_summary, in_text]


def test_blank_words_ask_for_nothing_and_signs_alone_find_nothing(library):
    assert Article.objects.matching("").count() == len(library)
    assert Article.objects.matching(" 　\t").count() == len(library)
    assert Article.objects.matching("！？…&|!()<->:*'\\").count() == 0


def test_whatever_is_typed_is_safe(library):
    for text in NAUGHTY:
        clean = text.replace("\0", "").encode("utf-8", "replace").decode()
        list(Article.objects.matching(clean[:60]))


@pytest.mark.parametrize(
    "alphabet",
    [
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "".join(chr(0x4E00 + n) for n in range(20000)),
        "𠀀𠀁𠀂𠀃" * 5 + "龘",
        "a",
    ],
    ids=["latin", "chinese", "rare", "one letter"],
)
def test_the_longest_article_still_has_room_in_the_index(alphabet):
    rng = random.Random(3)
    body = "".join(rng.choices(alphabet, k=20_000))
    article = shelf.published(body=body, title_en="x", summary_en="x", body_en=body[::-1])

    assert found(body[-12:]) == {article.pk}


def test_the_index_is_used(library):
    rows = Article.objects.matching("鲁青担保贷").order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "article_found_by_its_tokens" in rows.explain()


# --- showing ------------------------------------------------------------------------------------


def shown(marks):
    return "".join(f"[{mark.text}]" if mark.is_hit else mark.text for mark in marks)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("人才政策与岗位", "政策", "人才[政策]与岗位"),
        ("ＩＧＢＴ项目", "igbt", "[ＩＧＢＴ]项目"),
        ("面积㎡数", "m2", "面积[㎡]数"),
        ("政策、人才", "人才 政策", "[政策]、[人才]"),
        ("贷款的担保", "担保贷款", "[贷款]的[担保]"),
        ("nothing", "人才", "nothing"),
        ("人人人", "人人", "[人人]人"),
        ("<b>&人才", "人才", "<b>&[人才]"),
        ("", "人才", ""),
        ("人才", "", "人才"),
    ],
)
def test_hits_are_marked_and_the_text_stays_whole(text, asked, expected):
    assert shown(search.marks(text, asked)) == expected
    assert "".join(mark.text for mark in search.marks(text, asked)) == text


def test_an_excerpt_shows_the_hit_and_says_where_it_was_cut():
    text = "前" * 300 + "人才政策" + "后" * 300

    cut = shown(search.excerpt(text, "人才政策"))

    assert "[人才政策]" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(cut) < 100


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert shown(search.excerpt("短文", "人才")) == "短文"
