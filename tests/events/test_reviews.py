"""Reviews of registrations: the place held meanwhile, a human's decision, and the time that runs out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from events import errors, review_errors
from events.models import Registration, RegistrationReview
from events.services import registrations, reviewing
from tests import eventing, people, rostering
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.channels.sms import LONGEST, sms_text
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Registration.State
Reason = RegistrationReview.Reason


def reviewed(capacity=2, **fields):
    return eventing.session(capacity, needs_review=True, **fields)


def told(user):
    return list(Notice.objects.filter(to=user.person).order_by("pk").values_list("kind", flat=True))


def taken(turn):
    turn.refresh_from_db()
    return turn.taken


def overdue(one):
    RegistrationReview.objects.filter(registration=one).update(due_at=now() - timedelta(minutes=1))
    assert reviewing.lapse_reviews(at=now()) == 1
    one.refresh_from_db()


def test_a_place_is_held_while_an_officer_looks_and_kept_once_admitted():
    turn, user = reviewed(), people.applicant()
    one = eventing.register(user, turn)
    assert (one.state, taken(turn), told(user)) == (State.REVIEW, 1, ["events.in_review"])
    reviewing.admit(actor=people.officer(), review=one.review)
    one.refresh_from_db()
    assert (one.state, taken(turn), told(user)[-1]) == (State.REGISTERED, 1, "events.registered")
    assert list(one.transitions.order_by("pk").values_list("to_state", flat=True)) == ["review", "registered"]


def test_a_refusal_has_a_reason_that_is_read_and_gives_the_place_to_the_queue():
    turn, (first, second) = reviewed(1), people.crowd(2)
    one, waiting = eventing.register(first, turn), eventing.wait(second, turn)
    by = people.officer()
    with pytest.raises(review_errors.ReviewReasonMissing):
        reviewing.refuse(actor=by, review=one.review, reason="")
    with pytest.raises(review_errors.ReviewNoteMissing):
        reviewing.refuse(actor=by, review=one.review, reason=Reason.OTHER, note=" ")
    reviewing.refuse(actor=by, review=one.review, reason=Reason.NOT_FOR)
    one.refresh_from_db()
    waiting.refresh_from_db()
    assert (one.state, waiting.state, told(first)[-1]) == (State.RELEASED, State.OFFERED, "events.refused")
    assert "不符合活动面向的人群" in kind_of("events.refused").text("message", one)


def test_whoever_is_offered_a_place_of_the_queue_is_reviewed_as_well():
    turn, (first, second) = reviewed(1), people.crowd(2)
    one, waiting = eventing.register(first, turn), eventing.wait(second, turn)
    eventing.cancel(one)
    waiting.refresh_from_db()
    taken_up = registrations.accept_offer(actor=second, registration=waiting)
    assert (taken_up.state, told(second)[-1]) == (State.REVIEW, "events.in_review")


def test_past_its_time_the_place_goes_back_nobody_is_refused_and_a_human_still_decides():
    turn, (first, second) = reviewed(1), people.crowd(2)
    one, waiting = eventing.register(first, turn), eventing.wait(second, turn)
    overdue(one)
    waiting.refresh_from_db()
    assert (one.state, one.review.state, waiting.state) == (State.WAITING, "overdue", State.OFFERED)
    assert (told(first)[-1], reviewing.lapse_reviews(at=now())) == ("events.review_overdue", 0)
    reviewing.admit(actor=people.officer(), review=one.review)
    assert told(first)[-1] == "events.admitted_waiting"
    eventing.cancel(waiting)
    one.refresh_from_db()
    assert one.state == State.OFFERED
    assert registrations.accept_offer(actor=first, registration=one).state == State.REGISTERED


def test_whoever_is_still_to_be_reviewed_keeps_no_place_from_others():
    turn, (first, second) = reviewed(1), people.crowd(2)
    one = eventing.register(first, turn)
    overdue(one)
    assert eventing.register(second, turn).state == State.REVIEW
    assert one.pk not in Registration.objects.queue().filter(session=turn).values_list("pk", flat=True)


def test_a_decision_is_made_once_and_not_about_what_has_ended():
    turn, user, by = reviewed(), people.applicant(), people.officer()
    one = eventing.register(user, turn)
    reviewing.admit(actor=by, review=one.review)
    with pytest.raises(review_errors.ReviewMoved):
        reviewing._claim(by, one.review, "refused", reason="safety")
    with pytest.raises(errors.RegistrationMoved):
        reviewing.refuse(actor=by, review=one.review, reason=Reason.SAFETY)
    gone = eventing.register(people.crowd(1)[0], turn)
    eventing.cancel(gone)
    with pytest.raises(errors.RegistrationMoved):
        reviewing.admit(actor=by, review=gone.review)


def test_nobody_decides_their_own_or_another_district_s():
    turn, by = reviewed(), people.officer()
    one = eventing.register(people.applicant(), turn)
    for stranger in (people.officer(of="huantai"), people.administrator(), people.applicant("另一人")):
        with pytest.raises(NotAllowed):
            reviewing.admit(actor=stranger, review=one.review)
    own = people.applicant("自己")
    mine = eventing.register(own, turn)
    mine.person_id = by.person_id
    mine.review.registration = mine
    with pytest.raises(NotAllowed):
        reviewing.admit(actor=by, review=mine.review)


def test_a_group_is_reviewed_as_one():
    school, turn = rostering.school(), rostering.session(5, needs_review=True)
    one = rostering.bring(rostering.teacher(school), school, turn, *rostering.rows(3))
    assert (one.state, taken(turn)) == (State.REVIEW, 3)
    reviewing.admit(actor=people.officer(), review=one.review)
    one.refresh_from_db()
    assert one.state == State.REGISTERED


# --- the walls -----------------------------------------------------------------------------------


def test_the_database_itself_registers_nobody_unreviewed_and_wants_a_human():
    turn, user = reviewed(), people.applicant()
    one = eventing.register(user, turn)
    with pytest.raises(IntegrityError, match="registration_is_reviewed_first"), transaction.atomic():
        Registration.objects.filter(pk=one.pk).update(state=State.REGISTERED)
    with pytest.raises(IntegrityError, match="registration_is_reviewed_first"), transaction.atomic():
        Registration.objects.create(session=turn, quota=one.quota, person=people.crowd(1)[0].person)
    rows = RegistrationReview.objects.filter(pk=one.review.pk)
    with pytest.raises(IntegrityError, match="review_is_decided_by_a_human"), transaction.atomic():
        rows.update(state="approved")
    decided = {"state": "refused", "decided_at": now(), "decided_by": people.officer()}
    with pytest.raises(IntegrityError, match="review_refusal_has_a_reason"), transaction.atomic():
        rows.update(**decided)
    rows.update(**decided, reason="safety")
    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        rows.update(state="approved", reason="")


# --- pages and words -----------------------------------------------------------------------------


def test_the_desk_lists_who_waits_and_decides_and_the_person_reads_it():
    turn, user = reviewed(), people.applicant()
    one = eventing.register(user, turn)
    desk, phone = people.signed_in(people.officer()), people.signed_in(user)
    here = f"/events/desk/reviews/{one.public_id}/"
    assert here in desk.get("/events/desk/reviews/").content.decode()
    assert "名额为您保留到" in phone.get(one.get_absolute_url()).content.decode()
    assert desk.post(here, {"act": "promote"}).status_code == 404
    assert "请从列表里选择" in desk.post(here, {"act": "refuse"}).content.decode()
    for wrong in ({"reason": "x"}, {"reason": "other"}, {"note": "字" * 500}):
        assert desk.post(here, {"act": "refuse"} | wrong).status_code == 200
    assert desk.post(here, {"act": "refuse", "reason": "other", "note": "同校已满"}).status_code == 302
    text = phone.get(one.get_absolute_url()).content.decode()
    assert "同校已满" in text
    assert "由另一名工作人员答复" in text
    assert people.signed_in(people.officer(of="huantai")).get(here).status_code == 404


@pytest.mark.parametrize("kind", ["in_review", "review_overdue", "admitted_waiting", "refused"])
def test_each_notice_fits_a_text(kind):
    one = eventing.register(
        people.applicant(), reviewed(title="青年大讲堂：和一位航天工程师面对面谈两个小时")
    )
    assert len(sms_text(kind_of(f"events.{kind}"), one)) <= LONGEST
