"""监护人要求: written down with its day, answered in writing; a copy of everything, a deletion of everything."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import (
    AccessRefused,
    CheckedInTheFuture,
    GuardianHasNotAgreed,
    ReasonMissing,
    WordsNotSafe,
)
from hope_rooms.models import Access, ChildErasure, ChildFile, ChildRecord, GuardianRequest
from hope_rooms.records import ChildPerson
from hope_rooms.rights_errors import (
    ChildHeld,
    GuardianNotChecked,
    NotACopy,
    RequestMoved,
    RequestStands,
    RequestTakesTwo,
)
from hope_rooms.services import children, consents, copies, files, guard, holds, requests
from tests import hoping
from tests.hope_rooms.test_files import picture
from tests.people import signed_in
from zibo_youth.core import queues
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

MONDAY = date(2021, 6, 7)


@pytest.fixture
def child(city):
    return hoping.nominated(city, full_name="金示雀", address="示范雀儿村").child


def recorded(city, child, kind="view", **other):
    return requests.record_request(actor=city.town_officer, child=child, wish=hoping.wish(kind, **other))


def rows_left(child):
    """Parts and files, as the owner of the tables sees them."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    left = [model.objects.filter(child=child).count() for model in (ChildRecord, ChildFile)]
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE zibo_app")
    return left


def with_file(city, child):
    upload = files.Upload(picture(), "survey", without_people=True)
    return files.add_file(actor=city.officer, child=child, upload=upload, purpose=Purpose.CARE)


def test_the_clock_runs_from_the_day_it_came_in_working_days(city, child):
    # Monday 7 June 2021; the Dragon Boat holiday lies in the span.
    assert recorded(city, child, asked_on=MONDAY).due_on == date(2021, 6, 29)


def test_the_clock_may_be_of_days(city, child, settings):
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"request_answer_time": (15, "days")}

    assert recorded(city, child, asked_on=MONDAY).due_on == MONDAY + timedelta(days=15)


def test_the_district_and_the_lead_are_told(city, child):
    recorded(city, child)

    told = set(Notice.objects.filter(kind="hope_rooms.request_recorded").values_list("to", flat=True))
    assert {city.officer.person_id, city.lead.person_id} <= told
    assert city.town_officer.person_id not in told
    assert city.foreign_officer.person_id not in told


def test_only_of_whom_a_document_was_looked_at_and_not_of_tomorrow(city, child):
    with pytest.raises(GuardianNotChecked):
        recorded(city, child, is_guardian=False)
    with pytest.raises(CheckedInTheFuture):
        recorded(city, child, asked_on=today() + timedelta(days=1))
    with pytest.raises(WordsNotSafe):
        recorded(city, child, about="请回电 13912345678")


def test_one_of_a_kind_waits_at_a_time(city, child):
    first = recorded(city, child)
    with pytest.raises(RequestStands):
        recorded(city, child)
    recorded(city, child, "copy")
    requests.fulfil_request(actor=city.officer, request=first, answer="已当面查看")
    recorded(city, child)


def test_a_refusal_is_in_writing_and_an_answer_is_given_once(city, child):
    asked = recorded(city, child, "correct")
    with pytest.raises(ReasonMissing):
        requests.refuse_request(actor=city.officer, request=asked, answer=" ")

    requests.refuse_request(actor=city.officer, request=asked, answer="与户口簿一致，无须更正")

    assert (asked.state, asked.answered_on, asked.answered_by) == ("refused", today(), city.officer.person)
    with pytest.raises(RequestMoved):
        requests.fulfil_request(actor=city.lead, request=asked, answer="已更正")


def test_the_database_itself_refuses_an_answer_without_words(city, child):
    asked = recorded(city, child)
    with pytest.raises(IntegrityError, match="guardian_request_is_answered_in_writing"), transaction.atomic():
        GuardianRequest.objects.filter(pk=asked.pk).update(state="refused", answered_on=today())


@pytest.mark.parametrize("office", ["foreign_officer", "town_officer", "director", "deputy", "finance"])
def test_the_district_and_the_lead_answer_and_nobody_else(city, child, office):
    asked = recorded(city, child)
    for act in (requests.fulfil_request, requests.refuse_request):
        with pytest.raises(NotAllowed):
            act(actor=getattr(city, office), request=asked, answer="已当面查看")


def test_what_is_corrected_is_written_over(city, child):
    asked = recorded(city, child, "correct")
    told = ChildPerson("金示正", "2012-01-01")
    children.change_record(actor=city.officer, child=child, told=told, purpose=Purpose.RIGHTS)
    requests.fulfil_request(actor=city.officer, request=asked, answer="姓名已按户口簿更正")

    read = guard.read(city.officer, child, Part.PERSON, purpose=Purpose.RIGHTS)
    assert read.need(ChildPerson).full_name == "金示正"


# --- a copy ---------------------------------------------------------------------------------


def opened(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return archive, json.loads(archive.read("record.json"))


def test_a_copy_holds_everything_read_at_one_look(city, child):
    with_file(city, child)
    asked, before = recorded(city, child, "copy"), Access.objects.filter(child=child).count()

    archive, told = opened(copies.copy_for(actor=city.lead, request=asked))

    assert set(told["record"]) == {"person", "home", "number"}
    assert told["record"]["person"]["full_name"] == "金示雀"
    assert told["record"]["home"]["address"] == "示范雀儿村"
    assert [each["purpose"] for each in told["consents"]] == ["care"]
    assert len(told["looks"]) == before + 1
    assert archive.namelist() == ["record.json", "001-survey.jpg"]
    assert archive.read("001-survey.jpg").startswith(b"\xff\xd8\xff")
    looks = Access.objects.filter(child=child).order_by("-pk")
    assert looks.count() == before + 1
    assert (looks[0].purpose, looks[0].data_class, looks[0].user) == ("rights", 4, city.lead)


def test_a_copy_tells_nothing_of_another_child(city, child):
    other = hoping.nominated(city, full_name="银示鸠").child
    with_file(city, other)

    content = copies.copy_for(actor=city.lead, request=recorded(city, child, "copy"))

    assert "鸠" not in str(opened(content)[1])
    assert opened(content)[0].namelist() == ["record.json"]


def test_who_may_not_read_everything_makes_no_copy(city, child):
    asked = recorded(city, child, "copy")
    with pytest.raises(AccessRefused):
        copies.copy_for(actor=city.officer, request=asked)


def test_a_copy_is_for_an_open_request_for_one(city, child):
    with pytest.raises(NotACopy):
        copies.copy_for(actor=city.lead, request=recorded(city, child, "view"))
    asked = recorded(city, child, "copy")
    requests.refuse_request(actor=city.lead, request=asked, answer="提出人已撤回")
    with pytest.raises(NotACopy):
        copies.copy_for(actor=city.lead, request=asked)


def test_a_copy_is_downloaded_and_kept_by_no_browser(city, child):
    asked = recorded(city, child, "copy")

    answer = signed_in(city.lead).post(asked.get_absolute_url(), {"act": "copy"})

    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert "雀" not in answer["Content-Disposition"]
    assert opened(answer.content)[1]["code"] == child.code
    refused = signed_in(city.officer).post(asked.get_absolute_url(), {"act": "copy"})
    assert refused.url == asked.get_absolute_url()


# --- a deletion -----------------------------------------------------------------------------


def test_deleted_by_a_second_person_everything_is_gone(city, child):
    with_file(city, child)
    asked = recorded(city, child, "delete")

    requests.fulfil_request(actor=city.officer, request=asked, answer="已删除")

    assert rows_left(child) == [0, 0]
    [erased] = ChildErasure.objects.filter(child=child)
    assert (erased.extent, erased.cause) == ("all", "guardian")
    look = Access.objects.filter(child=child).order_by("-pk")[0]
    assert (look.user, look.purpose, look.is_writing) == (city.officer, "rights", True)


def test_after_a_deletion_nothing_is_written_anew_without_a_new_consent(city, child):
    asked = recorded(city, child, "delete")
    told = ChildPerson("金示雀", "2011-03-01", 2, "", "")
    requests.fulfil_request(actor=city.officer, request=asked, answer="已删除")

    with pytest.raises(GuardianHasNotAgreed):
        children.change_record(actor=city.officer, child=child, told=told, purpose=Purpose.CARE)
    assert rows_left(child) == [0, 0]

    consents.record_consent(
        actor=city.officer,
        child=child,
        guardian=consents.Guardian("金示山", "父亲"),
        answer=consents.Answer("care", True, "visit", today()),
    )
    children.change_record(actor=city.officer, child=child, told=told, purpose=Purpose.CARE)
    assert rows_left(child) == [1, 0]


def test_who_wrote_it_down_deletes_nothing(city, child):
    asked = requests.record_request(actor=city.officer, child=child, wish=hoping.wish("delete"))

    with pytest.raises(RequestTakesTwo):
        requests.fulfil_request(actor=city.officer, request=asked, answer="已删除")
    with (
        pytest.raises(IntegrityError, match="guardian_request_to_delete_takes_two_people"),
        transaction.atomic(),
    ):
        GuardianRequest.objects.filter(pk=asked.pk).update(
            state="done", answer="已删除", answered_on=today(), answered_by=city.officer.person
        )
    assert rows_left(child)[0] == 3
    requests.refuse_request(actor=city.officer, request=asked, answer="提出人已撤回")


def test_a_hold_wins_over_the_wish_and_the_request_stays_open(city, child):
    asked = recorded(city, child, "delete")
    holds.place_hold(actor=city.lead, child=child, reason="示函 1 号")

    with pytest.raises(ChildHeld):
        requests.fulfil_request(actor=city.officer, request=asked, answer="已删除")

    asked.refresh_from_db()
    assert (asked.state, rows_left(child)[0]) == ("open", 3)
    requests.refuse_request(actor=city.officer, request=asked, answer="依法保留期间不能删除")


def test_the_control_other_kinds_delete_nothing(city, child):
    for kind in ("view", "copy", "correct"):
        requests.fulfil_request(actor=city.officer, request=recorded(city, child, kind), answer="已办理")
    assert rows_left(child)[0] == 3


# --- pages ----------------------------------------------------------------------------------


def test_it_is_written_down_and_answered_on_its_pages(city, child):
    new = reverse("hope_record_request", args=[child.code])
    sent = {"kind": "view", "channel": "visit", "asked_on": today().isoformat(), "is_guardian": "on"}

    page = signed_in(city.town_officer).post(new, sent).url
    client = signed_in(city.officer)
    assert child.code in client.get(reverse("hope_requests")).content.decode()
    assert client.post(page, {"act": "erase", "answer": "已办理"}).status_code == 404
    assert client.post(page, {"act": "refuse", "answer": ""}).status_code == 200
    assert GuardianRequest.objects.get().is_open
    assert client.post(page, {"act": "refuse", "answer": "已当面说明"}).url == page

    assert "已当面说明" in client.get(page).content.decode()
    assert GuardianRequest.objects.get().state == "refused"


def test_without_the_check_of_the_guardian_the_page_says_so(city, child):
    new = reverse("hope_record_request", args=[child.code])
    sent = {"kind": "view", "channel": "visit", "asked_on": today().isoformat()}

    assert "请先核对提出人" in signed_in(city.town_officer).post(new, sent).content.decode()


def test_what_is_late_is_shown_as_late(city, child):
    asked = recorded(city, child)
    with standing_at(now() + timedelta(days=60)):
        assert asked.days_left < 0
        assert GuardianRequest.objects.overdue().count() == 1
        tiles = {tile.url: tile.overdue for tile in queues.tiles_for(city.officer)}
        assert tiles[reverse("hope_requests")] == 1
    assert GuardianRequest.objects.overdue().count() == 0
