"""点名: kept by the leader, taken back in the open, handed in from paper once and late with a reason."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError

from tests import people, volunteering
from tests.scanning import HOUR, MINUTE, line, nine, own_place, scan, turn
from volunteers.errors import NotEligible, SignupMoved
from volunteers.models import NoShow, Scan, Signup
from volunteers.roll import expected, line_of, moment_on
from volunteers.scan_errors import (
    MarkReasonMissing,
    MarkStands,
    MarkTimeWrong,
    NotCheckedIn,
    NothingToUndo,
    RollReasonMissing,
    RollTooLate,
)
from volunteers.services import rolls, shift_due
from zibo_youth.core.calendar import after_workdays, standing_at
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def mark(of, kind, moment=None):
    return rolls.mark(actor=of.leader, signup=of.fresh(), kind=kind, at=moment)


def hand_in(of, *marks, reason=""):
    return rolls.submit_roll(actor=of.leader, shift=of.shift, marks=marks, reason=reason)


def test_a_leader_marks_who_came_and_left():
    of = turn()
    with standing_at(nine() + 10 * MINUTE):
        with pytest.raises(NotCheckedIn):
            mark(of, "out")
        mark(of, "absent")
        assert mark(of, "in", nine()).checked_in_at == nine()
        with pytest.raises(MarkStands):
            mark(of, "in")
        for wrong in (nine() - MINUTE, nine() + 11 * MINUTE):
            with pytest.raises(MarkTimeWrong):
                mark(of, "out", wrong)
    with standing_at(nine() + 5 * HOUR):
        with pytest.raises(MarkTimeWrong):
            mark(of, "out", nine() + 4 * HOUR + MINUTE)
        assert mark(of, "out", nine() + 3 * HOUR).state == "checked_out"
    assert list(Scan.objects.values_list("kind", "way")) == [
        ("absent", "roll"),
        ("in", "roll"),
        ("out", "roll"),
    ]


def test_nobody_marks_themselves_nor_another_organisations_volunteer():
    of, other = turn(), turn()
    own = own_place(of)
    officer = people.officer("zhangdian")
    with standing_at(nine()):
        for actor, signup in ((of.leader, own), (other.leader, of.signup), (officer, of.signup)):
            with pytest.raises(NotAllowed):
                rolls.mark(actor=actor, signup=signup, kind="in")
        told = hand_in(of, line(own, "in", nine()), line(other.signup, "in", nine()))
        assert [outcome.result for outcome in told] == ["refused", "refused"]
    assert not Scan.objects.exists()


def test_a_wrong_mark_is_taken_back_with_a_reason_and_stays_to_be_seen():
    of = turn()
    with standing_at(nine() + 3 * HOUR):
        with pytest.raises(NothingToUndo):
            rolls.undo_mark(actor=of.leader, signup=of.signup, reason="记错")
        mark(of, "in", nine())
        mark(of, "out", nine() + 2 * HOUR)
        with pytest.raises(MarkReasonMissing):
            rolls.undo_mark(actor=of.leader, signup=of.fresh(), reason=" ")
        assert rolls.undo_mark(actor=of.leader, signup=of.fresh(), reason="走早了").state == "checked_in"
        assert rolls.undo_mark(actor=of.leader, signup=of.fresh(), reason="认错人").state == "signed_up"
        mark(of, "in", nine() + MINUTE)

    found = line_of(expected(of.shift).get())
    assert (found.came.at, found.left, found.note) == (nine() + MINUTE, None, "认错人")
    assert Scan.objects.count() == 5
    for change in (Scan.objects.update, Scan.objects.all().delete):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            change(counts=False) if change == Scan.objects.update else change()


def test_a_roll_from_paper_is_one_roll_however_often_it_is_sent():
    of = turn()
    came, left = line(of.signup, "in", nine()), line(of.signup, "out", nine() + 3 * HOUR)
    with standing_at(nine() + 4 * HOUR):
        assert [told.result for told in hand_in(of, left, came)] == ["recorded", "recorded"]
        assert [told.result for told in hand_in(of, left, came)] == ["same", "same"]
        other = [told.result for told in hand_in(of, line(of.signup, "in", nine() + 20 * MINUTE))]
        assert other == ["differs"]
    assert of.fresh().checked_in_at == nine()
    assert [scan.way for scan in Scan.objects.all()] == ["offline"] * 3


def test_what_the_door_saw_stands_and_the_difference_is_shown():
    of = turn()
    with standing_at(nine()):
        scan(of, nine())
    with standing_at(nine() + 4 * HOUR):
        told = hand_in(
            of, line(of.signup, "in", nine() - 20 * MINUTE), line(of.signup, "out", nine() + 3 * HOUR)
        )
    assert [outcome.result for outcome in told] == ["differs", "recorded"]
    found = line_of(expected(of.shift).get())
    assert (found.came.way, found.came.at, found.left.way) == ("scan", nine(), "offline")
    assert [scan.at for scan in found.differing] == [nine() - 20 * MINUTE]
    page = people.signed_in(of.leader).get(f"/volunteers/desk/roll/{of.shift.public_id}/").content.decode()
    assert "另有记录不一致：签到 08:40" in page


def test_a_late_roll_says_why_and_after_ten_working_days_none_is_taken():
    of, came = turn(), None
    came = line(of.signup, "in", nine())
    late, last = of.shift.ends_at + 24 * HOUR, after_workdays(of.shift.ends_at, 240)
    with standing_at(late + MINUTE), pytest.raises(RollReasonMissing):
        hand_in(of, came)
    with standing_at(last + MINUTE), pytest.raises(RollTooLate):
        hand_in(of, came, reason="手机丢了")
    with standing_at(last):
        assert [told.result for told in hand_in(of, came, reason="手机丢了")] == ["recorded"]
    assert of.fresh().transitions.get().note == "手机丢了"


def test_one_bad_line_leaves_the_others_recorded():
    of = turn()
    second = volunteering.signup(of.shift, volunteering.volunteer())
    third = volunteering.signup(of.shift, volunteering.volunteer(), state="no_show", seat=None, cap=None)
    with standing_at(nine() + 4 * HOUR):
        told = hand_in(
            of,
            line(of.signup, "in", nine() - 2 * HOUR),
            line(second, "in", nine()),
            line(third, "in", nine()),
        )
    assert [outcome.result for outcome in told] == ["refused", "recorded", "refused"]
    assert "时间须在" in told[0].why
    assert "未到岗" in told[2].why


def test_a_roll_lets_nobody_in_whom_the_door_would_refuse():
    of = turn(role="child-company")
    with standing_at(nine()):
        with pytest.raises(NotEligible):
            mark(of, "in")
        (told,) = hand_in(of, line(of.signup, "in", nine()))
    assert told.result == "refused"
    assert "违法犯罪记录查询" in told.why


def test_a_late_roll_takes_a_no_show_back_unless_the_district_has_decided():
    """The job wrote it down a day after the end; both times are needed, and the record counts no more."""
    of, decided = turn(), turn()
    marks = [line(of.signup, "in", nine()), line(of.signup, "out", nine() + 3 * HOUR)]
    after = of.shift.ends_at + 25 * HOUR
    with standing_at(after):
        shift_due.close_shifts(at=after)
        assert shift_due.mark_no_shows(at=after) == 2
        (alone,) = hand_in(of, marks[0], reason="手机丢了")
        assert (alone.result, "同时填写" in alone.why) == ("refused", True)
        assert [told.result for told in hand_in(of, *marks, reason="手机丢了")] == ["recorded"] * 2
        assert [told.result for told in hand_in(of, *marks, reason="手机丢了")] == ["same"] * 2

        NoShow.objects.filter(signup=decided.signup).update(state="appealed", appealed_at=after)
        NoShow.objects.filter(signup=decided.signup).update(state="upheld", decided_at=after)
        both = [line(decided.signup, "in", nine()), line(decided.signup, "out", nine() + 3 * HOUR)]
        assert {told.result for told in hand_in(decided, *both, reason="手机丢了")} == {"refused"}
    assert (of.fresh().state, of.signup.seat, of.signup.checked_in_at) == ("checked_out", 1, nine())
    assert NoShow.objects.get(signup=of.signup).state == "overturned"
    assert (decided.fresh().state, NoShow.objects.get(signup=decided.signup).state) == ("no_show", "upheld")


def test_a_clock_past_midnight_is_of_the_next_day():
    shift = volunteering.shift(starts_at=nine() + 13 * HOUR, hours=6)
    assert moment_on(shift, time(21, 30)) == nine() + 12.5 * HOUR
    assert moment_on(shift, time(3)) == nine() + 18 * HOUR


def test_a_judged_signup_takes_no_more_marks():
    of = turn()
    for state in ("checked_in", "checked_out", "attended"):
        Signup.objects.filter(pk=of.signup.pk).update(
            state=state, checked_in_at=nine(), checked_out_at=nine() + HOUR if state != "checked_in" else None
        )
    with standing_at(nine() + 4 * HOUR):
        with pytest.raises(SignupMoved):
            mark(of, "in", nine())
        with pytest.raises(SignupMoved):
            rolls.undo_mark(actor=of.leader, signup=of.fresh(), reason="记错")


def test_the_sheet_is_a_plain_form_and_its_answer_says_what_became_of_each_line():
    of = turn()
    client, own = people.signed_in(of.leader), of.signup.pk
    address = f"/volunteers/desk/roll/{of.shift.public_id}/sheet/"
    given = {f"in_{own}": "09:00", f"out_{own}": "12:00", f"id_in_{own}": uuid4(), f"id_out_{own}": uuid4()}
    with standing_at(nine() + 4 * HOUR):
        assert "提交名册" in client.get(address).content.decode()
        answer = client.post(address, given, follow=True).content.decode()
        assert "已记录 2" in answer
        again = client.post(address, given | {f"in_{own}": "25:00"}).content.decode()
        assert "24 小时制" in again
    assert of.fresh().state == "checked_out"
    assert timedelta(hours=3) == of.signup.checked_out_at - of.signup.checked_in_at
