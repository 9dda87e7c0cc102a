"""At the door of a session: passes, coming in, going out, taking back, and the walls behind them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from events.checkin_errors import (
    AlreadyIn,
    CorrectionTooLate,
    NotInside,
    NotTheLastScan,
    PassNotGood,
    PassOfAnotherSession,
    PassUnknown,
    ScanKeyReused,
    SessionDoorNotOpen,
    SessionDoorShut,
)
from events.errors import ReasonMissing
from events.models import EntryScan, Session
from events.passes import SIGNS, code_of, name_of, read_pass, ticket_for
from events.presence import day_at
from events.services import registrations
from events.services.checkin import scanning
from tests import eventing, people
from tests.people import LONG_AGO
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn():
    return eventing.running(most_together=3)


@pytest.fixture
def one(turn):
    return eventing.register_before(people.applicant(), turn)


# --- passes --------------------------------------------------------------------------------------


def test_each_seat_has_its_own_code_and_nothing_personal_is_in_it(turn):
    party = eventing.register_before(people.applicant("陈一帆"), turn, seats=3)
    codes = [code_of(party, seat) for seat in (1, 2, 3)]
    assert len({code[-8:] for code in codes}) == 3
    assert [ticket_for(turn, code).name for code in codes] == ["陈一帆", "同行人1", "同行人2"]
    assert party.person.mobile not in "".join(codes)


def test_a_code_is_read_as_people_type_it_and_as_a_link(one):
    code = code_of(one)
    head, signature = code.rsplit("-", 1)
    typed = f"{head}-{signature.lower().replace('0', 'o').replace('1', 'l')}"
    for said in (
        typed,
        f" {code} ",
        f"https://youth.example/events/desk/pass/{code}/",
        code.replace("-", "－"),
    ):
        assert read_pass(said).registration == one


def test_signs_that_are_taken_for_another_are_read_as_meant():
    assert not set("OILU") & set(SIGNS)


@pytest.mark.parametrize("said", ["", "0", "-1", "你好", "1-1-ABCDEFGH", "9" * 18, "9" * 400, "1-100", "١٢"])
def test_what_nobody_has_signed_is_unknown(one, said):
    with pytest.raises(PassUnknown):
        read_pass(said)


def test_a_code_with_one_sign_changed_is_unknown(one):
    code = code_of(one)
    other = SIGNS[(SIGNS.index(code[-1]) + 1) % 32]
    with pytest.raises(PassUnknown):
        read_pass(code[:-1] + other)


def test_the_code_of_another_session_is_told_which(one):
    other = eventing.running()
    with pytest.raises(PassOfAnotherSession) as refusal:
        ticket_for(other, code_of(one))
    assert one.session.event.title in str(refusal.value)


def test_a_number_alone_is_of_this_session_or_unknown(one):
    assert ticket_for(one.session, str(one.pk)).way == "number"
    for said in (str(one.pk), f"{one.pk}-2"):
        with pytest.raises(PassUnknown):
            ticket_for(eventing.running() if said == str(one.pk) else one.session, said)


def test_a_name_that_is_no_longer_kept_is_empty(turn):
    party = eventing.register_before(people.applicant(), turn, seats=2)
    party.companions.all().delete()
    assert name_of(party, 2) == ""


# --- in and out ----------------------------------------------------------------------------------


def test_in_out_and_in_again_each_a_step(one):
    scans = [eventing.come(one), eventing.go(one), eventing.come(one)]
    assert [(scan.step, scan.kind) for scan in scans] == [(1, "in"), (2, "out"), (3, "in")]
    assert {scan.day for scan in scans} == {day_at(one.session, now())}


def test_who_is_in_already_is_told_since_when_and_by_whom(one):
    eventing.come(one, by=people.officer(name="周宁"))
    with pytest.raises(AlreadyIn) as refusal:
        eventing.come(one)
    assert "周宁" in str(refusal.value)
    assert EntryScan.objects.count() == 1


def test_who_is_not_in_does_not_leave(one):
    with pytest.raises(NotInside):
        eventing.go(one)


def test_companions_come_one_by_one(turn):
    party = eventing.register_before(people.applicant(), turn, seats=2)
    eventing.come(party, 2)
    with pytest.raises(NotInside):
        eventing.go(party, 1)


def test_a_cancelled_pass_is_refused_though_it_was_scanned_before(turn):
    """booking.md §8, 22."""
    one = eventing.register_before(people.applicant(), turn)
    eventing.come(one)
    eventing.go(one)
    with standing_at(turn.starts_at - timedelta(hours=13)):
        eventing.cancel(one)
    with pytest.raises(PassNotGood) as refusal:
        eventing.come(one)
    assert "已取消" in str(refusal.value)


def test_who_waits_has_no_pass():
    turn = eventing.running(1)
    first, second = people.crowd(2)
    eventing.register_before(first, turn)
    waiting = eventing.register_before(second, turn, may_wait=True)
    with pytest.raises(PassNotGood):
        eventing.come(waiting)


def test_a_key_sent_twice_is_one_row(one):
    first = eventing.come(one, key="k1")
    assert eventing.come(one, key="k1") == first
    assert EntryScan.objects.count() == 1


def test_a_key_of_another_press_is_refused(one):
    eventing.come(one, key="k1")
    with pytest.raises(ScanKeyReused):
        eventing.go(one, key="k1")
    other = eventing.register_before(people.applicant(), one.session)
    with pytest.raises(ScanKeyReused):
        eventing.come(other, key="k1")


def test_the_door_has_its_hours(one):
    for moment in (one.session.starts_at - timedelta(hours=2), one.session.ends_at + timedelta(hours=2)):
        with standing_at(moment), pytest.raises(SessionDoorNotOpen):
            eventing.come(one)


def test_a_session_that_is_called_off_has_no_door(one):
    Session.objects.filter(pk=one.session_id).update(state="cancelled", note="停电")
    with pytest.raises(SessionDoorShut):
        eventing.come(one)


def test_another_district_scans_nobody(one):
    with pytest.raises(NotAllowed):
        eventing.come(one, by=people.officer(of="linzi"))


def test_each_day_of_many_is_scanned_by_itself():
    turn = eventing.running(hours=49, begun=0.5)
    one = eventing.register_before(people.applicant(), turn)
    eventing.come(one)
    with standing_at(now() + timedelta(days=1)):
        again = eventing.come(one)
    assert (again.step, again.day) == (1, day_at(turn, now()) + timedelta(days=1))


# --- taking back ---------------------------------------------------------------------------------


def test_what_is_taken_back_stays_and_the_seat_is_as_before(one):
    came = eventing.come(one)
    undone = eventing.take_back(came)
    assert (undone.step, undone.undoes, undone.note) == (2, came, "扫错了人")
    assert eventing.come(one).step == 3
    assert EntryScan.objects.standing().count() == 1


def test_only_what_stands_last_is_taken_back_and_then_the_one_before(one):
    came, gone = eventing.come(one), eventing.go(one)
    with pytest.raises(NotTheLastScan):
        eventing.take_back(came)
    eventing.take_back(gone)
    eventing.take_back(came)
    with pytest.raises(NotTheLastScan):
        eventing.take_back(came)
    assert not EntryScan.objects.standing().exists()


def test_taking_back_asks_why(one):
    with pytest.raises(ReasonMissing):
        eventing.take_back(eventing.come(one), "  ")


def test_records_of_long_ago_stand(one):
    came = eventing.come(one)
    with standing_at(now() + timedelta(days=5)), pytest.raises(CorrectionTooLate):
        eventing.take_back(came)


# --- the walls -----------------------------------------------------------------------------------


def row(one, **changes):
    told = {
        "registration": one,
        "day": day_at(one.session, now()),
        "step": 1,
        "kind": "in",
        "way": "scan",
        "at": now(),
    }
    return EntryScan.objects.create(by=people.officer(), **told | changes)


@pytest.mark.parametrize(
    ("changes", "wall"),
    [
        ({"kind": "out"}, "entry_scan_goes_in_and_out_in_turn"),
        ({"step": 3}, "entry_scan_leaves_no_step_out"),
        ({"seat": 2}, "entry_scan_of_a_seat_that_is_there"),
        ({"day": LONG_AGO}, "entry_scan_day_is_of_its_hour"),
        ({"step": None}, "entry_scan_offline_has_its_file"),
        ({"way": "offline"}, "entry_scan_offline_has_its_file"),
        ({"seat": 0}, "entry_scan_counts_from_one"),
        ({"kind": "undo", "step": 2}, "entry_scan_leaves_no_step_out"),
        ({"kind": "undo", "note": "错"}, "entry_scan_of_undoing_says_what_and_why"),
    ],
)
def test_the_database_itself_refuses(one, changes, wall):
    with pytest.raises(IntegrityError, match=wall):
        row(one, **changes)


def test_the_database_itself_refuses_a_second_first_step_and_a_cancelled_place(one):
    row(one)
    with pytest.raises(IntegrityError, match="entry_scan_step_is_taken_once"), transaction.atomic():
        row(one)
    registrations.release_registration(actor=people.officer(), registration=one, reason="名额调整")
    with pytest.raises(IntegrityError, match="entry_scan_of_a_place_that_stands"):
        row(one, step=2, kind="out")


def test_the_database_itself_takes_back_only_what_stands_last(one):
    first = row(one)
    row(one, step=2, kind="out")
    with pytest.raises(IntegrityError, match="entry_scan_undoes_what_stands_last"):
        row(one, step=3, kind="undo", undoes=first, note="错")


def test_rows_are_added_and_never_changed(one):
    scan = row(one)
    with pytest.raises(InternalError), transaction.atomic():
        EntryScan.objects.filter(pk=scan.pk).update(kind="out")
    with pytest.raises(InternalError), transaction.atomic():
        scan.delete()


def test_a_scan_costs_the_same_whoever_came_before(one, django_assert_num_queries):
    by = people.officer()
    told = {"actor": by, "session": one.session, "ticket": eventing.ticket(one)}
    scanning.scan(kind="in", **told)
    with django_assert_num_queries(5):
        scanning.scan(kind="out", **told)
