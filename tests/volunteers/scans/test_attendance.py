"""到岗审核: measured minutes, a reason where they are few or unseen, never in one's own case."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import people, volunteering
from tests.scanning import HOUR, MINUTE, nine, own_place, scan, turn
from volunteers.door import OUT
from volunteers.errors import SignupMoved
from volunteers.models import NoShow, Requirement, RequirementItem, Scan, Signup
from volunteers.presence import Presence, measure, presence_of
from volunteers.scan_errors import MarkReasonMissing, PresenceUnexplained, ShiftNotOver, StillThere
from volunteers.scan_queues import REVIEW
from volunteers.services import attendance
from zibo_youth.accounts import policy
from zibo_youth.core.calendar import standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.queues import tiles_for
from zibo_youth.notifications.models import Notice

AFTER = nine() + 4 * HOUR
START = nine()


# --- minutes ---------------------------------------------------------------------------------------


@given(
    length=st.integers(1, 720),
    pause=st.integers(0, 240),
    came=st.integers(-120, 900),
    stay=st.integers(0, 900),
    step=st.integers(1, 60),
)
def test_presence_is_the_overlap_less_its_share_of_the_break(length, pause, came, stay, step):
    end, arrival = START + length * MINUTE, START + came * MINUTE
    left = arrival + stay * MINUTE
    minutes = measure(START, end, pause, arrival, left)
    # Counted again, minute by minute, and the break taken off in proportion.
    there = sum(came <= minute < came + stay for minute in range(length))
    assert minutes == there * max(length - pause, 0) // length
    assert 0 <= minutes <= max(length - pause, 0)
    assert measure(START, end, pause, arrival, left + step * MINUTE) >= minutes
    assert measure(START, end, pause, START - HOUR, end + HOUR) == max(length - pause, 0)


def test_who_has_not_left_was_there_for_nothing_yet():
    assert measure(START, START + HOUR, 0, START, None) == measure(START, START + HOUR, 0, None, None) == 0


@pytest.mark.parametrize(
    ("minutes", "enough", "credited"),
    [(107, False, 90), (108, True, 90), (119, True, 90), (120, True, 120), (29, False, 0), (0, False, 0)],
)
def test_sixty_percent_is_enough_and_hours_are_halves(minutes, enough, credited):
    presence = Presence(minutes, 180, "scan")
    assert (presence.is_enough, presence.credited) == (enough, credited)
    assert not Presence(0, 0).is_enough


# --- the review ------------------------------------------------------------------------------------


def served(minutes=180, **fields):
    """Somebody who came at nine and left so many minutes later, by scans."""
    of = turn(**fields)
    with standing_at(nine()):
        scan(of, nine())
    with standing_at(nine() + minutes * MINUTE):
        scan(of, nine() + minutes * MINUTE, OUT)
    of.fresh()
    return of


@pytest.mark.django_db
def test_a_whole_presence_is_accepted_and_a_short_one_with_a_reason():
    whole, short = served(), served(100)
    with standing_at(nine() + 3 * HOUR - MINUTE), pytest.raises(ShiftNotOver):
        attendance.accept_attendance(actor=whole.leader, signup=whole.signup)
    with standing_at(AFTER):
        assert attendance.accept_attendance(actor=whole.leader, signup=whole.signup).state == "attended"
        with pytest.raises(SignupMoved):
            attendance.accept_attendance(actor=whole.leader, signup=whole.fresh())
        with pytest.raises(PresenceUnexplained) as refusal:
            attendance.accept_attendance(actor=short.leader, signup=short.signup)
        assert "在岗 55%，不足 60%" in str(refusal.value)
        done = attendance.accept_attendance(actor=short.leader, signup=short.signup, reason="提前完成")
    assert (done.state, done.transitions.last().note) == ("attended", "提前完成")
    presence = presence_of(short.fresh())
    assert (presence.minutes, presence.share, presence.credited, presence.evidence) == (100, 55, 90, "scan")


@pytest.mark.django_db
def test_nobody_reviews_their_own_attendance_nor_another_organisations():
    of, other = served(), served()
    own = own_place(of, state="checked_out", checked_in_at=nine(), checked_out_at=nine() + 3 * HOUR)
    with standing_at(AFTER):
        for actor, signup in ((of.leader, own), (other.leader, of.signup), (of.user, of.signup)):
            for act in (attendance.accept_attendance, attendance.refuse_attendance):
                with pytest.raises(NotAllowed):
                    act(actor=actor, signup=signup, reason="在场")
        assert attendance.accept_all(actor=of.leader, shift=of.shift) == 1
        assert Signup.objects.get(pk=own.pk).state == "checked_out"
        officer = people.officer("zhangdian")
        assert attendance.accept_attendance(actor=officer, signup=own).state == "attended"


@pytest.mark.django_db
def test_who_did_not_come_is_a_no_show_with_a_reason():
    of, there = turn(), turn()
    with standing_at(nine()):
        scan(there, nine())
    with standing_at(AFTER):
        with pytest.raises(MarkReasonMissing):
            attendance.refuse_attendance(actor=of.leader, signup=of.signup, reason="")
        gone = attendance.refuse_attendance(actor=of.leader, signup=of.signup, reason="没有来")
        assert (gone.state, gone.seat) == ("no_show", None)
        recorded = NoShow.objects.get(signup=gone)
        assert (recorded.state, recorded.volunteer) == ("standing", of.signup.volunteer)
        assert Notice.objects.filter(to=of.user.person, kind="volunteers.no_show_recorded").exists()
        with pytest.raises(StillThere):
            attendance.refuse_attendance(actor=there.leader, signup=there.fresh(), reason="没有来")


@pytest.mark.django_db
def test_a_training_that_was_attended_is_passed_and_one_that_was_not_is_not():
    induction = Requirement.objects.get(code="induction")
    post = {"kind": "training", "gives": induction}
    came, missed = served(post=post), turn(post=post)
    with standing_at(AFTER):
        attendance.accept_attendance(actor=came.leader, signup=came.signup)
        attendance.refuse_attendance(actor=missed.leader, signup=missed.signup, reason="没有来")
        proofs = RequirementItem.objects.filter(requirement=induction, state="passed")
        assert [proof.volunteer for proof in proofs] == [came.signup.volunteer]
        assert proofs.get().checked_by == came.leader


@pytest.mark.django_db
def test_a_forgotten_check_out_ends_with_the_shift_and_asks_for_a_word():
    of, due = turn(), nine() + 5 * HOUR
    with standing_at(nine()):
        scan(of, nine())
    with standing_at(due):
        assert attendance.close_forgotten(at=due - timedelta(seconds=1)) == 0
        assert attendance.close_forgotten(at=due) == 1
        assert attendance.close_forgotten(at=due) == 0
        assert of.fresh().checked_out_at == of.shift.ends_at
        assert Scan.objects.get(kind="out").way == "system"
        assert Notice.objects.filter(to=of.user.person, kind="volunteers.check_out_forgotten").count() == 1
        assert presence_of(of.signup).needs_a_word
        assert attendance.accept_all(actor=of.leader, shift=of.shift) == 0
        with pytest.raises(PresenceUnexplained):
            attendance.accept_attendance(actor=of.leader, signup=of.signup)
        attendance.accept_attendance(actor=of.leader, signup=of.signup, reason="我看着他收的摊")


@pytest.mark.django_db
def test_leaders_hear_once_of_a_shift_that_waits_and_see_it_on_their_desk():
    of, due = served(), nine() + 6 * HOUR
    with standing_at(due):
        assert attendance.remind_reviews(at=due - timedelta(seconds=1)) == 0
        assert attendance.remind_reviews(at=due) == 1
        assert attendance.remind_reviews(at=due) == 0
        assert Notice.objects.get(kind="volunteers.review_due").to == of.leader.person
        assert policy.may(of.leader, REVIEW)
        label = "待审核的志愿服务班次"
        assert [tile.count for tile in tiles_for(of.leader) if str(tile.label) == label] == [1]
        other = turn(starts_at=nine(3))
        assert [tile.count for tile in tiles_for(other.leader) if str(tile.label) == label] == [0]
        attendance.accept_attendance(actor=of.leader, signup=of.signup)
        assert [tile.count for tile in tiles_for(of.leader) if str(tile.label) == label] == [0]
        assert attendance.remind_reviews(at=due + 24 * HOUR) == 0


@pytest.mark.django_db
def test_the_review_page_decides_and_a_refusal_is_told():
    of, short = served(), None
    client, address = people.signed_in(of.leader), f"/volunteers/desk/roll/{of.shift.public_id}/review/"
    short = volunteering.signup(
        of.shift,
        volunteering.volunteer(),
        state="checked_out",
        checked_in_at=nine(),
        checked_out_at=nine() + HOUR,
    )
    with standing_at(AFTER):
        assert "在岗 60 / 180 分钟（33%）" in client.get(address).content.decode()
        assert "已确认 1 人" in client.post(address, {"act": "all"}, follow=True).content.decode()
        answer = client.post(address, {"act": "accept", "signup": short.pk, "reason": ""}, follow=True)
        assert "确认到岗请写明理由" in answer.content.decode()
        client.post(address, {"act": "refuse", "signup": short.pk, "reason": "一小时就走了"})
    assert Signup.objects.get(pk=short.pk).state == "no_show"


@pytest.mark.django_db
def test_officers_read_the_roll_with_masked_names_and_leaders_in_full():
    of = turn()
    name, address = of.signup.volunteer.person.full_name, f"/volunteers/desk/roll/{of.shift.public_id}/"
    leader = people.signed_in(of.leader).get(address).content.decode()
    officer = people.signed_in(people.officer("zhangdian")).get(address).content.decode()
    assert name in leader
    assert 'value="in"' in leader
    assert name not in officer
    assert of.signup.volunteer.volunteer_no in officer
    assert "<form" not in officer.split("<main")[1]
