"""Registration, the queue, groups, offers, cancelling: what a person meets, and the wall behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError
from django.utils import translation

from events import errors
from events.models import Event, Registration
from events.services import due, events, registrations, sessions
from events.services.events import QuestionPlan
from events.services.sessions import QuotaPlan
from tests import eventing, people
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.channels.sms import LONGEST, sms_text
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Registration.State


def states(session):
    return list(session.registrations.order_by("pk").values_list("state", flat=True))


def taken(session):
    session.refresh_from_db()
    return session.taken


def test_a_registration_holds_a_place_and_is_told():
    turn, user = eventing.session(2), people.applicant()
    one = eventing.register(user, turn)
    assert (one.state, taken(turn), turn.quotas.get().taken) == (State.REGISTERED, 1, 1)
    assert Notice.objects.get(to=user.person).kind == "events.registered"


def test_the_last_place_gone_the_next_one_is_told_and_may_wait():
    turn, (first, second) = eventing.session(1), people.crowd(2)
    eventing.register(first, turn)
    with pytest.raises(errors.SessionFull) as refusal:
        eventing.register(second, turn)
    assert str(refusal.value) == "名额不足，本次需要 1 个；您可以加入候补，有名额时按先后通知您"
    assert states(turn) == ["registered"]
    eventing.wait(second, turn)
    assert states(turn) == ["registered", "waiting"]
    assert Notice.objects.get(to=second.person).kind == "events.waiting"


def test_nobody_registers_twice_for_one_session():
    turn, user = eventing.session(3), people.applicant()
    eventing.register(user, turn)
    with pytest.raises(errors.AlreadyRegistered):
        eventing.register(user, turn)


def test_the_database_itself_refuses_one_more_than_the_capacity():
    turn, (first, second) = eventing.session(1), people.crowd(2)
    eventing.register(first, turn)
    with pytest.raises(IntegrityError, match="session_never_overfull"):
        Registration.objects.create(session=turn, quota=turn.quotas.get(), person=second.person)


def test_the_database_itself_refuses_a_newcomer_while_somebody_waits():
    turn, (first, second, third) = eventing.session(1), people.crowd(3)
    held = eventing.register(first, turn)
    eventing.wait(second, turn)
    Registration.objects.filter(pk=held.pk).update(state=State.CANCELLED)
    with pytest.raises(IntegrityError, match="registration_newcomer_never_overtakes"):
        Registration.objects.create(session=turn, quota=turn.quotas.get(), person=third.person)


@pytest.mark.parametrize("field", ["quota", "seats", "session"])
def test_a_registration_is_never_moved_to_other_places(field):
    turn, other = eventing.session(3), eventing.session(3)
    one = eventing.register(people.applicant(), turn)
    value = {"quota": other.quotas.get(), "seats": 2, "session": other}[field]
    with pytest.raises(InternalError, match="Cannot update rows"):
        Registration.objects.filter(pk=one.pk).update(**{field: value})


def test_the_quota_of_another_session_is_refused_by_the_database_too():
    turn, other = eventing.session(3), eventing.session(3)
    with pytest.raises(errors.QuotaElsewhere):
        registrations.register(actor=people.applicant(), session=turn, wish=eventing.wish(other))
    with pytest.raises(IntegrityError, match="registration_quota_is_of_the_session"):
        Registration.objects.create(
            session=turn, quota=other.quotas.get(), person=people.applicant("钱多").person
        )


# --- the queue -----------------------------------------------------------------------------------


def test_a_place_that_comes_free_goes_to_the_first_who_waits_and_a_newcomer_joins_behind():
    """booking.md §8, 17."""
    turn, (held, first, second, newcomer) = eventing.session(1), people.crowd(4)
    one = eventing.register(held, turn)
    a, b = eventing.wait(first, turn), eventing.wait(second, turn)
    eventing.cancel(one)
    c = eventing.wait(newcomer, turn)
    for each in (a, b, c):
        each.refresh_from_db()
    assert [a.state, b.state, c.state] == ["offered", "waiting", "waiting"]
    assert taken(turn) == 1


def test_who_leaves_the_queue_frees_nothing():
    """booking.md §8, 19."""
    turn, (held, first, second) = eventing.session(1), people.crowd(3)
    eventing.register(held, turn)
    waiting = eventing.wait(first, turn)
    eventing.wait(second, turn)
    eventing.cancel(waiting)
    assert states(turn) == ["registered", "cancelled", "waiting"]


def test_three_more_places_ask_exactly_three():
    """booking.md §8, 19."""
    turn, crowd = eventing.session(1), people.crowd(6)
    eventing.register(crowd[0], turn)
    for user in crowd[1:]:
        eventing.wait(user, turn)
    sessions.change_session(actor=people.officer(), session=turn, plan=eventing.plan_of(turn, capacity=4))
    assert states(turn) == ["registered", "offered", "offered", "offered", "waiting", "waiting"]


def test_a_full_morning_does_not_jam_the_afternoon():
    """booking.md §8, 20."""
    parts = (QuotaPlan("上午", 1), QuotaPlan("下午", 2))
    turn, crowd = eventing.session(3, quotas=parts), people.crowd(4)
    eventing.register(crowd[0], turn, "上午")
    eventing.wait(crowd[1], turn, "上午")
    late = eventing.register(crowd[2], turn, "下午")
    assert (late.state, states(turn)) == ("registered", ["registered", "waiting", "registered"])
    eventing.register(crowd[3], turn, "下午")
    assert taken(turn) == 3


def test_an_offer_is_accepted_in_time_and_lapses_to_the_next():
    turn, crowd = eventing.session(1), people.crowd(3)
    held = eventing.register(crowd[0], turn)
    first, second = eventing.wait(crowd[1], turn), eventing.wait(crowd[2], turn)
    eventing.cancel(held)
    first.refresh_from_db()
    assert registrations.lapse_offers(at=first.offer_until) == 1
    second.refresh_from_db()
    assert (states(turn)[1:], registrations.lapse_offers(at=first.offer_until)) == (["lapsed", "offered"], 0)
    accepted = registrations.accept_offer(actor=crowd[2], registration=second)
    assert (accepted.state, taken(turn)) == ("registered", 1)


def test_an_offer_whose_time_is_up_is_not_accepted():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    one = eventing.register(held, turn)
    waiting = eventing.wait(other, turn)
    eventing.cancel(one)
    Registration.objects.filter(pk=waiting.pk).update(offer_until=now() - timedelta(seconds=1))
    with pytest.raises(errors.OfferLapsed):
        registrations.accept_offer(actor=other, registration=waiting)


# --- groups --------------------------------------------------------------------------------------


def test_a_group_has_all_its_places_or_none():
    turn, (alone, leader) = eventing.session(4, most_together=4), people.crowd(2)
    eventing.register(alone, turn)
    with pytest.raises(errors.SessionFull):
        eventing.register(leader, turn, seats=4)
    group = eventing.register(leader, turn, seats=3)
    assert (group.companions.count(), taken(turn)) == (2, 4)


def test_smaller_ones_go_ahead_of_a_group_three_times_and_then_places_are_kept_for_it(settings):
    settings.EVENTS = settings.EVENTS | {"group_skips": 3}
    turn, crowd = eventing.session(6, most_together=6), people.crowd(12)
    held = [eventing.register(user, turn) for user in crowd[:6]]
    group = eventing.wait(crowd[6], turn, seats=3)
    alone = [eventing.wait(user, turn) for user in crowd[7:11]]
    for one in held[:4]:
        eventing.cancel(one)
    for one in (group, *alone):
        one.refresh_from_db()
    assert [one.state for one in alone] == ["offered", "offered", "offered", "waiting"]
    assert (group.state, group.skipped, taken(turn)) == ("waiting", 3, 5)
    eventing.cancel(held[4])
    eventing.cancel(held[5])
    group.refresh_from_db()
    assert (group.state, taken(turn)) == ("offered", 6)


def test_a_group_is_not_larger_than_the_event_takes():
    turn, user = eventing.session(9, most_together=2), people.applicant()
    with pytest.raises(errors.TooManyTogether) as refusal:
        eventing.register(user, turn, seats=3)
    assert str(refusal.value) == "本活动一次最多报名 2 人（含本人），您填了 3 人"


def test_a_party_that_the_session_can_never_hold_is_refused_and_blocks_nobody():
    """It would wait for ever, and after so many who went ahead every free place would be kept for it."""
    turn, (leader, *others) = eventing.session(5, most_together=9), people.crowd(7)
    with pytest.raises(errors.PartyTooLarge) as refusal:
        eventing.wait(leader, turn, seats=6)
    assert str(refusal.value) == "这里一共只有 5 个名额，您填了 6 人（含本人），请减少同行人或分开报名"
    assert [eventing.register(user, turn).state for user in others[:5]] == ["registered"] * 5


def test_a_party_larger_than_its_part_of_the_places_is_refused():
    turn = eventing.session(9, most_together=9, quotas=(QuotaPlan("上午", 2), QuotaPlan("下午", 9)))
    with pytest.raises(errors.PartyTooLarge, match="只有 2 个名额"):
        eventing.wait(people.applicant(), turn, "上午", seats=3)


def test_places_are_not_kept_for_a_group_that_no_longer_fits_at_all(settings):
    """The organiser made the session smaller than a group that waits: the others go on."""
    settings.EVENTS = settings.EVENTS | {"group_skips": 0}
    turn, crowd = eventing.session(5, most_together=5), people.crowd(4)
    eventing.register(crowd[0], turn, seats=2)
    group, alone = eventing.wait(crowd[1], turn, seats=4), eventing.wait(crowd[2], turn)
    sessions.change_session(actor=people.officer(), session=turn, plan=eventing.plan_of(turn, capacity=3))
    for one in (group, alone):
        one.refresh_from_db()
    assert (group.state, alone.state, taken(turn)) == ("waiting", "offered", 3)


# --- who may come --------------------------------------------------------------------------------


def test_women_and_men_have_their_own_places():
    turn = eventing.session(4, quotas=eventing.WOMEN_AND_MEN)
    woman, man = people.crowd(2, genders=(people.FEMALE, people.MALE))
    eventing.register(woman, turn, "女生")
    with pytest.raises(errors.QuotaForOthers) as refusal:
        eventing.register(man, turn, "女生")
    assert str(refusal.value) == "“女生”只接受女性报名，请改选其他名额组"


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [({"age_from": 30}, errors.AgeTooLow), ({"age_to": 20}, errors.AgeTooHigh)],
    ids=["too young", "too old"],
)
def test_age_on_the_day_decides(limits, refusal):
    with pytest.raises(refusal):
        eventing.register(people.applicant(age=24), eventing.session(**limits))


def test_under_18_a_guardian_says_yes():
    turn, minor = eventing.session(), people.applicant(born=eventing.minor_born())
    with pytest.raises(errors.GuardianMissing):
        eventing.register(minor, turn)
    one = eventing.register(minor, turn, permit=eventing.permit())
    assert one.permit.guardian_name == "张父"


@pytest.mark.parametrize("missing", ["guardian_mobile", "guardian_name"])
def test_a_guardian_whom_nobody_can_reach_permits_nothing(missing):
    turn, minor = eventing.session(), people.applicant(born=eventing.minor_born())
    with pytest.raises(errors.GuardianMissing):
        eventing.register(minor, turn, permit=replace(eventing.permit(), **{missing: " "}))
    assert not turn.registrations.exists()


def test_an_answer_keeps_the_question_as_it_was_asked():
    made = eventing.event(questions=(QuestionPlan("饮食禁忌", is_required=True),))
    turn, user, question = made.sessions.get(), people.applicant(), made.questions.get()
    with pytest.raises(errors.AnswerMissing):
        eventing.register(user, turn)
    one = eventing.register(user, turn, answers={question.pk: "不吃辣"})
    question.words = "口味"
    question.save()
    assert [(each.asked, each.words) for each in one.answers.all()] == [("饮食禁忌", "不吃辣")]


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        ({"opens_at": eventing.clock(9, 1)}, errors.RegistrationNotYetOpen),
        ({"closes_at": eventing.clock(9, -1), "opens_at": eventing.clock(9, -2)}, errors.RegistrationClosed),
    ],
    ids=["not yet", "no longer"],
)
def test_registration_has_its_time(hours, refusal):
    turn = eventing.session(**hours)
    with pytest.raises(refusal):
        eventing.register(people.applicant(), turn)


def test_nobody_registers_for_somebody_who_has_told_no_identity():
    with pytest.raises(errors.PersonMissing):
        eventing.register(people.newcomer(), eventing.session())


# --- cancelling ----------------------------------------------------------------------------------


def test_after_the_last_moment_the_organiser_is_called():
    turn = eventing.session(cancel_until=eventing.clock(9, -1))
    one = eventing.register(people.applicant(), turn)
    with pytest.raises(errors.CancelTooLate) as refusal:
        eventing.cancel(one)
    assert "0533-0000000" in str(refusal.value)


def test_nobody_cancels_for_another():
    one = eventing.register(people.applicant(), eventing.session())
    with pytest.raises(NotAllowed):
        registrations.cancel_registration(actor=people.applicant("钱多"), registration=one)


def test_an_organiser_releases_with_a_reason_that_is_read():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    one = eventing.register(held, turn)
    waiting = eventing.wait(other, turn)
    with pytest.raises(errors.ReasonMissing):
        registrations.release_registration(actor=people.officer(), registration=one, reason=" ")
    registrations.release_registration(actor=people.officer(), registration=one, reason="重复报名")
    waiting.refresh_from_db()
    assert (one.transitions.last().note, waiting.state) == ("重复报名", "offered")


def test_whoever_leaves_the_portal_leaves_the_queue_and_the_places():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    eventing.register(held, turn)
    eventing.wait(other, turn)
    registrations.end_registrations_of([held.person_id])
    assert states(turn) == ["cancelled", "offered"]


# --- the session ---------------------------------------------------------------------------------


def test_a_session_called_off_gives_every_place_back_and_tells_why():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    eventing.register(held, turn)
    eventing.wait(other, turn)
    sessions.cancel_session(actor=people.officer(), session=turn, reason="场馆停电")
    assert (states(turn), taken(turn)) == (["released", "released"], 0)
    told = Notice.objects.filter(kind="events.session_cancelled")
    assert {each.to_id for each in told} == {held.person_id, other.person_id}


def test_a_session_that_moves_keeps_every_place_and_may_be_left_freely():
    turn = eventing.session(cancel_until=eventing.clock(9, -1))
    one = eventing.register(people.applicant(), turn)
    later = eventing.plan_of(turn, starts_at=eventing.clock(20), ends_at=eventing.clock(22))
    sessions.change_session(actor=people.officer(), session=turn, plan=later)
    assert Notice.objects.filter(kind="events.session_moved", to=one.person).count() == 1
    assert eventing.cancel(one).state == "cancelled"


def test_a_session_that_moves_back_and_forth_is_told_every_time():
    """Whoever was told last that it is at seven would come at seven."""
    turn, by = eventing.session(), people.officer()
    one = eventing.register(people.applicant(), turn)
    there = eventing.plan_of(turn, place="临淄区青年会客厅")
    for plan in (there, eventing.plan_of(turn), there):
        sessions.change_session(actor=by, session=turn, plan=plan)
    assert Notice.objects.filter(kind="events.session_moved", to=one.person).count() == 3


def test_a_session_is_not_moved_into_the_past_where_nobody_could_move_it_back():
    turn = eventing.session()
    one = eventing.register(people.applicant(), turn)
    gone = eventing.session_plan(starts_at=now() - timedelta(days=300))
    with pytest.raises(errors.StartPassed):
        sessions.change_session(actor=people.officer(), session=turn, plan=gone)
    assert not Notice.objects.filter(kind="events.session_moved", to=one.person).exists()


def test_an_offer_ends_with_the_start_of_a_session_that_was_moved_ahead():
    turn, (held, other) = eventing.session(1, starts_at=eventing.clock(19, 9)), people.crowd(2)
    one, waiting = eventing.register(held, turn), eventing.wait(other, turn)
    eventing.cancel(one)
    soon = now() + timedelta(hours=3)
    hours = {"starts_at": soon, "ends_at": soon + timedelta(hours=2), "closes_at": soon}
    sessions.change_session(actor=people.officer(), session=turn, plan=eventing.plan_of(turn, **hours))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.offer_until) == ("offered", soon)


def test_whoever_waits_is_not_told_that_a_place_is_kept():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    has, waits = eventing.register(held, turn), eventing.wait(other, turn)
    kind = kind_of("events.session_moved")
    for channel in ("message", "sms"):
        assert "名额保留" in kind.text(channel, has)
        assert "名额" not in kind.text(channel, waits)
        assert "候补" in kind.text(channel, waits)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_text_to_whoever_waits_is_one_message_long(language):
    title = {"title": "长" * 60, "title_en": "Very long " * 12}
    turn = eventing.session(1, starts_at=eventing.clock(13.98, 30), **title)
    held, other = people.crowd(2)
    eventing.register(held, turn)
    with translation.override(language):
        text = sms_text(kind_of("events.session_moved"), eventing.wait(other, turn))
    assert len(text) <= LONGEST
    assert not text.endswith("…")


def test_places_that_people_hold_are_not_taken_away():
    turn, crowd = eventing.session(3), people.crowd(2)
    for user in crowd:
        eventing.register(user, turn)
    turn.refresh_from_db()
    with pytest.raises(errors.CapacityBelowTaken) as refusal:
        sessions.change_session(actor=people.officer(), session=turn, plan=eventing.plan_of(turn, capacity=1))
    assert "已有 2 人占用名额" in str(refusal.value)


def test_how_many_came_is_told_once_after_the_start_with_its_source():
    turn, by = eventing.session(starts_at=now() - timedelta(hours=1)), people.officer()
    with pytest.raises(errors.SourceMissing):
        sessions.record_held(actor=by, session=turn, attendance=80, source="")
    held = sessions.record_held(actor=by, session=turn, attendance=80, source="签到表")
    assert (held.state, held.attendance) == ("held", 80)
    with pytest.raises(errors.SessionMoved):
        sessions.record_held(actor=by, session=turn, attendance=90, source="签到表")


def test_another_district_manages_nothing():
    turn = eventing.session()
    with pytest.raises(NotAllowed):
        sessions.cancel_session(actor=people.officer(of="linzi"), session=turn, reason="不行")


def test_nobody_plans_a_session_of_an_event_that_was_called_off_meanwhile():
    made, by = eventing.event(), people.officer()
    events.cancel_event(actor=by, event=Event.objects.get(pk=made.pk), reason="停办")
    assert made.state == "published"
    with pytest.raises(errors.EventMoved):
        sessions.plan_session(actor=by, event=made, plan=eventing.session_plan())


# --- due -----------------------------------------------------------------------------------------


def test_what_a_crash_left_undone_is_done_by_the_next_look(monkeypatch):
    turn, (held, other) = eventing.session(1), people.crowd(2)
    one = eventing.register(held, turn)
    waiting = eventing.wait(other, turn)
    monkeypatch.setattr(registrations, "settle", lambda session, **also: [])
    eventing.cancel(one)
    monkeypatch.undo()
    assert (due.settle_sessions(at=now()), due.settle_sessions(at=now())) == (1, 0)
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_the_queue_ends_when_the_session_begins():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    eventing.register(held, turn)
    eventing.wait(other, turn)
    assert (due.end_waiting(at=turn.starts_at), due.end_waiting(at=turn.starts_at)) == (1, 0)
    assert states(turn) == ["registered", "released"]


def test_the_evening_before_whoever_is_registered_is_reminded_once():
    turn, (held, other) = eventing.session(1), people.crowd(2)
    eventing.register(held, turn)
    eventing.wait(other, turn)
    evening = eventing.clock(18, 2)
    assert (due.remind_of_sessions(at=evening), due.remind_of_sessions(at=evening)) == (1, 0)
    assert due.remind_of_sessions(at=eventing.clock(23, 2)) == 0
