"""公开抽签 and 面试选拔: promised before, computed again by anybody, decided by others than oneself."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import people, rounding, volunteering
from tests.house.sources import ROOT
from volunteers import draw_words
from volunteers.models import InterviewNote
from volunteers.round_errors import (
    AlreadyListed,
    DrawNotListed,
    DrawTooEarly,
    InterviewOver,
    NobodyApplied,
    NotHeard,
    RoundMoved,
    ScoreOutOfRange,
    WrongMethod,
)
from volunteers.services import applications, draws, interviews, rounds
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core import draw
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed

LISTS = st.dictionaries(st.integers(1, 500), st.sampled_from(["sdut", "zbvc", "open"]), min_size=1)
SEEDS = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(SEEDS, LISTS)
def test_a_draw_is_a_permutation_and_the_same_for_everybody(seed, lines):
    listing = draw.listing_of(lines.items())

    order = draw.drawn_order(seed, listing)

    assert sorted(order) == sorted(lines)
    assert order == draw.drawn_order(seed, draw.listing_of(reversed(lines.items())))
    assert dict(draw.lines_of(listing)) == lines


@given(SEEDS, LISTS, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_draw_gives_no_pool_more_than_its_quota_and_leaves_no_place_that_somebody_could_have(
    seed, lines, sdut, zbvc, shared
):
    listing, quotas = draw.listing_of(lines.items()), {"sdut": sdut, "zbvc": zbvc, "open": shared}
    order = draw.drawn_order(seed, listing)

    won = draw.winners(order, listing, quotas)

    of = {pool: [number for number in order if lines[number] == pool] for pool in quotas}
    home = {number for pool in ("sdut", "zbvc") for number in of[pool][: quotas[pool]]}
    assert home <= set(won)
    rest = [number for number in order if number not in home]
    assert set(won) - home == set(rest[:shared])


@given(LISTS)
def test_a_list_that_is_changed_by_one_line_has_another_hash_and_other_lots(lines):
    listing = draw.listing_of(lines.items())
    longer = draw.listing_of([*lines.items(), (501, "open")])

    assert draw.digest(listing) != draw.digest(longer)


def drawn(many=9):
    """A round of 3 + 2 open places, closed, listed and drawn."""
    of = rounding.call(3, shared=2, method="draw")
    [home, _shared] = of.pools.counted()
    rounding.apply(of, *rounding.students(home, many - 4), *rounding.students(None, 4))
    rounds.close_round(actor=SYSTEM, round=of)
    draws.publish_list(actor=SYSTEM, round=of)
    with standing_at(now() + timedelta(hours=2, minutes=1)):
        draws.draw_places(actor=SYSTEM, round=of)
    return of


@pytest.mark.django_db
def test_the_script_of_the_reference_gives_the_order_and_the_places_of_the_portal(tmp_path):
    of = drawn()
    page = (ROOT / "docs/reference/draw.md").read_text()
    script, listing = tmp_path / "redraw.py", tmp_path / "list.csv"
    script.write_text(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1])
    listing.write_bytes(of.listing.encode())
    quotas = [f"{pool}={places}" for pool, places in draw_words.quotas(of).items()]

    told = subprocess.run(
        [sys.executable, script, listing, of.seed, *quotas], capture_output=True, text=True, check=True
    )

    first, second, *lines = told.stdout.splitlines()
    assert (first, second) == (f"list {of.list_hash}", f"seed {of.seed_hash}")
    ours = [
        f"{rank} {number} {'place' if won else 'waits'}" for rank, number, _pool, won in draw_words.result(of)
    ]
    assert lines == ours
    held = {f"{each.rank} {each.number} place" for each in of.applications.seated()}
    assert held == {line for line in lines if line.endswith("place")}
    assert len(held) == 5


@pytest.mark.django_db
def test_the_seed_is_promised_at_the_opening_and_the_list_before_the_draw():
    of = rounding.call(shared=1, method="draw")
    assert of.seed_hash == draw.digest(of.seed)
    [one, two, _three] = rounding.apply(of, *rounding.students(None, 3))
    assert rounding.states(of) == ["applied"] * 3
    with pytest.raises(RoundMoved):
        draws.publish_list(actor=SYSTEM, round=of)
    applications.withdraw(actor=volunteering.user_of(one.volunteer), application=one)
    rounds.close_round(actor=SYSTEM, round=of)
    with pytest.raises(DrawNotListed):
        draws.draw_places(actor=SYSTEM, round=of)

    draws.publish_list(actor=SYSTEM, round=of)

    assert of.listing == "number,pool\n2,open\n3,open\n"
    assert of.list_hash == draw.digest(of.listing)
    with pytest.raises(AlreadyListed):
        draws.publish_list(actor=SYSTEM, round=of)
    with pytest.raises(DrawTooEarly):
        draws.draw_places(actor=SYSTEM, round=of)
    applications.withdraw(actor=volunteering.user_of(two.volunteer), application=two)
    with standing_at(of.listed_at + timedelta(hours=2)):
        draws.draw_places(actor=SYSTEM, round=of)
        with pytest.raises(RoundMoved):
            draws.draw_places(actor=SYSTEM, round=of)
    assert rounding.states(of) == ["withdrawn", "withdrawn", "offered"]


@pytest.mark.django_db
def test_the_seed_stands_in_no_audit_trail():
    of = rounding.call(shared=1, method="draw")

    fields = {field.name for field in of.events.model._meta.get_fields()}

    assert "seed_hash" in fields
    assert "seed" not in fields
    assert all(of.seed not in map(str, row) for row in of.events.values_list())


@pytest.mark.django_db
def test_interviews_rank_by_the_mean_score_and_the_earlier_of_two_that_are_equal():
    team = volunteering.organisation()
    of = rounding.call(shared=2, method="selection", project=rounding.event(team))
    made = rounding.apply(of, *rounding.students(None, 4))
    leader, officer = people.leader(team), people.officer()
    scores = [(60, 80), (90, 90), (70, 70), (20, 40)]
    for application, (first, second) in zip(made, scores, strict=True):
        for by, score in ((leader, first), (officer, second)):
            interviews.write_note(actor=by, application=application, score=score, recommendation="take")
    with pytest.raises(RoundMoved):
        interviews.rank_heard(actor=leader, round=of)
    rounds.close_round(actor=leader, round=of)

    interviews.rank_heard(actor=leader, round=of)

    assert rounding.states(of) == ["offered", "offered", "waitlisted", "waitlisted"]
    assert list(of.applications.order_by("rank").values_list("number", flat=True)) == [2, 1, 3, 4]
    with pytest.raises(InterviewOver):
        interviews.write_note(actor=leader, application=made[3], score=99, recommendation="take")


@pytest.mark.django_db
def test_everybody_is_heard_first_and_nobody_judges_oneself():
    team = volunteering.organisation()
    of = rounding.call(shared=2, method="selection", project=rounding.event(team))
    leader = people.leader(team)
    mine, other = rounding.apply(of, rounding.serving(leader), *rounding.students(None, 1))
    judge = {"score": 80, "recommendation": "take"}
    with pytest.raises(NotAllowed):
        interviews.write_note(actor=leader, application=mine, **judge)
    with pytest.raises(NotAllowed):
        interviews.write_note(actor=people.leader(volunteering.organisation()), application=other, **judge)
    with pytest.raises(ScoreOutOfRange):
        interviews.write_note(actor=leader, application=other, **judge | {"score": 101})
    interviews.write_note(actor=leader, application=other, **judge)
    interviews.write_note(actor=leader, application=other, **judge | {"score": 90})
    assert InterviewNote.objects.get().score == 90
    assert not InterviewNote.objects.visible_to(volunteering.user_of(other.volunteer)).exists()
    rounds.close_round(actor=leader, round=of)
    officer = people.officer()
    with pytest.raises(NotHeard):
        interviews.rank_heard(actor=officer, round=of)
    interviews.refuse(actor=officer, application=mine, note="未到场")
    with pytest.raises(NotAllowed):
        interviews.rank_heard(actor=leader, round=of)

    interviews.rank_heard(actor=officer, round=of)

    assert rounding.states(of) == ["refused", "offered"]


@pytest.mark.django_db
def test_a_step_of_another_method_is_refused_and_so_is_a_draw_of_nobody():
    of = rounding.call(shared=2)
    rounds.close_round(actor=SYSTEM, round=of)
    with pytest.raises(WrongMethod):
        draws.publish_list(actor=SYSTEM, round=of)
    with pytest.raises(WrongMethod):
        interviews.rank_heard(actor=people.city_staff(), round=of)
    empty = rounding.call(shared=2, method="draw")
    rounds.close_round(actor=SYSTEM, round=empty)
    with pytest.raises(NobodyApplied):
        draws.publish_list(actor=SYSTEM, round=empty)
