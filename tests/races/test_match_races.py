"""Matchmaking at one instant: the closing, badges, the second yes, one person twice; and what holds each."""

import threading
from datetime import timedelta

import pytest

from events.match_sight import chosen_by
from events.models import (
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReview,
    MatchRound,
    Registration,
    RegistrationTransition,
)
from events.services import matchmaking
from events.services.matchmaking import choosing, pairs, profiles
from tests import matching, people
from tests.races import walls
from tests.racing import CROWD, at_once, outcome
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
HALF = CROWD // 2


def cleared():
    for model in (MatchBlock, MatchChoice, MatchPair, MatchReview, MatchProfile, MatchRound):
        model.objects.all().delete()
    RegistrationTransition.objects.all().delete()
    Registration.objects.all().delete()


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def crowd(women, men):
    held = matching.turn()
    shes, hes = matching.guests(women, men)
    own = [matching.fast(user, held, 1001 + number) for number, user in enumerate((*shes, *hes))]
    return held, own[:women], own[women:]


# --- the closing instant -------------------------------------------------------------------------


def choosing_while_closed():
    """Everybody chooses one man while an officer closes; then the result is released."""
    held, women, men = crowd(CROWD - 1, 1)
    matching.choose(men[0], *women[:3])
    by = people.city_staff()

    def act(number):
        if number == CROWD - 1:
            return matchmaking.close_choosing(actor=by, turn=held)
        return matching.choose(women[number], men[0])

    answers = at_once(act)
    stood = matching.raw_choices(held)
    matchmaking.release_result(actor=by, turn=held)
    return held, women, outcome(answers), stood


def test_at_the_closing_each_choice_counts_whole_or_is_refused():
    """Nobody is told "saved" whose choice the result does not know, and nothing is added after it."""
    held, women, told, stood = choosing_while_closed()
    assert told["MatchRound"] == 1
    assert told["int"] + told["ChoosingNotOpen"] == CROWD - 1
    assert stood == matching.raw_choices(held) == told["int"] + 3
    mutual = [own.pk for own in women[:3] if chosen_by(own)]
    assert sorted(first for first, _second in matching.raw_pairs(held)) == sorted(mutual)


def test_the_instant_itself_is_the_databases():
    """A closing hour that strikes while 64 choose: the trigger and the service ask the same clock."""
    held, women, men = crowd(CROWD - 1, 1)
    matching.hours_moved(held, closes_at=now() + timedelta(seconds=1.5))
    pace = threading.Event()

    def act(number):
        pace.wait(timeout=number * 0.06)
        return matching.choose(women[number % len(women)], men[0])

    told = outcome(at_once(act))
    assert set(told) <= {"int", "ChoosingNotOpen"}
    assert told["ChoosingNotOpen"] > 0
    held.refresh_from_db()
    assert matchmaking.close_due_rounds(at=held.closes_at + timedelta(seconds=1)) == 1
    assert matching.raw_choices(held) <= told["int"]


@pytest.mark.control
def test_without_look_and_trigger_a_choice_comes_in_after_the_closing(monkeypatch, without):
    """Negative control: it is these two that end it."""
    held, women, men = crowd(2, 1)
    monkeypatch.setattr(choosing, "share_round", lambda number: True)
    matchmaking.close_choosing(actor=people.city_staff(), turn=held)
    assert outcome(at_once(lambda n: matching.choose(women[n], men[0]), crowd=2)) == {"ChoosingNotOpen": 2}
    without(triggers=("events_matchchoice", "match_choice_in_its_time"))
    save = MatchChoice.save

    def as_the_trigger_would(choice, **how):
        choice.gender = choice.chooser.gender
        save(choice, **how)

    monkeypatch.setattr(MatchChoice, "save", as_the_trigger_would)
    assert outcome(at_once(lambda n: matching.choose(women[n], men[0]), crowd=2)) == {"int": 2}
    assert matching.raw_choices(held) == 2


# --- badges --------------------------------------------------------------------------------------


def waiting_profiles(many):
    held = matching.turn()
    users = matching.guests(many, 0)[0]
    by = people.city_staff()
    return held, [matching.submit(user, held) for user in users], by


def few_badges(monkeypatch, many):
    monkeypatch.setattr(profiles, "HIGHEST_BADGE", profiles.LOWEST_BADGE + many - 1)


def test_64_profiles_let_through_at_once_wear_64_badges(monkeypatch):
    held, waiting, by = waiting_profiles(CROWD)
    few_badges(monkeypatch, CROWD)
    answers = at_once(lambda n: matching.approve(waiting[n], by))
    assert outcome(answers) == {"MatchProfile": CROWD}
    assert len(set(held.profiles.values_list("badge", flat=True))) == CROWD


def test_without_the_lock_the_constraint_lets_nobody_wear_a_badge_twice(monkeypatch):
    held, waiting, by = waiting_profiles(16)
    few_badges(monkeypatch, 16)
    monkeypatch.setattr(profiles, "lock_round", lambda pk: MatchRound.objects.get(pk=pk))
    told = outcome(at_once(lambda n: matching.approve(waiting[n], by), crowd=16))
    worn = [badge for badge in held.profiles.values_list("badge", flat=True) if badge]
    assert len(worn) == len(set(worn)) == told["MatchProfile"]


@pytest.mark.control
def test_without_lock_and_constraint_one_badge_is_worn_by_many(monkeypatch, without):
    """Negative control: one number is free, and everybody finds it."""
    held, waiting, by = waiting_profiles(16)
    few_badges(monkeypatch, 1)
    monkeypatch.setattr(profiles, "lock_round", lambda pk: MatchRound.objects.get(pk=pk))
    looked = threading.Barrier(16)
    free = profiles._free_badge

    def look_first(turn):
        found = free(turn)
        looked.wait(timeout=30)
        return found

    monkeypatch.setattr(profiles, "_free_badge", look_first)
    without("match_badge_worn_once_per_round")
    at_once(lambda n: matching.approve(waiting[n], by), crowd=16)
    worn = [badge for badge in held.profiles.values_list("badge", flat=True) if badge]
    assert len(worn) > len(set(worn))


# --- the second yes ------------------------------------------------------------------------------


def couples(many):
    held, women, men = crowd(many, many)
    for one, other in zip(women, men, strict=True):
        matching.choose(one, other)
        matching.choose(other, one)
    matching.released(held)
    by_first = {pair.first_id: pair for pair in MatchPair.objects.filter(round=held)}
    return held, women, men, [by_first[own.pk] for own in women]


def both_say_yes(held, women, men, rows):
    def act(number):
        own = (women, men)[number % 2][number // 2]
        return matchmaking.say_yes(actor=matching.user_of(own), turn=held, number=rows[number // 2].pk)

    return at_once(act)


def test_two_who_say_yes_at_one_instant_both_stand_and_are_told_once():
    held, women, men, rows = couples(HALF)
    told = both_say_yes(held, women, men, rows)
    assert not [each for each in told if isinstance(each, Exception)]
    both = MatchPair.objects.filter(yes_first_at__isnull=False, yes_second_at__isnull=False)
    assert both.count() == HALF
    assert sum(told) >= HALF
    assert Notice.objects.filter(kind="events.match_contact").count() == CROWD


@pytest.mark.control
def test_a_whole_row_written_back_would_lose_the_other_yes(monkeypatch, without):
    """Negative control: read, change, save; and the wall of the table, that each answers for oneself, away."""
    held, women, men, rows = couples(1)
    looked = threading.Barrier(2)

    def read_change_save(own, number, *, is_yes):
        pair = MatchPair.objects.get(pk=number)
        looked.wait(timeout=30)
        setattr(pair, "yes_first_at" if pair.first_id == own.pk else "yes_second_at", now())
        pair.save()
        return pair

    monkeypatch.setattr(pairs, "_answered", read_change_save)
    without(triggers=("events_matchpair", "match_pair_each_says_yes_for_oneself"))
    both_say = at_once(
        lambda n: matchmaking.say_yes(
            actor=matching.user_of((women, men)[n][0]), turn=held, number=rows[0].pk
        ),
        crowd=2,
    )
    assert both_say == [False, False]
    both = MatchPair.objects.filter(yes_first_at__isnull=False, yes_second_at__isnull=False)
    assert both.count() == 0


# --- one person, and the release ------------------------------------------------------------------


def test_64_presses_of_one_person_leave_one_set_of_choices():
    _held, women, men = crowd(1, 4)
    sets = [men[:3], men[1:4], men[:1], men[2:4]]
    told = outcome(at_once(lambda n: matching.choose(women[0], *sets[n % 4])))
    assert told == {"int": CROWD}
    assert chosen_by(women[0]) in [[each.pk for each in chosen] for chosen in sets]


def test_64_releases_are_one():
    held, women, men = crowd(2, 2)
    matching.choose(women[0], men[0])
    matching.choose(men[0], women[0])
    by = people.city_staff()
    matchmaking.close_choosing(actor=by, turn=held)
    told = outcome(at_once(lambda n: matchmaking.release_result(actor=by, turn=held)))
    assert told == {"MatchRound": 1, "RoundMoved": CROWD - 1}
    assert len(matching.raw_pairs(held)) == 1
