"""报名: a seat, or a refusal that says the rule, the value and what would change it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import people, shifting, volunteering
from tests.shifting import clock, sign_up
from volunteers import signup_rules
from volunteers.errors import (
    GuardianConsentMissing,
    NotEligible,
    ReasonMissing,
    TooYoungForRole,
    VolunteerLeft,
    VolunteerMissing,
)
from volunteers.models import GuardianConsent, Shift, Signup, Volunteer
from volunteers.services import signups
from volunteers.shift_errors import (
    AlreadySignedUp,
    ProjectNotOpen,
    RoundOnly,
    ShiftBegun,
    ShiftCollidesWith,
    ShiftFull,
    ShiftNotOpen,
    SignOffTooLate,
    SignUpStopped,
    TooManyHours,
)
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def shift(start=9, hours=3, days=3, of=None, **fields):
    return volunteering.shift(of, starts_at=clock(start, days), hours=hours, **fields)


def test_scenario_23_collision_and_rest():
    """welfare.md §9, 23: 08:00–12:00 is held; 11:30–15:00 refused, 12:00–16:00 accepted, more than 10 h refused."""
    one = volunteering.volunteer()
    post = volunteering.post(volunteering.project(title="社区助老"))
    sign_up(one, shift(8, 4, of=post))

    with pytest.raises(ShiftCollidesWith) as refusal:
        sign_up(one, shift(11.5, 3.5))
    day = clock(8)
    assert str(refusal.value) == (
        f"与您已报名的“社区助老”{day.month}月{day.day}日 08:00–12:00时间冲突，退出那个班次后可以报名"
    )
    sign_up(one, shift(12, 4))
    with pytest.raises(TooManyHours) as refusal:
        sign_up(one, shift(16, 3))
    assert "最多服务 10 小时" in str(refusal.value)
    assert "有 11 小时" in str(refusal.value)
    sign_up(one, shift(16, 2))
    assert one.signups.holding().count() == 3


def test_the_database_alone_refuses_the_second_place_and_it_is_named(monkeypatch):
    one, first, second = volunteering.volunteer(), shift(8, 4), shift(11, 4)
    sign_up(one, first)
    monkeypatch.setattr(signups, "obstacles", lambda diary, shift: [])

    with pytest.raises(ShiftCollidesWith) as refusal:
        sign_up(one, second)
    assert first.post.project.title in str(refusal.value)
    with pytest.raises(IntegrityError, match="signup_one_place_at_a_time"), transaction.atomic():
        volunteering.signup(second, one)


def test_whoever_signs_up_has_the_lowest_free_seat_and_is_told():
    turn = shift(capacity=3)
    crowd = [volunteering.volunteer() for _ in range(3)]
    taken = [sign_up(one, turn) for one in crowd]
    assert [signup.seat for signup in taken] == [1, 2, 3]

    shifting.sign_off(taken[1])
    assert sign_up(volunteering.volunteer(), turn).seat == 2
    assert Notice.objects.filter(kind="volunteers.signup_confirmed").count() == 4
    assert taken[0].transitions.get().to_state == "signed_up"
    with pytest.raises(ShiftFull):
        sign_up(crowd[1], turn)
    with pytest.raises(AlreadySignedUp):
        shifting.wait(crowd[0], turn)


def test_each_rule_of_the_shift_refuses_and_names_itself():
    one = volunteering.volunteer()
    refused = [
        (shift(of=volunteering.post(volunteering.project(state="draft"))), ProjectNotOpen),
        (shift(state=Shift.State.SUSPENDED), ShiftNotOpen),
        (shift(state=Shift.State.CANCELLED), ShiftNotOpen),
        (shift(of=volunteering.post(staffing="round")), RoundOnly),
        (volunteering.shift(starts_at=now() - timedelta(minutes=1)), ShiftBegun),
    ]
    for turn, error in refused:
        with pytest.raises(error):
            sign_up(one, turn)
        with pytest.raises(error):
            shifting.wait(one, turn)
    assert not Signup.objects.exists()


def test_who_may_serve_is_asked_of_the_volunteer():
    turn = shift(of=volunteering.post(role="elder-care"))
    with pytest.raises(VolunteerMissing):
        signups.sign_up(actor=people.applicant(), shift=turn)
    gone = volunteering.volunteer()
    Volunteer.objects.filter(pk=gone.pk).update(state="left", left_at=now())
    child = volunteering.volunteer(people.applicant(born=today() - timedelta(days=15 * 366)))
    unproven = volunteering.volunteer()
    for one, error in ((gone, VolunteerLeft), (child, TooYoungForRole), (unproven, NotEligible)):
        with pytest.raises(error):
            sign_up(one, turn)


def test_below_18_a_guardian_consents_first():
    turn = shift()
    child = volunteering.volunteer(people.applicant(born=today() - timedelta(days=16 * 366)))
    with pytest.raises(GuardianConsentMissing):
        sign_up(child, turn)
    GuardianConsent.objects.create(
        volunteer=child,
        guardian_name="家长",
        guardian_mobile="13900000000",
        relation="母亲",
        from_on=today(),
        until_on=today() + timedelta(100),
        recorded_by=people.officer(),
    )
    assert sign_up(child, turn).state == "signed_up"


def test_two_no_shows_within_the_window_stop_sign_ups_for_their_days():
    one = volunteering.volunteer()
    for days in (40, 5):
        past = volunteering.shift(starts_at=now() - timedelta(days=days))
        gone = volunteering.signup(past, one, state="no_show", seat=None, cap=None)
        record = shifting.no_show(gone)
    turn = shift(days=40)
    with pytest.raises(SignUpStopped) as refusal:
        sign_up(one, turn)
    until = record.happened_on + timedelta(days=31)
    assert str(refusal.value) == f"您在 90 天内有 2 次未到岗，{until:%Y-%m-%d} 之前不能报名；可以申诉"
    with standing_at(now() + timedelta(days=26)):
        assert sign_up(one, turn).state == "signed_up"


def test_the_page_names_every_rule_that_fails():
    one = volunteering.volunteer()
    sign_up(one, shift(8, 4))
    turn = shift(11, 4, of=volunteering.post(role="event", staffing="round"), state="suspended")
    found = signup_rules.obstacles(signup_rules.diary_of(one), turn)
    assert [error.code for error in found] == [
        "volunteer_shift_not_open",
        "volunteer_not_eligible",
        "volunteer_round_only",
        "volunteer_shifts_collide",
    ]


def test_signing_off_needs_no_reason_until_its_moment_and_then_the_leader_releases():
    one, turn = volunteering.volunteer(), shift()
    signup = sign_up(one, turn)
    leader = people.leader(turn.post.project.organiser)
    with pytest.raises(NotAllowed):
        signups.sign_off(actor=shifting.user_of(volunteering.volunteer()), signup=signup)
    with standing_at(turn.sign_off_until + timedelta(seconds=1)):
        with pytest.raises(SignOffTooLate) as refusal:
            shifting.sign_off(signup)
        assert turn.post.project.contact_phone in str(refusal.value)
        with pytest.raises(ReasonMissing):
            signups.release_signup(actor=leader, signup=signup, reason=" ")
        released = signups.release_signup(actor=leader, signup=signup, reason="临时生病")
    assert (released.state, released.seat) == ("released", None)
    assert released.transitions.last().note == "临时生病"
    assert Notice.objects.get(kind="volunteers.place_released").to == one.person


def test_a_leader_of_another_team_releases_nobody():
    signup = sign_up(volunteering.volunteer(), shift())
    for actor in (people.leader(volunteering.organisation()), people.officer("boshan")):
        with pytest.raises(NotAllowed):
            signups.release_signup(actor=actor, signup=signup, reason="与我无关")
    assert Signup.objects.get().state == "signed_up"
