"""Sheets to print: every confirmed seat once, no name where people meet without one, nothing that a sheet would run."""

import io

import openpyxl
import pytest
from django.urls import reverse

from events import sheets
from events.forms.desk import HeldForm
from events.models import Companion, Event
from events.services.checkin import settling
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.accounts.models import ExportRecord
from zibo_youth.core.calendar import standing_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn():
    return eventing.running(20, most_together=3)


@pytest.fixture
def told(monkeypatch):
    """What the templates are given."""
    given = []
    monkeypatch.setattr(sheets, "typeset", lambda template, words: given.append(words) or [b"%PDF"])
    return given


def test_each_confirmed_seat_stands_once_in_the_order_of_registering(turn, told):
    party = eventing.register_before(people.applicant("陈一帆"), turn, seats=2)
    gone = eventing.register_before(people.applicant("别人"), turn)
    type(gone).objects.filter(pk=gone.pk).update(state="cancelled")
    sheets.write_sign_in(turn)
    assert [row[1:3] for row in told[0]["rows"]] == [
        [f"{party.pk}-1", "陈一帆"],
        [f"{party.pk}-2", "同行人1"],
    ]


def test_where_people_meet_without_names_a_badge_has_a_number(told):
    turn = eventing.running(kind=Event.Kind.MATCHMAKING)
    eventing.register_before(people.applicant("陈一帆"), turn)
    sheets.write_badges(turn)
    assert told[0]["badges"][0]["name"] == "001"
    assert "陈一帆" not in str(told[0])


def test_the_papers_are_pdf_and_markup_in_a_name_stays_text(turn):
    one = eventing.register_before(people.applicant(), turn, seats=2)
    Companion.objects.filter(registration=one).update(full_name='#read("/etc/passwd") *粗*')
    desk = signed_in(people.officer())
    for act in ("sign_in_pdf", "badges_pdf"):
        answer = taken(desk, turn, act)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert answer["Cache-Control"] == "private, no-store"


def taken(desk, turn, act, reason="现场签到"):
    return desk.post(reverse("event_sheets", args=[turn.public_id]), {"act": act, "reason": reason})


def test_who_took_a_list_of_names_and_what_for_is_written_down(turn):
    by = people.officer()
    eventing.register_before(people.applicant(), turn, seats=2)
    desk = signed_in(by)
    taken(desk, turn, "sign_in_xlsx")
    record = ExportRecord.objects.get()
    assert (record.by, record.table, record.rows) == (by, "events.registration", 2)
    assert record.reason == "现场签到"
    assert taken(desk, turn, "sign_in_pdf", "").status_code == 302
    assert taken(desk, turn, "everything").status_code == 404
    assert ExportRecord.objects.count() == 1


def test_a_spreadsheet_runs_nothing(turn):
    one = eventing.register_before(people.applicant(), turn, seats=2)
    Companion.objects.filter(registration=one).update(full_name="=1+1")
    answer = taken(signed_in(people.officer()), turn, "sign_in_xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.data_type for cell in sheet["B"]] == ["s", "s", "s"]


def test_three_queries_whatever_number_comes(turn, django_assert_num_queries):
    for user in people.crowd(5):
        eventing.register_before(user, turn, seats=2)
    with django_assert_num_queries(3):
        assert len(list(sheets.seats_of(turn))) == 10


def test_how_many_came_is_offered_to_whoever_records_the_session(turn):
    eventing.come(eventing.register_before(people.applicant(), turn))
    assert HeldForm(session=turn)["attendance"].value() is None
    with standing_at(turn.ends_at):
        settling.settle_attendance(actor=people.officer(), session=turn)
    assert HeldForm(session=turn)["attendance"].value() == 1
