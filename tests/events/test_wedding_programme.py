"""The programme: one slot per item, never two at once, never overfull; seating, sheets, what is kept how long."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from events import programme_errors as errors
from events.models import Couple, CoupleDocument, CoupleMember, ProgrammeSlot, SlotBooking
from events.services.weddings import couples, editions, keeping, programme
from events.wedding_seating import seated
from tests import marrying, people
from tests.people import signed_in
from zibo_youth.accounts.models import ExportRecord
from zibo_youth.core.calendar import standing_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def admitted():
    of, found = marrying.chosen(3)
    return of, found


def test_a_slot_is_taken_counted_and_given_back(admitted):
    of, found = admitted
    turn = marrying.slot(of)
    (first, (his, _a)), (second, (hers, _b)) = found[0], found[1]
    booking = marrying.book(his, first, turn)
    turn.refresh_from_db()
    assert turn.taken == 1
    with pytest.raises(errors.SlotFull):
        marrying.book(hers, second, turn)
    programme.drop_slot(actor=his, member=marrying.seat_of(his, first), booking=booking)
    assert marrying.book(hers, second, turn).slot == turn


def test_one_slot_per_item_and_no_two_at_once(admitted):
    of, found = admitted
    couple, (his, hers) = found[0]
    marrying.book(his, couple, marrying.slot(of, 9))
    with pytest.raises(errors.SlotTakenOnce):
        marrying.book(hers, couple, marrying.slot(of, 11))
    with pytest.raises(errors.SlotOverlaps):
        marrying.book(hers, couple, marrying.slot(of, 9.25, item=2))
    assert marrying.book(hers, couple, marrying.slot(of, 9.5, item=2))  # one ends as the other begins


def test_slots_are_for_admitted_couples_of_this_edition(admitted):
    of, found = admitted
    reserve, (his, _hers) = found[2]
    with pytest.raises(errors.SlotNotForYou):
        marrying.book(his, reserve, marrying.slot(of))
    couple, (him, _her) = found[0]
    with pytest.raises(errors.SlotNotForYou):
        marrying.book(him, couple, marrying.slot(marrying.wedding()))


def test_on_the_day_slots_stay(admitted):
    of, found = admitted
    couple, (his, _hers) = found[0]
    turn = marrying.slot(of)
    with standing_at(of.closes_at + timedelta(days=31)), pytest.raises(errors.TooLateForSlots):
        marrying.book(his, couple, turn)


def test_who_withdraws_gives_the_slots_back(admitted):
    of, found = admitted
    couple, (his, _hers) = found[0]
    turn = marrying.slot(of)
    marrying.book(his, couple, turn)
    marrying.withdraw(his, couple)
    turn.refresh_from_db()
    assert (turn.taken, SlotBooking.objects.count()) == (0, 0)


@pytest.mark.parametrize(("hour", "minutes"), [(9, 0), (9, -30)])
def test_a_slot_ends_after_it_begins(hour, minutes):
    with pytest.raises(errors.SlotHoursWrong):
        marrying.slot(marrying.wedding(), hour, minutes=minutes)


def test_a_slot_lies_on_the_day_or_in_the_week_before_and_begins_once():
    of = marrying.wedding()
    marrying.slot(of)
    with pytest.raises(errors.SlotBeginsTwice):
        marrying.slot(of)
    far = marrying.at(of.held_on - timedelta(days=8), marrying.time(9))
    with pytest.raises(errors.SlotHoursWrong):
        editions.add_slot(
            actor=people.officer(),
            item=of.items.first(),
            starts_at=far,
            ends_at=far + timedelta(hours=1),
            capacity=1,
        )


def test_the_database_itself_keeps_slots_and_bookings(admitted):
    of, found = admitted
    couple, (his, _hers) = found[0]
    turn = marrying.slot(of)
    booked = marrying.book(his, couple, turn)
    walls = (
        (IntegrityError, "programme_slot_never_overfull", lambda: _slot(turn, taken=2)),
        (InternalError, "programme_slot_keeps_its_hours", lambda: _slot(turn, starts_at=of.closes_at)),
        (
            IntegrityError,
            "programme_slot_has_room_for_somebody",
            lambda: _slot(marrying.slot(of, 7), capacity=0),
        ),
        (InternalError, "slot_booking_is_made_anew", lambda: _booking(booked, ends_at=of.closes_at)),
        (IntegrityError, "slot_booking_has_the_slots_hours", lambda: _forged(found[1][0], turn, of)),
    )
    for kind, wall, act in walls:
        with pytest.raises(kind, match=wall), transaction.atomic():
            act()


def _slot(turn, **fields):
    ProgrammeSlot.objects.filter(pk=turn.pk).update(**fields)


def _booking(booked, **fields):
    SlotBooking.objects.filter(pk=booked.pk).update(**fields)


def _forged(couple, turn, of):
    """Other hours than the slot's, so that nothing overlaps."""
    ProgrammeSlot.objects.filter(pk=turn.pk).update(capacity=9)
    SlotBooking.objects.create(
        couple=couple,
        slot=turn,
        item_id=turn.item_id,
        starts_at=of.closes_at,
        ends_at=of.closes_at + timedelta(hours=1),
    )


# --- seats ---------------------------------------------------------------------------------------


def test_couples_sit_with_their_guests_and_who_sits_stays():
    assert seated([(1, 6, None), (2, 6, None), (3, 4, None)], 10) == {1: 1, 2: 2, 3: 1}
    assert seated([(1, 6, 2), (2, 6, None), (3, 4, None)], 10) == {1: 2, 2: 1, 3: 1}


def test_seats_are_arranged_and_a_couple_that_brings_more_is_seated_anew(admitted):
    of, found = admitted
    by = people.officer()
    couple, (his, _hers) = found[0]
    assert programme.seat_couples(actor=by, wedding=of) == 2
    couples.tell_guests(actor=his, member=marrying.seat_of(his, couple), guests=4, transport="own")
    couple.refresh_from_db()
    assert couple.table_number is None
    assert programme.seat_couples(actor=by, wedding=of) == 1
    couple.refresh_from_db()
    assert couple.table_number == 1


# --- sheets --------------------------------------------------------------------------------------


def _asked(of, **said):
    page = reverse("wedding_sheets", args=[of.public_id])
    return signed_in(people.officer()).post(page, said)


def test_sheets_leave_for_a_reason_and_hold_no_health_hint(admitted):
    of, found = admitted
    couple, (his, _hers) = found[0]
    couples.tell_health(actor=his, member=marrying.seat_of(his, couple), hint="对花生过敏", agreed=True)
    marrying.book(his, couple, marrying.slot(of))
    answer = _asked(of, kind="xlsx", reason="婚礼当天")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(book.sheetnames) == 3
    assert his.person.full_name in cells
    assert not [cell for cell in cells if "花生" in cell]
    assert (ExportRecord.objects.get().reason, ExportRecord.objects.get().table) == (
        "婚礼当天",
        "events.couple",
    )
    assert _asked(of, kind="xlsx", reason="").status_code == 200
    assert ExportRecord.objects.count() == 1


def test_the_same_on_paper(admitted):
    of, _found = admitted
    answer = _asked(of, kind="pdf", reason="打印")
    with pikepdf.open(BytesIO(answer.content)) as paper:
        assert len(paper.pages) == 3


# --- how long ------------------------------------------------------------------------------------


def test_health_hints_go_soon_and_papers_certificates_and_sizes_after_half_a_year():
    rows = marrying.rows_of(people.applicant())
    couple = rows[Couple]
    terms = {term.key: term for term in keeping.TERMS}
    over = couple.wedding.closes_at + timedelta(days=400)
    for key, term in terms.items():
        due = term.due(over)
        assert due.exists() or key in ("wedding_sizes", "wedding_notes"), key
        term.let_go(due)
        assert not term.due(over).exists(), key
    couple.refresh_from_db()
    assert (couple.marriage_cert_no, couple.married_on, couple.state) == ("", None, "admitted")
    assert not CoupleDocument.objects.filter(couple=couple).exists()
    assert not CoupleMember.objects.exclude(health_sealed="").exists()
    assert not terms["wedding_papers"].due(couple.wedding.closes_at).exists()
