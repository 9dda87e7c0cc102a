"""未到岗: a day after the end, counted, appealed once, decided by the district and not by the leader."""

from datetime import date, timedelta

import pytest

from tests import people, shifting, volunteering
from tests.shifting import clock, sign_up, user_of
from volunteers import no_show_rules
from volunteers.models import NoShow, Shift, Signup
from volunteers.services import no_shows, shift_due
from volunteers.services.shifts import suspend_shift
from volunteers.shift_errors import NoShowAppealTooLate, StatementMissing
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def missed():
    """Somebody who signed up and did not come, as the job has written it down."""
    turn = volunteering.shift(starts_at=clock(9))
    signup = sign_up(volunteering.volunteer(), turn)
    with standing_at(turn.ends_at + timedelta(hours=24)):
        shift_due.close_shifts(at=now())
        shift_due.mark_no_shows(at=now())
    return NoShow.objects.get(signup=signup)


def test_a_no_show_is_written_when_the_leaders_day_is_over_and_once():
    turn = volunteering.shift(starts_at=clock(9))
    signup = sign_up(volunteering.volunteer(), turn)
    came = sign_up(volunteering.volunteer(), turn)
    Signup.objects.filter(pk=came.pk).update(state="checked_in", checked_in_at=turn.starts_at)
    for hours, count in ((0, 0), (23.9, 0), (24, 1), (25, 0)):
        with standing_at(turn.ends_at + timedelta(hours=hours)):
            shift_due.close_shifts(at=now())
            assert shift_due.mark_no_shows(at=now()) == count
    assert Shift.objects.get(pk=turn.pk).state == "closed"
    record = NoShow.objects.get()
    assert (record.signup, record.volunteer, record.state) == (signup, signup.volunteer, "standing")
    assert Notice.objects.get(kind="volunteers.no_show_recorded").to == signup.volunteer.person
    assert Signup.objects.get(pk=signup.pk).state == "no_show"


def test_whoever_had_a_place_on_a_suspended_shift_missed_nothing():
    turn = volunteering.shift(starts_at=clock(9))
    signup = sign_up(volunteering.volunteer(), turn)
    suspend_shift(actor=people.leader(turn.post.project.organiser), shift=turn, reason="雷雨")
    with standing_at(turn.ends_at + timedelta(days=3)):
        assert shift_due.close_shifts(at=now()) == 1
        assert shift_due.mark_no_shows(at=now()) == 0
    assert Signup.objects.get(pk=signup.pk).state == "released"


@pytest.mark.parametrize(
    ("days", "end"),
    [
        ([0], None),
        ([0, 89], 119),
        ([0, 90], None),
        ([0, 1], 31),
        ([0, 1, 95], 31),
        ([0, 1, 60], 90),
        ([0, 0], 30),
    ],
)
def test_two_within_ninety_days_stop_for_thirty(days, end):
    told = [JUNE + timedelta(days=day) for day in reversed(days)]
    assert no_show_rules.block_end(told) == (JUNE + timedelta(days=end) if end else None)


def test_an_appeal_is_told_in_words_within_its_days_and_once(missed):
    user = user_of(missed.volunteer)
    with pytest.raises(StatementMissing):
        no_shows.appeal_no_show(actor=user, no_show=missed, statement=" ")
    with standing_at(now() + timedelta(days=19)), pytest.raises(NoShowAppealTooLate):
        no_shows.appeal_no_show(actor=user, no_show=missed, statement="我到了")
    no_shows.appeal_no_show(actor=user, no_show=missed, statement="我到了，没有扫码")
    with pytest.raises(StateChanged):
        no_shows.appeal_no_show(actor=user, no_show=missed, statement="再说一次")
    assert missed.state == "appealed"


def test_the_leader_comments_and_the_district_decides(missed):
    project = missed.signup.shift.post.project
    leader, officer = people.leader(project.organiser), people.officer()
    no_shows.appeal_no_show(actor=user_of(missed.volunteer), no_show=missed, statement="我到了")
    no_shows.comment_no_show(actor=leader, no_show=missed, comment="没有看到")
    for decide in (no_shows.uphold_no_show, no_shows.overturn_no_show):
        for actor in (leader, people.officer("boshan"), user_of(missed.volunteer)):
            with pytest.raises(NotAllowed):
                decide(actor=actor, no_show=missed, reason="不能自己决定")
    no_shows.uphold_no_show(actor=officer, no_show=missed, reason="名单上没有")
    assert (missed.state, missed.comment, missed.decision) == ("upheld", "没有看到", "名单上没有")
    assert NoShow.objects.counting().get() == missed
    no_shows.overturn_no_show(actor=officer, no_show=missed, reason="照片证明在场")
    assert not NoShow.objects.counting().exists()
    assert Signup.objects.get(pk=missed.signup_id).state == "no_show"
    kinds = Notice.objects.filter(to=missed.volunteer.person).values_list("kind", flat=True)
    assert {"volunteers.no_show_upheld", "volunteers.no_show_overturned"} <= set(kinds)


def test_an_officer_never_decides_in_the_own_case(missed):
    officer = people.officer()
    NoShow.objects.filter(pk=missed.pk)
    own = volunteering.volunteer(officer)
    past = volunteering.shift(starts_at=now() - timedelta(days=3))
    mine = shifting.no_show(volunteering.signup(past, own, state="no_show", seat=None, cap=None))
    with pytest.raises(NotAllowed):
        no_shows.overturn_no_show(actor=officer, no_show=mine, reason="我在场")
