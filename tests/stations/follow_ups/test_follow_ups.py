"""After the stay: planned once, asked once, answered by whoever holds the link, or by telephone."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from stations import services
from stations.errors import (
    AnswerIncomplete,
    FollowUpClosed,
    WrongState,
)
from stations.models import FollowUp
from stations.services import Answer
from tests import people
from tests.houses import rule
from tests.stations import after, places
from tests.stations.follow_ups.answers import GOOD, told
from zibo_youth.accounts.services import withdraw_consent
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


# --- planned and asked -----------------------------------------------------------------------------


def test_a_check_out_plans_three_questions_and_nothing_is_asked_yet(stay):
    left = today() + timedelta(days=4)
    planned = FollowUp.objects.filter(stay=stay).order_by("due_on").values_list("kind", "due_on", "state")
    assert list(planned) == [
        ("survey", left, "planned"),
        ("d30", left + timedelta(days=30), "planned"),
        ("d90", left + timedelta(days=90), "planned"),
    ]


def test_a_check_out_that_is_refused_plans_nothing(guest, station, operator):
    stay = services.approve_stay(actor=operator, stay=places.submitted(guest, station))
    with pytest.raises(WrongState):
        services.check_out(actor=operator, stay=stay)
    assert not FollowUp.objects.exists()


def test_each_question_is_asked_when_it_is_due_and_once(stay, guest):
    assert after.ask() == 1
    assert after.ask() == 0
    assert after.ask(29) == 0
    assert after.ask(30) == 1
    assert after.ask(90) == 1
    assert (told("survey_asked", guest), told("result_asked", guest)) == (1, 2)


@pytest.mark.parametrize("hour", [0, 8, 20, 23])
def test_nobody_is_asked_at_night(stay, hour):
    moment = at(today() + timedelta(days=4), time(hour))
    with standing_at(moment):
        assert services.ask_follow_ups(at=moment) == 0


def test_what_beat_missed_for_too_long_is_closed_unasked(stay, guest):
    assert after.ask(14) == 1
    assert after.ask(45) == 0
    with after.standing(45):
        assert services.close_follow_ups() == 2
    assert after.asked(stay, "d30").state == "closed"
    assert told("result_asked", guest) == 0


def test_whoever_withdrew_the_consent_is_left_alone(stay, guest):
    withdraw_consent(guest, "privacy")
    assert after.ask() == 0
    assert told("survey_asked", guest) == 0


def test_a_reminder_comes_once_and_only_to_the_silent(stay, survey, guest):
    FollowUp.objects.filter(pk=survey.pk).update(asked_at=after.noon(4))
    for days, reminded in ((4, 0), (5, 1), (6, 0)):
        with after.standing(days):
            assert services.remind_follow_ups(at=after.noon()) == reminded
    assert told("survey_asked", guest) == 2


def test_control_who_has_answered_is_not_reminded(survey, guest):
    FollowUp.objects.filter(pk=survey.pk).update(asked_at=after.noon(4))
    with after.standing(1):
        services.answer_by_link(token=after.token(survey), answer=GOOD)
    with after.standing(6):
        assert services.remind_follow_ups(at=after.noon()) == 0


def test_silence_closes_after_the_days_of_the_policy(guest, station, operator):
    rule(follow_up_days=3)
    stay = after.stayed(guest, station, operator)
    after.ask()
    for days, closed in ((3, 0), (4, 1)):
        with after.standing(days):
            assert services.close_follow_ups() == closed
    assert after.asked(stay, "survey").state == "closed"


# --- answered by link ------------------------------------------------------------------------------


def test_an_answer_is_kept_and_a_second_one_replaces_it(survey):
    with after.standing(1):
        services.answer_by_link(token=after.token(survey), answer=GOOD)
        services.answer_by_link(token=after.token(survey), answer=Answer(satisfaction=2))
    survey.refresh_from_db()
    assert (survey.state, survey.satisfaction, survey.comment, survey.via) == ("answered", 2, "", "link")


def test_before_it_is_asked_and_after_it_closed_a_link_opens_nothing(stay):
    link = after.token(after.asked(stay, "survey"))
    with after.standing(0):
        assert services.named_by(link) is None
    after.ask()
    with after.standing(14):
        assert services.named_by(link) is not None
    with after.standing(15):
        assert services.named_by(link) is None
        with pytest.raises(FollowUpClosed):
            services.answer_by_link(token=link, answer=GOOD)


def test_a_link_with_one_other_character_opens_nothing(survey):
    link = after.token(survey)
    with after.standing(0):
        assert services.named_by(link) is not None
        for place, character in enumerate(link):
            other = "A" if character != "A" else "B"
            assert services.named_by(link[:place] + other + link[place + 1 :]) is None
        for wrong in ("", link[:-1], link + "A", link.upper(), survey.link_digest, survey.link_seed.hex):
            assert services.named_by(wrong) is None


def test_the_database_alone_makes_no_link(survey, settings):
    """Seed and digest are stored; without the key of the house they open nothing."""
    link = after.token(survey)
    assert link not in str(FollowUp.objects.filter(pk=survey.pk).values())
    settings.BLIND_INDEX_KEY = "bm90LXRoZS1rZXktb2YtdGhlLWhvdXNlLWF0LWFsbCE="
    assert after.token(survey) != link


def test_each_question_has_a_link_of_its_own(stay):
    links = {after.token(one) for one in FollowUp.objects.filter(stay=stay)}
    assert len(links) == 3
    assert {len(link) for link in links} == {20}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("survey", Answer()),
        ("survey", Answer(satisfaction=6)),
        ("survey", Answer(satisfaction=4, result="looking")),
        ("d30", Answer()),
        ("d30", Answer(satisfaction=4)),
        ("d30", Answer(result="rich")),
        ("d30", Answer(result="looking", employer="示例公司")),
    ],
)
def test_an_answer_suits_its_question(stay, kind, answer):
    after.ask(0)
    after.ask(30)
    with after.standing(0 if kind == "survey" else 30), pytest.raises(AnswerIncomplete):
        services.answer_by_link(token=after.token(after.asked(stay, kind)), answer=answer)
    assert after.asked(stay, kind).state == "asked"


@pytest.mark.parametrize(
    ("changes", "wall"),
    [
        ({"state": "answered"}, "follow_up_state_agrees_with_answer"),
        ({"satisfaction": 5}, "follow_up_state_agrees_with_answer"),
        ({"state": "planned"}, "follow_up_state_agrees_with_answer|Invalid transition"),
        ({"closes_on": None}, "follow_up_state_agrees_with_answer"),
    ],
)
def test_the_database_itself_refuses_half_an_answer(survey, changes, wall):
    with pytest.raises(Exception, match=wall), transaction.atomic():
        FollowUp.objects.filter(pk=survey.pk).update(**changes)


def test_the_database_itself_keeps_one_question_of_a_kind(survey):
    with pytest.raises(IntegrityError, match="follow_up_once_per_stay_and_kind"), transaction.atomic():
        services.follow_ups.plan_follow_ups(survey.stay)


# --- answered by telephone -------------------------------------------------------------------------


def test_an_answer_by_telephone_says_who_rang(question, operator):
    with after.standing(31):
        services.answer_by_phone(actor=operator, follow_up=question, answer=Answer(result="looking"))
    assert (question.via, question.answered_by) == ("phone", operator)


def test_staff_write_over_no_word_of_the_guest(question, operator):
    with after.standing(31):
        services.answer_by_link(token=after.token(question), answer=Answer(result="left"))
        with pytest.raises(FollowUpClosed):
            services.answer_by_phone(actor=operator, follow_up=question, answer=Answer(result="looking"))


def test_control_the_guest_corrects_what_staff_wrote_down(question, operator):
    with after.standing(31):
        services.answer_by_phone(actor=operator, follow_up=question, answer=Answer(result="looking"))
        services.answer_by_link(token=after.token(question), answer=Answer(result="left"))
    question.refresh_from_db()
    assert (question.result, question.via, question.answered_by) == ("left", "link", None)


def test_only_the_own_house_and_district_ring(question, guest):
    for stranger in (guest, people.applicant(), people.officer("huantai"), people.administrator()):
        with after.standing(31), pytest.raises(NotAllowed):
            services.answer_by_phone(actor=stranger, follow_up=question, answer=Answer(result="looking"))
        rows = FollowUp.objects.managed_by(stranger)
        assert not rows.filter(pk=question.pk).exists()
