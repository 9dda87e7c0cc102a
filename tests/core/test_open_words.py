"""Words that many may read hold no number of somebody, and may hold days, sums and codes of ours."""

import pytest

from zibo_youth.core.open_words import tell_a_number

TELLING = [
    "电话 15400000000",
    "139 0000 0000",
    "139-0000-0000",
    "139 - 0000 - 0000",
    "座机 0533—7000000",
    "１３９００００００００",
    "370303 20150305 1234",
    "2026-11-29 15400000000",
    "HR-2021-0123 15400000000",
    "HR-2021-15400000000",
]
HARMLESS = [
    "",
    "示范书桌 1.2 米，2 张",
    "2026-11-29 开工，2026-12-15 完工",
    "2026年11月29日",
    "见 HR-2021-0123",
    "预算 12000 元",
    "三天来了 120、80 人",
]


@pytest.mark.parametrize("words", TELLING)
def test_a_number_is_found_however_it_is_written(words):
    assert tell_a_number(words)


@pytest.mark.parametrize("words", HARMLESS)
def test_days_sums_and_codes_are_no_number_of_somebody(words):
    assert not tell_a_number(words)
