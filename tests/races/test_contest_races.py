"""Rounds of contests and messages to a segment at one instant: told once, to each once, nothing after it was told."""

import threading

import pytest
from django.db import connection

from events.models import ContestRound, Score, SegmentMessage, Session
from events.services import messaging
from events.services.teams import contests
from tests import eventing, people, teaming
from tests.races.walls import dropped
from tests.racing import at_once, outcome, until_waited_for
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 16
KEY_OF_MESSAGES = """
SELECT conname FROM pg_constraint WHERE conrelid = 'events_segmentmessage'::regclass AND contype = 'u'
"""


def scored_round():
    """A round of two teams that its one judge has scored."""
    made = teaming.event()
    teams = [teaming.team(made, user, f"第{n}队") for n, user in enumerate(people.crowd(2))]
    judge, part = teaming.judge(made), teaming.part(made)
    for team in teams:
        teaming.score(judge, part, team, "90")
    return part, teams


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def unlocked(part):
    """A look instead of a lock."""
    return ContestRound.objects.select_related("event").get(pk=part.pk)


# --- publishing ----------------------------------------------------------------------------------


def test_of_many_who_publish_one_does_and_each_captain_is_told_once():
    part, teams = scored_round()
    city = people.city_staff()
    answers = outcome(at_once(lambda n: contests.publish_round(actor=city, part=part), crowd=MANY))
    assert answers == {"ContestRound": 1, "RoundNotOpen": MANY - 1}
    assert told("events.round_published") == sorted(team.captain_id for team in teams)


def score_while_published(monkeypatch, until):
    """A judge who was named late scores between the office's look at what is missing and the publication."""
    part, [team, _other] = scored_round()
    late, city = people.applicant("晚到评委"), people.city_staff()
    looked, look = threading.Event(), contests.missing_in

    def missing_in(held):
        found = look(held)
        looked.set()
        until()
        return found

    def publish():
        return contests.publish_round(actor=city, part=part)

    def score():
        looked.wait(60)
        contests.name_judge(actor=city, event=part.event, mobile=late.mobile)
        try:
            return teaming.score(late, part, team, "10")
        finally:
            scored.set()

    monkeypatch.setattr(contests, "missing_in", missing_in)
    acts = (publish, score)
    answers = outcome(at_once(lambda n: acts[n](), crowd=2))
    part.refresh_from_db()
    return part, answers


scored = threading.Event()


def test_no_score_comes_into_a_round_that_is_being_published(monkeypatch):
    part, answers = score_while_published(monkeypatch, until_waited_for)
    assert answers == {"ContestRound": 1, "RoundNotOpen": 1}
    assert (part.state, Score.objects.filter(round=part).count()) == ("published", 2)


@pytest.mark.control
def test_without_the_lock_a_score_comes_in_that_nobody_was_shown(monkeypatch):
    """Negative control: the trigger alone sees a round that is open still."""
    scored.clear()
    monkeypatch.setattr(contests, "_locked", unlocked)
    part, answers = score_while_published(monkeypatch, lambda: scored.wait(60))
    assert answers == {"ContestRound": 1, "Score": 1}
    assert (part.state, Score.objects.filter(round=part).count()) == ("published", 3)


def test_of_many_corrections_of_one_score_one_stands():
    part, _teams = scored_round()
    city, score = people.city_staff(), Score.objects.first()

    def correct(number):
        return contests.correct_score(actor=city, score=score, value=number, reason=f"第{number}次")

    values = [teaming.Decimal(80 + number) for number in range(MANY)]
    answers = outcome(at_once(lambda n: correct(values[n]), crowd=MANY))
    assert answers == {"Score": 1, "ScoreGone": MANY - 1}
    assert Score.objects.standing().filter(round=part).count() == 2


# --- messages ------------------------------------------------------------------------------------


def sent_by_many():
    turn = eventing.session(capacity=4)
    guests = people.crowd(3)
    for guest in guests:
        eventing.register(guest, turn)
    officer = people.officer()
    shown = messaging.preview_message(actor=officer, session=turn, segment="registered", words="带身份证")
    answers = at_once(lambda n: messaging.send_message(actor=officer, sealed=shown.sealed), crowd=MANY)
    return sorted(guest.person_id for guest in guests), outcome(answers)


def test_a_preview_that_is_pressed_many_times_is_sent_once_to_each():
    guests, answers = sent_by_many()
    assert answers == {"SegmentMessage": MANY}
    assert SegmentMessage.objects.count() == 1
    assert told("events.segment_message") == guests


@pytest.mark.control
def test_without_lock_and_key_everybody_is_told_again_and_again(monkeypatch):
    """Negative control."""
    held = messaging.people_of

    def slowly(session, segment):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return held(session, segment)

    monkeypatch.setattr(
        messaging, "lock_session", lambda number: Session.objects.select_related("event").get(pk=number)
    )
    monkeypatch.setattr(messaging, "people_of", slowly)
    with connection.cursor() as cursor:
        cursor.execute(KEY_OF_MESSAGES)
        [(name,)] = cursor.fetchall()
    with dropped(name):
        try:
            guests, _answers = sent_by_many()
            assert SegmentMessage.objects.count() > 1
            assert len(told("events.segment_message")) > len(guests)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE events_segmentmessage CASCADE")
