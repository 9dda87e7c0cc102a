"""The selection: sealed until it is released to all, reproducible by anybody, reserves asked by rank."""

import hashlib
import hmac
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events import wedding_errors as errors
from events.models import Couple, CoupleScore, WeddingCriterion, WeddingSelection
from events.services.weddings import choosing, couples, due, editions, places
from events.wedding_selection import ADMITTED, GONE, RESERVE, listing_of, ranked, ranks_of, result_of
from tests import marrying, people
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db
State = Couple.State
SEED = "5" * 64


def kinds(user):
    return list(Notice.objects.filter(to=user.person).order_by("pk").values_list("kind", flat=True))


def states(of):
    return dict(of.couples.order_by("number").values_list("number", "state"))


# --- the pure calculation ------------------------------------------------------------------------


def test_the_same_files_give_the_same_result_bit_by_bit():
    listing = listing_of(range(1, 8))
    assert result_of(ranked(SEED, listing, 3)) == result_of(ranked(SEED, listing, 3))
    assert hashlib.sha256(listing.encode()).hexdigest() == lots.digest(listing)


def test_a_draw_is_made_again_with_nothing_but_the_published_words():
    """The recipe of docs/reference/draw.md, written out once more."""
    listing = listing_of(range(1, 30))
    list_hash = hashlib.sha256(listing.encode()).hexdigest()
    numbers = [int(line.split(",")[0]) for line in listing.splitlines()[1:]]
    by_hand = sorted(
        numbers,
        key=lambda number: hmac.new(SEED.encode(), f"{list_hash}:{number}".encode(), "sha256").hexdigest(),
    )
    assert [each.number for each in ranked(SEED, listing, 5)] == by_hand


def test_known_ranks_stay_what_they_were_published_as():
    """Written down once: a change of the algorithm would make every published result wrong."""
    found = ranked(SEED, listing_of([1, 2, 3, 4]), 2, {1: 90, 2: 90, 3: 95, 4: 10})
    assert (found[0].number, found[0].points, found[0].outcome) == (3, 95, ADMITTED)
    assert found[-1].number == 4
    order = [number for number in lots.drawn_order(SEED, listing_of([1, 2, 3, 4])) if number in (1, 2)]
    assert [each.number for each in found[1:3]] == order  # the tie, by the draw


@given(
    points=st.dictionaries(st.integers(1, 60), st.integers(0, 200), min_size=1, max_size=25),
    places=st.integers(0, 30),
    gone=st.sets(st.integers(1, 60), max_size=8),
    seed=st.text("0123456789abcdef", min_size=64, max_size=64),
)
def test_nobody_with_fewer_points_stands_before_more_and_no_place_is_lost(points, places, gone, seed):
    found = ranked(seed, listing_of(points), places, points, frozenset(gone))
    assert sorted(each.number for each in found) == sorted(points)
    assert [each.rank for each in found] == list(range(1, len(points) + 1))
    assert [each.points for each in found] == sorted((each.points for each in found), reverse=True)
    there = [each for each in found if each.number not in gone]
    assert [each.outcome for each in there] == [
        ADMITTED if place < places else RESERVE for place in range(len(there))
    ]
    assert {each.outcome for each in found if each.number in gone} <= {GONE}
    assert ranks_of(result_of(found)) == found


def test_a_number_twice_counts_once():
    assert listing_of([3, 1, 3]) == listing_of([1, 3])


def test_over_many_seeds_every_couple_is_first_about_as_often():
    listing = listing_of(range(1, 6))
    first = [ranked(f"{seed:064x}", listing, 1)[0].number for seed in range(2_000)]
    assert all(330 < first.count(number) < 470 for number in range(1, 6))


# --- the list and the release --------------------------------------------------------------------


def test_the_list_is_closed_after_the_deadline_when_all_looks_are_over():
    of, by = marrying.wedding(), people.officer()
    marrying.eligible(of)
    waiting, _two = marrying.submitted(of)
    with pytest.raises(errors.ApplicationsStillOpen):
        choosing.close_list(actor=by, wedding=of)
    with pytest.raises(errors.ReviewsOpen, match="1 份"):
        marrying.listed(of)
    Couple.objects.filter(pk=waiting.pk).update(state=State.RETURNED, first_reviewer=by.person)
    marrying.listed(of)
    assert states(of) == {1: State.ELIGIBLE, 2: State.ENDED}


def test_without_anybody_there_is_no_list():
    with pytest.raises(errors.NobodyEligible):
        marrying.listed(marrying.wedding())


def test_who_has_not_handed_in_is_told_when_the_list_is_closed():
    of = marrying.wedding()
    marrying.eligible(of)
    _couple, (his, hers) = marrying.joined(of)
    marrying.listed(of)
    assert kinds(his)[-1] == kinds(hers)[-1] == "events.couple_ended"


def test_the_result_waits_two_hours_for_everybody_to_note_the_list():
    of = marrying.wedding()
    marrying.eligible(of)
    marrying.listed(of)
    soon = marrying.after_deadline(of) + timedelta(minutes=60)
    with standing_at(soon), pytest.raises(errors.ReleaseTooEarly):
        choosing.release(actor=people.officer(), wedding=of)
    marrying.released(of)
    with pytest.raises(errors.WeddingMoved):
        marrying.released(of)


def test_released_each_knows_at_one_instant_and_the_page_can_be_made_again():
    of, found = marrying.chosen(4)
    selection = WeddingSelection.objects.get(wedding=of)
    assert [each.state for each, _two in found] == [
        *[State.ADMITTED] * 2,
        *[State.RESERVE] * 2,
    ]
    for couple, two in found:
        kind = "events.couple_admitted" if couple.state == State.ADMITTED else "events.couple_reserve"
        assert [kinds(user)[-1] for user in two] == [kind, kind]
    again = ranked(selection.seed, selection.listing, selection.places)
    assert result_of(again) == selection.result
    assert lots.digest(selection.seed) == selection.seed_hash


def test_points_decide_and_both_sheets_are_needed():
    of = marrying.wedding(method="scoring", places=1)
    first, second = marrying.reviewers()
    low, _ = marrying.eligible(of, (first, second))
    high, _ = marrying.eligible(of, (first, second))
    marrying.listed(of)
    for couple in (low, high):
        couple.refresh_from_db()
        marrying.scored(couple, first, 30, 20)
    marrying.scored(high, second, 50, 30)
    with pytest.raises(errors.ScoresMissing, match="1 对"):
        marrying.released(of)
    marrying.scored(low, second, 49, 30)
    marrying.scored(low, second, 48, 30)  # until the release it may be changed
    marrying.released(of)
    found = list(of.couples.order_by("rank").values_list("pk", "points", "state"))
    assert found == [(high.pk, 130, State.ADMITTED), (low.pk, 128, State.RESERVE)]


def test_a_third_scorer_and_more_points_than_there_are_are_refused():
    of = marrying.wedding(method="scoring")
    couple, _two = marrying.eligible(of)
    with pytest.raises(errors.NotScored):
        marrying.scored(couple, people.officer(), 1, 1)
    marrying.listed(of)
    first, second = marrying.reviewers()
    with pytest.raises(errors.TooManyPoints):
        marrying.scored(couple, first, 61, 1)
    marrying.scored(couple, first, 60, 40)
    marrying.scored(couple, second, 0, 0)
    with pytest.raises(errors.ScoredByTwo):
        marrying.scored(couple, people.officer(name="郑三"), 1, 1)
    with pytest.raises(NotAllowed):
        marrying.scored(couple, people.officer("linzi"), 1, 1)


def test_a_draw_is_not_scored():
    of = marrying.wedding()
    couple, _two = marrying.eligible(of)
    marrying.listed(of)
    with pytest.raises(errors.NotScored):
        choosing.give_scores(actor=people.officer(), couple=couple, points={})


def test_anybody_makes_the_result_again_from_the_published_files(client, tmp_path, capsys):
    of = marrying.wedding(method="scoring", places=1)
    by = marrying.reviewers()
    for _ in range(3):
        marrying.eligible(of, by)
    marrying.listed(of)
    for couple in of.couples.order_by("number"):
        for each in by:
            marrying.scored(couple, each, 40 if couple.number > 1 else 20, 30)
    selection = marrying.released(of)
    files = {}
    for name, page in (("listing", "wedding_list_file"), ("result", "wedding_result_file")):
        files[name] = tmp_path / f"{name}.csv"
        files[name].write_bytes(client.get(reverse(page, args=[of.public_id])).content)
    told = [str(files["listing"]), selection.seed, str(files["result"]), "--places", "1"]
    call_command("redraw_wedding", *told)
    printed = capsys.readouterr().out
    assert selection.list_hash in printed
    assert selection.seed_hash in printed
    assert selection.result in printed
    told[1] = "0" * 64
    if result_of(ranked(told[1], selection.listing, 1, {1: 100, 2: 140, 3: 140})) != selection.result:
        with pytest.raises(CommandError):
            call_command("redraw_wedding", *told)


# --- walls ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"rank": 1}, {"points": 5}])
def test_the_database_itself_keeps_every_result_until_the_release(fields):
    of = marrying.wedding()
    couple, _two = marrying.eligible(of)
    marrying.listed(of)
    with pytest.raises(IntegrityError, match="couple_result_waits_for_the_release"):
        Couple.objects.filter(pk=couple.pk).update(**fields)


def test_the_database_itself_gives_no_place_without_a_rank():
    couple, _two = marrying.eligible(marrying.wedding())
    with pytest.raises(IntegrityError, match="couple_result_has_its_rank"):
        Couple.objects.filter(pk=couple.pk).update(state=State.ADMITTED)


def test_the_database_itself_lets_no_reserve_be_overtaken():
    _of, found = marrying.chosen(4)
    last, _two = found[3]
    with pytest.raises(IntegrityError, match="couple_never_overtakes"):
        Couple.objects.filter(pk=last.pk).update(state=State.OFFERED, offer_until=now())


def test_the_database_itself_refuses_one_couple_more_than_there_are_places():
    _of, found = marrying.chosen(3)
    reserve, _two = found[2]
    with pytest.raises(IntegrityError, match="wedding_never_overfull"):
        Couple.objects.filter(pk=reserve.pk).update(state=State.OFFERED, offer_until=now())


def test_an_offer_has_its_deadline():
    _of, found = marrying.chosen(3)
    with pytest.raises(IntegrityError, match="couple_offer_has_its_deadline"):
        Couple.objects.filter(pk=found[2][0].pk).update(state=State.OFFERED)


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"listed_at": now()}, "wedding_selection_is_released_once"),
        ({"released_at": None, "result": ""}, "wedding_selection_is_released_once"),
    ],
)
def test_what_was_published_stays(fields, wall):
    of, _found = marrying.chosen(1)
    with pytest.raises(InternalError, match=wall):
        WeddingSelection.objects.filter(wedding=of).update(**fields)


def test_a_seed_stays_what_its_hash_promised():
    with pytest.raises(InternalError, match="wedding_selection_keeps_its_seed"):
        WeddingSelection.objects.filter(wedding=marrying.wedding()).update(seed="1" * 64)


def test_when_one_cannot_be_told_nobody_is(monkeypatch):
    """One instant: the result of all, or nothing of it."""
    of = marrying.wedding()
    for _ in range(3):
        marrying.eligible(of)
    marrying.listed(of)
    tell = choosing.tell_both

    def fails_at_the_last(kind, couple, **also):
        if kind == "events.couple_reserve" or couple.rank == 3:
            raise RuntimeError
        tell(kind, couple, **also)

    monkeypatch.setattr(choosing, "tell_both", fails_at_the_last)
    with pytest.raises(RuntimeError):
        marrying.released(of)
    of.refresh_from_db()
    assert (of.state, set(states(of).values())) == ("listed", {State.ELIGIBLE})
    assert not Notice.objects.filter(kind="events.couple_admitted").exists()
    assert WeddingSelection.objects.get(wedding=of).result == ""


def test_a_published_list_stays():
    of = marrying.wedding()
    marrying.eligible(of)
    marrying.listed(of)
    with pytest.raises(InternalError, match="wedding_selection_keeps_its_list"):
        WeddingSelection.objects.filter(wedding=of).update(listing="number,pool\n9,open\n")


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"seed_hash": ""}, "wedding_selection_commits_to_its_seed"),
        ({"listing": "x"}, "wedding_selection_goes_in_order"),
        ({"result": "x"}, "wedding_selection_goes_in_order"),
    ],
)
def test_a_selection_is_written_in_its_order(fields, wall):
    of = marrying.draft()
    WeddingSelection.objects.filter(wedding=of).delete()
    with pytest.raises(IntegrityError, match=wall):
        WeddingSelection.objects.create(**{"wedding": of, "seed": SEED, "seed_hash": "h"} | fields)


def test_points_stay_once_the_result_is_out():
    rows = marrying.rows_of(people.applicant())
    score = rows[CoupleScore]
    with pytest.raises(IntegrityError, match="couple_score_stays_after_the_release"):
        CoupleScore.objects.filter(pk=score.pk).update(points=1)


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"scorer_seat": 3}, "couple_has_two_scorers"),
        ({"points": 61}, "couple_score_within_the_most"),
        ({"most": 99, "points": 80}, "couple_score_has_the_criterions_most"),
    ],
)
def test_the_database_itself_keeps_a_sheet_within_its_criteria(fields, wall):
    of = marrying.wedding(method="scoring")
    couple, _two = marrying.eligible(of)
    said = {"scorer": people.officer().person, "scorer_seat": 1, "points": 1, "most": 60}
    with pytest.raises(IntegrityError, match=wall):
        CoupleScore.objects.create(couple=couple, criterion=of.criteria.get(number=1), **said | fields)


def test_one_sheet_for_each_scorer_and_each_seat():
    of = marrying.wedding(method="scoring")
    couple, _two = marrying.eligible(of)
    first, second = (each.person for each in marrying.reviewers())
    said = {"couple": couple, "criterion": of.criteria.get(number=1), "points": 1, "most": 60}
    CoupleScore.objects.create(**said, scorer=first, scorer_seat=1)
    for scorer, seat, wall in (
        (second, 1, "couple_score_once_per_seat"),
        (first, 2, "couple_score_once_per_scorer"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            CoupleScore.objects.create(**said, scorer=scorer, scorer_seat=seat)


def test_a_criterion_gives_1_to_100():
    of = marrying.draft()
    with pytest.raises(IntegrityError, match="criterion_gives_1_to_100"):
        WeddingCriterion.objects.create(wedding=of, number=9, name="x", most=101)


# --- reserves ------------------------------------------------------------------------------------


def test_a_withdrawal_asks_the_next_reserve_in_the_same_transaction():
    of, found = marrying.chosen(4)
    (gone, (his, _hers)), (next_one, two) = found[0], found[2]
    marrying.withdraw(his, gone)
    next_one.refresh_from_db()
    of.refresh_from_db()
    assert (next_one.state, of.taken) == (State.OFFERED, 2)
    assert [kinds(user)[-1] for user in two] == ["events.couple_offer"] * 2
    assert marrying.accept(two[1], next_one).state == State.ADMITTED
    assert [each.state for each in of.couples.reserves()] == [State.RESERVE]


def test_an_offer_that_is_not_answered_goes_to_the_next():
    of, found = marrying.chosen(4)
    marrying.withdraw(found[0][1][0], found[0][0])
    asked, two = found[2]
    asked.refresh_from_db()
    with standing_at(asked.offer_until), pytest.raises(errors.CoupleOfferLapsed):
        marrying.accept(two[0], asked)
    assert places.lapse_offers(at=asked.offer_until - timedelta(seconds=1)) == 0
    assert places.lapse_offers(at=asked.offer_until) == 1
    assert places.lapse_offers(at=asked.offer_until) == 0
    assert [Couple.objects.get(pk=each.pk).state for each, _two in found] == [
        State.WITHDRAWN,
        State.ADMITTED,
        State.LAPSED,
        State.OFFERED,
    ]
    of.refresh_from_db()
    assert of.taken == 2


def test_whoever_waits_and_leaves_asks_nobody():
    """booking.md §8, 19."""
    of, found = marrying.chosen(4)
    marrying.withdraw(found[2][1][0], found[2][0])
    assert list(of.couples.filter(state=State.OFFERED)) == []


def test_who_left_between_list_and_release_keeps_the_line_and_has_no_place():
    of = marrying.wedding(places=1)
    first, two = marrying.eligible(of)
    second, _two = marrying.eligible(of)
    marrying.listed(of)
    marrying.withdraw(two[0], first)
    selection = marrying.released(of)
    second.refresh_from_db()
    assert second.state == State.ADMITTED
    assert {each.number: each.outcome for each in ranks_of(selection.result)} == {1: GONE, 2: ADMITTED}


def test_nothing_is_offered_on_the_day_and_an_offer_ends_with_its_eve():
    of, found = marrying.chosen(3)
    eve = places.offer_end(of, of.closes_at + timedelta(days=29, hours=12))
    assert eve.date() <= of.held_on
    with standing_at(of.closes_at + timedelta(days=31)):
        couples.withdraw_couple(actor=found[0][1][0], member=marrying.seat_of(found[0][1][0], found[0][0]))
    assert not of.couples.filter(state=State.OFFERED).exists()


def test_what_a_crash_left_undone_is_done_by_the_next_beat(monkeypatch):
    of, found = marrying.chosen(3)
    monkeypatch.setattr(couples, "settle", lambda wedding: [])
    marrying.withdraw(found[0][1][0], found[0][0])
    assert not of.couples.filter(state=State.OFFERED).exists()
    assert due.settle_weddings(at=now()) == 1
    assert due.settle_weddings(at=now()) == 0


def test_reminders_are_told_once_before_the_deadline():
    of = marrying.wedding()
    _couple, (his, _hers) = marrying.joined(of)
    assert due.remind_couples(at=now()) == 0
    soon = of.closes_at - timedelta(days=1)
    due.remind_couples(at=soon)
    due.remind_couples(at=soon)
    assert kinds(his).count("events.couple_reminder") == 1


# --- the day -------------------------------------------------------------------------------------


def test_held_tells_who_was_there_and_counts_for_its_district_and_month():
    of, found = marrying.chosen(3)
    by = people.officer()
    with pytest.raises(errors.WeddingNotOver):
        choosing.record_held(actor=by, wedding=of)
    absent = found[1][0]
    with standing_at(of.closes_at + timedelta(days=31)):
        with pytest.raises(errors.AbsentUnknown, match="99"):
            choosing.record_held(actor=by, wedding=of, absent=[99])
        choosing.record_held(actor=by, wedding=of, absent=[absent.number])
    assert [Couple.objects.get(pk=each.pk).state for each, _two in found] == [
        State.HELD,
        State.ABSENT,
        State.ENDED,
    ]
    rows = type(of).objects.held_between(of.held_on.replace(day=1), of.held_on + DAY)
    assert [each.couples_held for each in rows.of_district(of.reporting_org_id).with_couples()] == [1]
    assert Couple.objects.held_between(of.held_on, of.held_on + DAY).count() == 1
    assert kpi("IN03-2").total(Month.of(of.held_on).period).part == 1
    assert kpi("IN03-1").total(Month.of(of.held_on).period, of.reporting_org_id).part == 1
    assert not type(of).objects.held_between(of.held_on + DAY, of.held_on + 9 * DAY)


def test_called_off_everybody_is_told_why_and_every_place_is_free():
    of, found = marrying.chosen(3)
    with pytest.raises(errors.WeddingReasonMissing):
        editions.cancel_wedding(actor=people.officer(), wedding=of, reason=" ")
    editions.cancel_wedding(actor=people.officer(), wedding=of, reason="暴雨")
    of.refresh_from_db()
    assert (of.state, of.taken) == ("cancelled", 0)
    assert {Couple.objects.get(pk=each.pk).state for each, _two in found} == {State.ENDED}
    assert kinds(found[2][1][0])[-1] == "events.wedding_cancelled"
