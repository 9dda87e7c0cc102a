"""After the stay: planned once, asked once, answered by whoever holds the link, and counted when confirmed."""

from datetime import time, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from stations import services
from stations.errors import (
    AnswerIncomplete,
    FollowUpClosed,
    PlacementDecided,
    PlacementRecorded,
    ReasonMissing,
    SignedInFuture,
    WrongState,
)
from stations.models import Evidence, FollowUp, Placement
from stations.own_data import stations_hold
from stations.services import Answer
from tests import people
from tests.houses import rule
from tests.stations import after, places
from zibo_youth.accounts.services import withdraw_consent
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db

GOOD = Answer(satisfaction=5, comment="床很干净")


@pytest.fixture
def stay(guest, station, operator):
    return after.stayed(guest, station, operator)


@pytest.fixture
def survey(stay):
    after.ask()
    return after.asked(stay, "survey")


@pytest.fixture
def question(stay):
    after.ask(30)
    return after.asked(stay, "d30")


def works_at(employer="示例机械公司", on=None):
    return Answer(result="employed_here", employer=employer, signed_on=on or today())


def told(kind, guest):
    return Notice.objects.filter(kind=f"stations.{kind}", to=guest.person).count()


# --- planned and asked ----------------------------------------------------------------------


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


# --- answered by link -----------------------------------------------------------------------


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


# --- answered by telephone ------------------------------------------------------------------


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


# --- placements -----------------------------------------------------------------------------


def claimed(question, **said):
    with after.standing(31):
        services.answer_by_link(token=after.token(question), answer=works_at(**said))
    return Placement.objects.get(follow_up=question, state="claimed")


def test_a_claim_counts_for_nothing_until_it_is_confirmed(question, officer, guest):
    placement = claimed(question)
    assert Placement.objects.confirmed().count() == 0

    services.confirm_placement(actor=officer, placement=placement, reason="已与单位核实")

    assert list(Placement.objects.confirmed()) == [placement]
    assert (placement.decided_by, placement.decision) == (officer, "已与单位核实")
    assert told("placement_confirmed", guest) == 1


def test_a_claim_is_declined_with_a_reason_that_the_guest_reads(question, officer, guest):
    placement = claimed(question)
    with pytest.raises(ReasonMissing):
        services.decline_placement(actor=officer, placement=placement, reason=" ")
    services.decline_placement(actor=officer, placement=placement, reason="单位查无此人")
    assert Placement.objects.confirmed().count() == 0
    assert told("placement_declined", guest) == 1
    with pytest.raises(PlacementDecided):
        services.confirm_placement(actor=officer, placement=placement)


def test_a_wrong_confirmation_is_taken_back(question, officer):
    placement = services.confirm_placement(actor=officer, placement=claimed(question))
    services.decline_placement(actor=officer, placement=placement, reason="登记有误")
    assert Placement.objects.confirmed().count() == 0


def test_only_the_district_decides_and_nobody_on_the_own_claim(question, operator, guest):
    placement = claimed(question)
    for nobody in (guest, operator, people.officer("huantai"), people.administrator()):
        with pytest.raises(NotAllowed):
            services.confirm_placement(actor=nobody, placement=placement)


def test_a_correction_takes_the_claim_with_it(question):
    first = claimed(question)
    second = claimed(question, employer="示例化工公司")
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "claimed")

    with after.standing(31):
        services.answer_by_link(token=after.token(question), answer=Answer(result="looking"))
    second.refresh_from_db()
    assert second.state == "withdrawn"

    again = claimed(question)
    first.refresh_from_db()
    assert again == first


def test_a_decision_outlasts_a_correction(question, officer):
    placement = services.confirm_placement(actor=officer, placement=claimed(question))
    with after.standing(31):
        services.answer_by_link(token=after.token(question), answer=Answer(result="looking"))
        services.answer_by_link(token=after.token(question), answer=works_at())
    placement.refresh_from_db()
    assert placement.state == "confirmed"
    assert Placement.objects.count() == 1


def test_the_same_employer_told_twice_is_one_claim(stay, question):
    placement = claimed(question)
    after.ask(90)
    with after.standing(90):
        services.answer_by_link(token=after.token(after.asked(stay, "d90")), answer=works_at())
    placement.refresh_from_db()
    assert Placement.objects.count() == 1
    assert placement.follow_up.kind == "d90"


def test_nobody_signs_tomorrow(question):
    with after.standing(31), pytest.raises(SignedInFuture):
        services.answer_by_link(
            token=after.token(question), answer=works_at(on=today() + timedelta(days=400))
        )


def test_what_the_district_records_is_confirmed_at_once_and_once(stay, officer):
    record = {"actor": officer, "stay": stay, "employer": "示例公司", "signed_on": today()}
    assert services.record_placement(**record).state == "confirmed"
    with pytest.raises(PlacementRecorded):
        services.record_placement(**record)


def test_the_database_itself_refuses_a_claim_out_of_nothing(stay):
    with pytest.raises(IntegrityError, match="placement_claim_comes_from_a_follow_up"), transaction.atomic():
        Placement.objects.create(stay=stay, employer="示例公司", signed_on=today())


def test_proof_is_handed_in_by_the_guest_and_seen_by_the_district_alone(question, guest, officer, operator):
    placement = claimed(question)
    services.prove_placement(actor=guest, placement=placement, upload=places.picture())
    proof = Evidence.objects.get(kind="contract")
    assert placement.evidence == proof
    for who, sees in (
        (guest, True),
        (officer, True),
        (people.city_staff(), True),
        (operator, False),
        (people.officer("huantai"), False),
        (people.applicant(), False),
        (people.administrator(), False),
    ):
        assert Evidence.objects.visible_to(who).filter(pk=proof.pk).exists() is sees, who
    for stranger in (people.applicant(), officer):
        with pytest.raises(NotAllowed):
            services.prove_placement(actor=stranger, placement=placement, upload=places.picture())


def test_proof_comes_before_the_decision(question, guest, officer):
    placement = services.confirm_placement(actor=officer, placement=claimed(question))
    with pytest.raises(PlacementDecided):
        services.prove_placement(actor=guest, placement=placement, upload=places.picture())


# --- what a person holds --------------------------------------------------------------------


def test_the_own_copy_has_questions_answers_and_placements(question, guest):
    claimed(question)
    told = stations_hold(guest)
    assert {one["kind"] for one in told["follow_ups"]} == {"survey", "d30", "d90"}
    assert [one["employer"] for one in told["follow_ups"] if one["kind"] == "d30"] == ["示例机械公司"]
    assert [one["state"] for one in told["placements"]] == ["claimed"]
    assert "link_digest" not in told["follow_ups"][0]
    assert stations_hold(people.applicant())["follow_ups"] == []


def test_words_of_an_answer_go_after_twelve_months_and_the_choice_stays(question, officer):
    services.confirm_placement(actor=officer, placement=claimed(question))
    left = question.stay.checked_out_at
    for days, forgotten in ((364, 0), (366, 1), (367, 0)):
        with standing_at(left + timedelta(days=days)):
            assert services.forget_answers() == forgotten
    question.refresh_from_db()
    assert (question.result, question.employer, question.state) == ("employed_here", "", "answered")
    assert Placement.objects.confirmed().get().employer == "示例机械公司"


def test_control_a_claim_that_waits_keeps_its_words(question):
    claimed(question)
    with standing_at(question.stay.checked_out_at + timedelta(days=366)):
        assert services.forget_answers() == 0


def test_the_audit_copies_no_word_of_an_answer(survey):
    with after.standing(1):
        services.answer_by_link(token=after.token(survey), answer=GOOD)
    kept = apps.get_model("stations", "FollowUpEvent").objects.filter(pgh_obj_id=survey.pk)
    assert kept.filter(satisfaction=5).exists()
    assert "床很干净" not in str(list(kept.values()))
