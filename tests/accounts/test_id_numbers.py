"""证件号码: GB 11643, and the documents that have no public check digit."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from zibo_youth.accounts import identity
from zibo_youth.accounts.errors import InvalidIdNumber
from zibo_youth.accounts.models import Person

Kind = Person.IdType
dates = st.dates(date(1900, 1, 1), date(2020, 12, 31))
orders = st.integers(0, 999).map("{:03d}".format)


def number(place="370399", born=date(1998, 3, 5), order="001"):
    first = f"{place}{born:%Y%m%d}{order}"
    return first + identity.check_character(first)


def refused(kind, text):
    with pytest.raises(InvalidIdNumber):
        identity.read(kind, text)
    return True


def test_all_eleven_check_characters_occur_and_are_taken():
    numbers = {number(order=f"{n:03d}") for n in range(100)}
    assert {n[-1] for n in numbers} == set("0123456789X")
    assert all(identity.read(Kind.MAINLAND, n).number == n for n in numbers)


def test_the_published_example_of_the_standard():
    """GB 11643-1999, annex: the number whose check character is X."""
    assert identity.check_character("11010519491231002") == "X"
    assert identity.check_character("44052418800101001") == "4"


@given(dates, orders)
def test_every_other_check_character_is_refused(born, order):
    right = number(born=born, order=order)
    for wrong in set("0123456789X") - {right[-1]}:
        assert refused(Kind.MAINLAND, right[:-1] + wrong)


@given(dates, orders, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born, order, place, off):
    right = number(born=born, order=order)
    wrong = right[:place] + str((int(right[place]) + off) % 10) + right[place + 1 :]
    assert refused(Kind.MAINLAND, wrong)


@given(dates, orders)
def test_birth_date_and_gender_are_read_from_the_number(born, order):
    facts = identity.read(Kind.MAINLAND, number(born=born, order=order))
    assert facts.birth_date == born
    assert facts.gender == (1 if int(order) % 2 else 2)


@pytest.mark.parametrize(
    "text", ["19980230", "19981301", "19980001", "19980100", "20230229", "18501231", "20990101"]
)
def test_dates_that_are_none_or_lie_ahead_are_refused(text):
    first = f"370399{text}001"
    assert refused(Kind.MAINLAND, first + identity.check_character(first))


def test_a_leap_day_is_taken():
    assert identity.read(Kind.MAINLAND, number(born=date(2000, 2, 29))).birth_date == date(2000, 2, 29)


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda n: n.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")),
        lambda n: n.translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ")),
        lambda n: f" {n[:6]} {n[6:14]}　{n[14:]}\n",
        lambda n: f"{n[:6]}-{n[6:14]}-{n[14:]}",
        "\u200b".join,
        lambda n: "\ufeff" + n,
    ],
)
def test_one_number_has_one_form_however_it_is_typed(write):
    right = next(n for n in (number(order=f"{k:03d}") for k in range(99)) if n.endswith("X"))
    assert identity.read(Kind.MAINLAND, write(right)).number == right


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "x" * 18,
        "37039919980305001",
        "3703991998030500123",
        "٣٧٠٣٩٩١٩٩٨٠٣٠٥٠٠١٢",
        "\0" * 18,
        "1" * 10_000,
        "９" * 18,
        "²³" * 9,
    ],
)
def test_what_is_no_number_is_refused(text):
    for kind in (Kind.MAINLAND, Kind.RESIDENCE_PERMIT, Kind.FOREIGN_PERMANENT):
        assert refused(kind, text)


def test_each_document_has_its_own_family_of_prefixes():
    families = {
        Kind.MAINLAND: ("110101", "650101", "710000"),
        Kind.RESIDENCE_PERMIT: ("810000", "820000", "830000"),
        Kind.FOREIGN_PERMANENT: ("911123", "912456"),
    }
    for kind in families:
        for family, places in families.items():
            for place in places:
                if kind == family:
                    assert identity.read(kind, number(place))
                else:
                    assert refused(kind, number(place))


@pytest.mark.parametrize("place", ["010101", "000000", "840000"])
def test_prefixes_of_nobody_are_refused(place):
    for kind in (Kind.MAINLAND, Kind.RESIDENCE_PERMIT, Kind.FOREIGN_PERMANENT):
        if not (kind == Kind.MAINLAND and place == "840000"):
            assert refused(kind, number(place))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Kind.HK_MACAO_PERMIT,
            ["H12345678", "M1234567801", "h 1234 5678"],
            ["A12345678", "H1234567", "H123456789"],
        ),
        (
            Kind.TAIWAN_PERMIT,
            ["12345678", "1234567801", "１２３４５６７８"],
            ["1234567", "123456789", "H12345678"],
        ),
        (
            Kind.PASSPORT,
            ["E12345678", "AB1234567", "l898902c3"],
            ["E12", "E123456789012", "护照12345", "E1234567!"],
        ),
    ],
)
def test_documents_without_a_check_digit_are_held_to_their_shape(kind, good, bad):
    for text in good:
        facts = identity.read(kind, text)
        assert facts.birth_date is None
        assert facts.gender is None
    for text in bad:
        assert refused(kind, text)


def test_another_implementation_agrees_where_it_gives_an_answer():
    """python-stdnum raises KeyError for most area codes, so it is a partial oracle; it also knows
    when a county was founded, hence the years."""
    chance = random.Random(11643)
    compared = 0
    for _ in range(4000):
        place = chance.choice(["110101", "310101", "440106", "370102", "510104", "370303"])
        text = number(
            place,
            date(chance.randint(1995, 2019), chance.randint(1, 12), chance.randint(1, 28)),
            f"{chance.randint(0, 999):03d}",
        )
        if chance.random() < 0.5:
            text = text[:-1] + chance.choice("0123456789X")
        try:
            theirs = ric.is_valid(text)
        except KeyError:
            continue
        try:
            ours = bool(identity.read(Kind.MAINLAND, text))
        except InvalidIdNumber:
            ours = False
        assert ours == theirs, text
        compared += 1
    assert compared > 1000


@given(st.text(max_size=40))
def test_no_text_whatever_makes_it_fall_over(text):
    for kind in Kind.values:
        try:
            identity.read(kind, text)
        except InvalidIdNumber:
            continue
