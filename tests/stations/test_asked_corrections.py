"""Requests for information: what is asked for, whose time runs, and what happens when nobody answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stations import services
from stations.case_errors import AnswerIncomplete, AskedMissing, NotAsked
from stations.models import Stay
from stations.services import corrections
from tests import people
from tests.houses import book, house, paper_of, rule, soon
from tests.stations.scenarios.ways import ByCalls
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import StateChanged
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """A Monday of plain working days."""
    time_machine.move_to("2026-05-11 10:00:00 +0800", tick=False)
    return time_machine


@pytest.fixture
def station(db):
    return house("male:1")


@pytest.fixture
def operator(station):
    return people.operator(station.operator)


@pytest.fixture
def stay(guest, station):
    return requested(guest, station)


def requested(guest, station, days=10):
    stay = book(guest, station, soon(days), nights=2)
    Stay.objects.filter(pk=stay.pk).update(submitted_at=now())  # PostgreSQL's clock cannot be moved
    return fresh(stay)


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


def returned(operator, stay, **more):
    made = services.return_stay(actor=operator, stay=stay, **({"reason": "evidence_unclear"} | more))
    Stay.objects.filter(pk=made.pk).update(decided_at=now())
    return fresh(made)


def answer(guest, stay, **answers):
    return services.resubmit_stay(actor=guest, stay=stay, **answers)


def told(kind):
    return list(Notice.objects.filter(kind=f"stations.{kind}").values_list("to", flat=True))


def look(monday, moment):
    """The jobs, at one moment of May 2026, twice."""
    monday.move_to(f"2026-05-{moment}:00 +0800", tick=False)
    for _twice in range(2):
        services.remind_reviews(at=now())
        services.expire_stays(at=now())


# --- what is asked for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "asked"),
    [
        ("evidence_unclear", ["evidence"]),
        ("purpose_unclear", ["purpose", "purpose_detail"]),
        ("contact_wrong", ["contact_mobile"]),
    ],
)
def test_the_reason_asks_where_the_reviewer_ticks_nothing(operator, stay, reason, asked):
    assert returned(operator, stay, reason=reason).asked == asked


def test_what_is_ticked_goes_before_the_reason(operator, stay):
    assert returned(operator, stay, asked=["contact_mobile", "purpose"]).asked == [
        "purpose",
        "contact_mobile",
    ]


@pytest.mark.parametrize("asked", [(), ("arrival",)])
def test_another_reason_has_to_name_a_field_that_can_be_asked_for(operator, stay, asked):
    with pytest.raises(AskedMissing):
        services.return_stay(actor=operator, stay=stay, reason="other", asked=asked)
    assert fresh(stay).state == "submitted"


def test_desk_and_admin_say_so_beside_the_boxes(operator, stay):
    client = people.signed_in(operator)
    page = client.post(reverse("desk_act", args=[stay.reference, "return"]), {"reason": "other"})
    assert page.context["form"].errors["asked"]
    asked = {"action": "send_back", "_selected_action": stay.pk, "answered": "yes", "reason": "other"}
    page = client.post(reverse("admin:stations_stay_changelist"), asked | {"note": "请补充"})
    assert page.context["form"].errors["asked"]
    assert (
        "asked" not in client.get(reverse("desk_act", args=[stay.reference, "reject"])).context["form"].fields
    )


@pytest.mark.parametrize("beyond", ["purpose", "arrival", "state", "station"])
def test_an_answer_beyond_what_was_asked_changes_nothing(guest, operator, stay, beyond):
    returned(operator, stay)
    before = Stay.objects.filter(pk=stay.pk).values().get()
    with pytest.raises(NotAsked):
        answer(guest, stay, evidence=[paper_of(guest)], **{beyond: "internship"})
    assert Stay.objects.filter(pk=stay.pk).values().get() == before


@pytest.mark.control
def test_the_control_without_the_check_a_forged_answer_changes_another_field(
    guest, operator, stay, monkeypatch
):
    returned(operator, stay)
    monkeypatch.setattr(corrections, "_check_answers", lambda *_args: None)
    assert answer(guest, stay, evidence=[paper_of(guest)], purpose="internship").purpose == "internship"


def test_an_answer_that_leaves_something_out_is_not_taken(guest, operator, stay):
    returned(operator, stay, reason="purpose_unclear")
    with pytest.raises(AnswerIncomplete) as refusal:
        answer(guest, stay, purpose="internship", purpose_detail="")
    assert "单位、岗位或活动" in str(refusal.value)
    assert fresh(stay).state == "returned"


def test_only_an_awaited_answer_is_taken(guest, operator, stay):
    returned(operator, stay)
    answer(guest, stay, evidence=[paper_of(guest)])
    with pytest.raises(StateChanged):
        answer(guest, stay, evidence=[paper_of(guest)])


def test_by_the_api_files_are_named_by_their_ids_and_a_telephone_is_read_as_people_write_it(
    guest, operator, stay
):
    returned(operator, stay, asked=["evidence", "contact_mobile"])
    calls, new = ByCalls(guest), paper_of(guest)
    shown = calls.client.get(f"/api/v1/stays/{stay.reference}/").json()
    assert shown["asked"] == ["evidence", "contact_mobile"]
    assert shown["answer_due_at"].startswith("2026-05-13T10:00")

    foreign = paper_of(people.applicant("乙"))
    said = {"evidence": [str(foreign.public_id)], "contact_mobile": "139 0000 1234"}
    assert calls.answer(stay, **said).answer.status_code == 400
    assert calls.answer(stay, evidence=said["evidence"], contact_mobile="12").answer.status_code == 400
    assert calls.answer(stay, **said | {"evidence": [str(new.public_id)]}).done

    after = fresh(stay)
    assert (after.contact_mobile, list(after.evidence.all())) == ("+8613900001234", [new])


# --- whose time runs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_at", "answered_at", "due"),
    [
        ("11 16:00", "13 09:00", "14 03:00"),  # six hours of 24 are gone
        ("12 09:59", "13 09:00", "13 09:01"),
        ("12 11:00", "13 09:00", "13 09:00"),  # too late already: too late still
        ("11 10:00", "15 22:00", "18 22:00"),  # Friday evening; a weekend does not count
    ],
)
def test_the_reviewers_clock_goes_on_where_it_stopped(
    monday, guest, operator, stay, asked_at, answered_at, due
):
    rule(answer_hours=0)
    monday.move_to(f"2026-05-{asked_at}:00 +0800", tick=False)
    returned(operator, stay)
    assert fresh(stay).review_due_at is None
    monday.move_to(f"2026-05-{answered_at}:00 +0800", tick=False)
    after = answer(guest, stay, evidence=[paper_of(guest)])
    assert f"{timezone.localtime(after.review_due_at):%d %H:%M}" == due


def test_two_rounds_add_up_to_one_working_day(monday, guest, operator, stay):
    moments = ["11 16:00", "12 09:00", "12 15:00", "13 09:00"]
    for asked_at, answered_at in zip(moments[::2], moments[1::2], strict=True):
        monday.move_to(f"2026-05-{asked_at}:00 +0800", tick=False)
        returned(operator, fresh(stay))
        monday.move_to(f"2026-05-{answered_at}:00 +0800", tick=False)
        answer(guest, stay, evidence=[paper_of(guest)])
    assert fresh(stay).review_due_at - now() == timedelta(hours=12)


# --- when nobody answers ------------------------------------------------------------------------


def test_reminded_half_way_let_go_in_the_end_and_told(monday, guest, operator, stay):
    returned(operator, stay)
    assert f"{timezone.localtime(fresh(stay).answer_due_at):%d %H:%M}" == "13 10:00"
    look(monday, "12 09:59")
    assert told("answer_soon") == []
    look(monday, "12 10:01")
    assert told("answer_soon") == [guest.person_id]
    assert fresh(stay).state == "returned"
    look(monday, "13 10:00")
    assert (fresh(stay).state, stay.nights.count()) == ("expired", 0)
    assert (told("answer_lapsed"), told("stay_expired")) == ([guest.person_id], [])
    page = people.signed_in(guest).get(stay.get_absolute_url()).content.decode()
    assert "逾期未补正，床位放开" in page


def test_the_freed_bed_goes_to_who_waits(monday, guest, operator, stay, station):
    returned(operator, stay)
    other = ByCalls(people.applicant("乙"))
    assert other.ask(station, stay.arrival, wait=True).done
    look(monday, "13 10:00")
    assert other.stay().state == "offered"


@pytest.mark.parametrize(("hours", "due"), [(0, "22 00:00"), (8, "11 18:00"), (999, "22 00:00")])
def test_the_policy_says_when_and_the_first_night_is_the_last_moment(operator, stay, hours, due):
    rule(answer_hours=hours)
    returned(operator, stay)
    assert f"{timezone.localtime(fresh(stay).answer_due_at):%d %H:%M}" == due


def test_who_answers_at_that_moment_has_answered(monday, guest, operator, stay):
    seen = returned(operator, stay)
    answer(guest, stay, evidence=[paper_of(guest)])
    assert not services.release_unanswered(stay=seen)
    assert (fresh(stay).state, stay.nights.count()) == ("submitted", 2)


def test_who_answered_and_is_asked_anew_has_the_new_time(monday, guest, operator, stay):
    seen = returned(operator, stay)
    answer(guest, stay, evidence=[paper_of(guest)])
    monday.move_to("2026-05-11 15:00:00 +0800", tick=False)
    returned(operator, fresh(stay))
    assert not services.release_unanswered(stay=seen)
    assert (fresh(stay).state, stay.nights.count()) == ("returned", 2)


@pytest.mark.control
def test_the_control_without_the_look_the_job_takes_the_bed_of_who_is_asked_anew(
    monday, guest, operator, stay, monkeypatch
):
    monkeypatch.setattr(corrections, "_is_unanswered", lambda _stay: True)
    with pytest.raises(AssertionError):
        test_who_answered_and_is_asked_anew_has_the_new_time(monday, guest, operator, stay)
    assert (fresh(stay).state, stay.nights.count()) == ("expired", 0)
