"""A job that a guest claims counts when it is confirmed; what a person holds, and when words go."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from stations import services
from stations.errors import (
    PlacementDecided,
    PlacementRecorded,
    ReasonMissing,
    SignedInFuture,
)
from stations.models import Evidence, Placement
from stations.own_data import stations_hold
from stations.services import Answer
from tests import people
from tests.stations import after, places
from tests.stations.follow_ups.answers import GOOD, told, works_at
from zibo_youth.accounts.services.keeping import let_go_of
from zibo_youth.accounts.terms import term
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


# --- placements ------------------------------------------------------------------------------------


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


# --- what a person holds ---------------------------------------------------------------------------


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
            assert let_go_of(term("answer_words")) == forgotten
    question.refresh_from_db()
    assert (question.result, question.employer, question.state) == ("employed_here", "", "answered")
    assert Placement.objects.confirmed().get().employer == "示例机械公司"


def test_control_a_claim_that_waits_keeps_its_words(question):
    claimed(question)
    with standing_at(question.stay.checked_out_at + timedelta(days=366)):
        assert let_go_of(term("answer_words")) == 0


def test_the_audit_copies_no_word_of_an_answer(survey):
    with after.standing(1):
        services.answer_by_link(token=after.token(survey), answer=GOOD)
    kept = apps.get_model("stations", "FollowUpEvent").objects.filter(pgh_obj_id=survey.pk)
    assert kept.filter(satisfaction=5).exists()
    assert "床很干净" not in str(list(kept.values()))
