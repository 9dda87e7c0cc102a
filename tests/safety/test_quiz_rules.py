"""Papers, scores and rankings as pure functions, beside plain Python that knows nothing of them."""

import hashlib
import hmac
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety.quiz_flags import flags_of, is_too_fast
from safety.quiz_paper import LETTERS, PoolLine, chosen_of, drawn_paper, shown_of
from safety.quiz_ranking import Result, counted, ranked, teams_of
from safety.quiz_score import Key, score_of

SEED = "5" * 64
NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
pools = st.lists(
    st.builds(
        PoolLine,
        question=st.integers(1, 10_000),
        options=st.integers(2, 6),
        is_shuffled=st.booleans(),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda line: line.question,
)
seeds = st.text("0123456789abcdef", min_size=64, max_size=64)


# --- papers --------------------------------------------------------------------------------------


@given(seeds, pools, st.integers(1, 40))
def test_a_paper_is_some_questions_once_each_with_all_their_letters(seed, pool, count):
    paper = drawn_paper(seed, pool, count)
    lines = {line.question: line for line in pool}
    assert len(paper.questions) == len(set(paper.questions)) == min(count, len(pool))
    for question, order in zip(paper.questions, paper.orders, strict=True):
        assert sorted(order) == sorted(LETTERS[: lines[question].options])
        assert lines[question].is_shuffled or order == "".join(sorted(order))


@given(seeds, pools, st.integers(1, 40), st.randoms())
def test_a_paper_follows_from_its_seed_whatever_the_order_of_the_pool(seed, pool, count, chance):
    shuffled = list(pool)
    chance.shuffle(shuffled)
    assert drawn_paper(seed, pool, count) == drawn_paper(seed, shuffled, count)


def test_the_rule_of_the_draw_said_again_in_other_words():
    """docs/reference/draw.md: the smallest lot first, of questions and of letters."""
    numbers = list(range(1, 31))
    pool = [PoolLine(number, 4) for number in numbers]
    listing = "number,pool\n" + "".join(f"{number},\n" for number in numbers)
    list_hash = hashlib.sha256(listing.encode()).hexdigest()

    def lot(words):
        return hmac.new(SEED.encode(), words.encode(), hashlib.sha256).hexdigest()

    questions = sorted(numbers, key=lambda number: lot(f"{list_hash}:{number}"))[:20]
    orders = ["".join(sorted("ABCD", key=lambda letter: lot(f"{q}:{letter}"))) for q in questions]
    paper = drawn_paper(SEED, pool, 20)
    assert (list(paper.questions), list(paper.orders)) == (questions, orders)


def test_many_seeds_draw_every_question_and_every_first_letter_about_as_often():
    pool = [PoolLine(number, 4) for number in range(1, 11)]
    papers = [drawn_paper(hashlib.sha256(str(n).encode()).hexdigest(), pool, 5) for n in range(1000)]
    for number in range(1, 11):
        assert 400 < sum(number in paper.questions for paper in papers) < 600
    firsts = [order[0] for paper in papers for order in paper.orders]
    for letter in "ABCD":
        assert 1100 < firsts.count(letter) < 1400


@given(st.permutations("ABCDEF"), st.sets(st.sampled_from("ABCDEF")))
def test_what_is_ticked_as_shown_is_read_as_the_question_has_it_and_back(order, ticked):
    order, shown = "".join(order), "".join(sorted(ticked))
    chosen = chosen_of(shown, order)
    assert list(chosen) == sorted(chosen)
    assert shown_of(chosen, order) == shown


# --- scores --------------------------------------------------------------------------------------

letters = st.sets(st.sampled_from("ABCD"), min_size=1).map(lambda each: "".join(sorted(each)))
keys = st.one_of(st.builds(Key, letters=letters), st.just(Key(is_void=True)))


@given(st.lists(st.tuples(keys, st.none() | st.just("") | letters), max_size=40), st.integers(1, 100))
def test_a_score_is_points_for_each_right_question_counted_one_by_one(rows, points):
    answers = {number: said for number, (_key, said) in enumerate(rows) if said is not None}
    total = 0
    for key, said in rows:
        if key.is_void or (said and set(said) == set(key.letters)):
            total += points
    told = {number: key for number, (key, _said) in enumerate(rows)}
    assert score_of(range(len(rows)), answers, told, points) == total


# --- rankings ------------------------------------------------------------------------------------

results = st.lists(
    st.builds(
        Result,
        entry=st.integers(1, 8),
        number=st.integers(1, 4),
        score=st.integers(0, 3).map(lambda n: n * 5),
        took=st.integers(1, 3).map(lambda n: timedelta(seconds=n)),
        finished_at=st.integers(0, 2).map(lambda n: NOON + timedelta(minutes=n)),
        team=st.none() | st.integers(1, 3),
    ),
    max_size=25,
    unique_by=lambda each: (each.entry, each.number),
)


def _beats(one, other):
    """Said as a judge would say it."""
    if one.score != other.score:
        return one.score > other.score
    if one.took != other.took:
        return one.took < other.took
    return one.finished_at < other.finished_at


@given(results, st.sampled_from(["best", "first", "daily"]), seeds)
def test_nobody_stands_before_somebody_who_beats_them(lines, mode, seed):
    told = ranked(lines, mode, seed)
    assert len({each.entry for each in told}) == len(told)
    for before, after in itertools.pairwise(told):
        assert not _beats(after, before)
    for each in told:
        own = [one for one in lines if one.entry == each.entry]
        if mode == "first":
            assert each.number == 1
        else:
            assert not any(_beats(one, each) for one in own)
    wanted = {each.entry for each in lines if mode != "first" or each.number == 1}
    assert {each.entry for each in told} == wanted


@given(results, st.sampled_from(["best", "first"]), seeds, st.randoms())
def test_the_order_of_the_rows_changes_nothing(lines, mode, seed, chance):
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert ranked(lines, mode, seed) == ranked(shuffled, mode, seed)
    assert teams_of(lines, mode, 2, seed) == teams_of(shuffled, mode, 2, seed)


def test_equal_to_the_microsecond_is_drawn_by_the_seed_and_every_seed_draws_alike():
    lines = [Result(entry, 1, 100, timedelta(seconds=9), NOON) for entry in (1, 2, 3)]
    firsts = [ranked(lines, "best", hashlib.sha256(str(n).encode()).hexdigest())[0].entry for n in range(600)]
    for entry in (1, 2, 3):
        assert 140 < firsts.count(entry) < 260
    assert ranked(lines, "best", SEED) == ranked(lines[::-1], "best", SEED)


@given(results, st.integers(1, 3), seeds)
def test_a_team_is_its_best_people_put_together(lines, size, seed):
    told = teams_of(lines, "best", size, seed)
    people = counted(lines, "best")
    for each in told:
        own = sorted((one for one in people if one.team == each.team), key=lambda one: one.standing)
        assert len(own) == each.people >= size
        assert each.score == sum(one.score for one in own[:size])
        assert each.took == sum((one.took for one in own[:size]), timedelta())
    ranked_teams = {each.team for each in told}
    for team in {one.team for one in people} - {None}:
        assert (team in ranked_teams) == (sum(one.team == team for one in people) >= size)
    for before, after in itertools.pairwise(told):
        assert not _beats(after, before)


# --- flags ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "answered", "fast"), [(39.9, 20, True), (40, 20, False), (0.1, 0, False), (1.9, 1, True)]
)
def test_less_than_two_seconds_for_each_answer_is_too_fast(seconds, answered, fast):
    assert is_too_fast(timedelta(seconds=seconds), answered, 2) is fast


def test_a_flag_says_what_was_seen():
    assert flags_of(timedelta(seconds=5), 20, 1, 2) == ["too_fast", "same_device"]
    assert flags_of(timedelta(seconds=500), 20, 0, 2) == []
    assert flags_of(None, 3, 0, 2) == []
