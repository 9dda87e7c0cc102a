"""The desk: today's guests of one's own stations; a document is seen before a key is given."""

import sys
import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stations.models import StayTransition
from stations.queues import ARRIVALS, DEPARTURES, WAITING
from tests import people
from tests.people import signed_in
from tests.stations import places
from zibo_youth.accounts.services import give_consent, withdraw_consent
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return places.station()


@pytest.fixture
def arrival_day(station, guest, operator):
    """The morning on which an approved guest stands at the desk."""
    stay = places.approved(guest, station, operator, today() + timedelta(days=3))
    with time_machine.travel(now() + timedelta(days=3)):
        yield stay


def act(client, stay, name, **said):
    address = reverse("desk_act", args=[stay.reference, name])
    answer = client.post(address, {"one_time_key": uuid.uuid4().hex} | said, follow=True)
    stay.refresh_from_db()
    return answer


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_today_shows_who_arrives_who_waits_and_who_leaves(arrival_day, station, operator):
    waiting = places.submitted(people.applicant("林小满"), station, today() + timedelta(days=5))
    client = signed_in(operator)

    page = client.get(reverse("desk"))
    assert list(page.context["arrivals"]) == [arrival_day]
    assert list(page.context["waiting"]) == [waiting]
    assert "陈**" in page.content.decode()
    assert "陈一帆" not in page.content.decode()

    act(client, arrival_day, "verify")
    act(client, arrival_day, "check_in")
    assert list(client.get(reverse("desk")).context["in_house"]) == [arrival_day]
    with time_machine.travel(now() + timedelta(days=2)):
        assert list(signed_in(operator).get(reverse("desk")).context["departures"]) == [arrival_day]


def test_check_in_by_code_shows_the_facts_and_asks_for_the_document(arrival_day, station, operator):
    client = signed_in(operator)
    answer = client.post(reverse("desk_code", args=[station.code]), {"code": arrival_day.check_in_code})
    assert answer.url == reverse("desk_stay", args=[arrival_day.reference])

    page = client.get(answer.url).content.decode()
    assert arrival_day.guest.id_last4 in page
    assert arrival_day.guest.id_number not in page
    assert "已核对证件原件" in page
    assert reverse("desk_act", args=[arrival_day.reference, "check_in"]) not in page

    assert told(act(client, arrival_day, "check_in")) == ["请先核对来宾的证件原件，再办理入住"]
    assert arrival_day.state == "approved"

    act(client, arrival_day, "verify")
    assert told(act(client, arrival_day, "check_in")) == ["入住已办理。"]
    assert arrival_day.state == "checked_in"


def test_what_a_scanner_reads_off_the_qr_leads_to_the_stay(arrival_day, station, operator):
    address = f"https://youth.example.org{reverse('desk_stay', args=[arrival_day.reference])}"

    answer = signed_in(operator).post(reverse("desk_code", args=[station.code]), {"code": address})

    assert answer.url == reverse("desk_stay", args=[arrival_day.reference])


@pytest.mark.parametrize("code", ["000000", "12345", "１２３", "abc", "' OR 1=1", "x" * 400, ""])
def test_a_wrong_code_is_a_sentence_beside_the_field(station, operator, code):
    page = signed_in(operator).post(reverse("desk_code", args=[station.code]), {"code": code})

    assert page.status_code == 200
    assert page.context["form"].errors["code"]


def test_full_width_digits_are_digits(arrival_day, station, operator):
    wide = arrival_day.check_in_code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    answer = signed_in(operator).post(reverse("desk_code", args=[station.code]), {"code": wide})

    assert answer.status_code == 302


def test_codes_are_not_guessed_without_end(arrival_day, station, operator, monkeypatch):
    monkeypatch.setattr(sys.modules["stations.views.desk"], "CODE_TRIES", 3)
    client, address = signed_in(operator), reverse("desk_code", args=[station.code])
    for _try in range(3):
        client.post(address, {"code": "000000"})

    page = client.post(address, {"code": arrival_day.check_in_code})

    assert page.context["form"].non_field_errors() == ["操作过于频繁，请稍后再试"]


def test_the_code_of_another_station_opens_nothing(arrival_day):
    other = places.station("zd-02")
    client = signed_in(people.operator(other.operator))

    page = client.post(reverse("desk_code", args=[other.code]), {"code": arrival_day.check_in_code})

    assert page.context["form"].errors["code"]


def test_before_the_day_nobody_is_checked_in(station, guest, operator):
    stay = places.approved(guest, station, operator)
    client = signed_in(operator)
    act(client, stay, "verify")

    assert "今天不能办理入住" in told(act(client, stay, "check_in"))[0]
    assert stay.state == "approved"


def test_review_approve_return_and_reject(station, operator):
    client = signed_in(operator)
    stays = [places.submitted(people.applicant(name), station) for name in ("甲一", "乙二", "丙三")]

    act(client, stays[0], "approve")
    act(client, stays[1], "return", reason="contact_wrong", note="打不通")
    act(client, stays[2], "reject", reason="false_statement")

    assert [stay.state for stay in stays] == ["approved", "returned", "rejected"]
    move = StayTransition.objects.get(stay=stays[1], to_state="returned")
    assert (move.actor, move.reason, move.note) == (operator, "contact_wrong", "打不通")


@pytest.mark.parametrize(
    ("name", "foreign_reason"), [("return", "false_statement"), ("reject", "plans_changed")]
)
def test_a_decision_needs_a_reason_of_its_kind(station, guest, operator, name, foreign_reason):
    stay, client = places.submitted(guest, station), signed_in(operator)

    for said in ({}, {"reason": foreign_reason}):
        assert "reason" in act(client, stay, name, **said).context["form"].errors
    assert stay.state == "submitted"


def test_an_act_is_a_post_and_a_double_click_is_one_act(station, guest, operator):
    stay, client = places.submitted(guest, station), signed_in(operator)
    address = reverse("desk_act", args=[stay.reference, "approve"])

    client.get(address)
    stay.refresh_from_db()
    assert stay.state == "submitted"

    for _click in range(2):
        answer = client.post(address, {"one_time_key": "one-intent"})
        assert answer.url == reverse("desk_stay", args=[stay.reference])
    assert stay.transitions.filter(to_state="approved").count() == 1


def test_check_out_and_no_show(arrival_day, station, operator):
    client = signed_in(operator)
    late = places.approved(people.applicant("林小满"), station, operator, today() + timedelta(days=3))
    act(client, arrival_day, "verify")
    act(client, arrival_day, "check_in")
    act(client, arrival_day, "check_out")
    assert arrival_day.state == "checked_out"

    assert "no_show" not in client.get(reverse("desk_stay", args=[late.reference])).context["acts"]
    with time_machine.travel(now() + timedelta(days=4)):
        client = signed_in(operator)
        assert "no_show" in client.get(reverse("desk_stay", args=[late.reference])).context["acts"]
        act(client, late, "no_show")
    assert late.state == "no_show"
    assert late.nights.count() == 1


def test_who_took_back_the_consent_to_be_registered_is_not_checked_in(arrival_day, guest, operator):
    client = signed_in(operator)
    act(client, arrival_day, "verify")
    give_consent(guest, "lodging")
    withdraw_consent(guest, "lodging")
    act(client, arrival_day, "check_in")
    assert arrival_day.state == "approved"

    give_consent(guest, "lodging")
    act(client, arrival_day, "check_in")
    assert arrival_day.state == "checked_in"


def test_an_unknown_act_is_not_found(station, guest, operator):
    stay = places.submitted(guest, station)

    assert signed_in(operator).post(reverse("desk_act", args=[stay.reference, "delete"])).status_code == 404


def strangers(own):
    """Everybody who has no business at this desk, and where the door then leads."""
    other = places.station("ht-01", of="huantai")
    return [
        people.applicant("林小满"),
        people.operator(other.operator),
        people.officer("huantai"),
        people.administrator(),
    ]


def test_a_stay_of_another_station_is_not_found(station, guest):
    stay = places.submitted(guest, station)
    for user in strangers(station):
        client = signed_in(user)
        assert client.get(reverse("desk_stay", args=[stay.reference])).status_code == 404
        assert client.get(reverse("desk_code", args=[station.code])).status_code == 404
        answer = client.post(reverse("desk_act", args=[stay.reference, "approve"]), {"one_time_key": "k"})
        assert answer.status_code == 404
    stay.refresh_from_db()
    assert stay.state == "submitted"


def test_an_applicant_finds_no_desk(guest):
    assert signed_in(guest).get(reverse("desk")).status_code == 404
    assert Client().get(reverse("desk")).url.startswith(reverse("account_login"))


def test_an_officer_switches_between_the_stations_of_the_district(station, guest):
    second, foreign = places.station("zd-02"), places.station("ht-01", of="huantai")
    here = places.submitted(guest, station)
    there = places.submitted(people.applicant("林小满"), second)
    client = signed_in(people.officer("zhangdian"))

    assert set(client.get(reverse("desk")).context["waiting"]) == {here, there}
    assert list(client.get(reverse("desk"), {"station": "zd-02"}).context["waiting"]) == [there]
    assert client.get(reverse("desk"), {"station": foreign.code}).status_code == 404


def test_the_queues_count_what_the_desk_shows(arrival_day, station, operator):
    places.submitted(people.applicant("林小满"), station, today() + timedelta(days=5))
    foreign = people.officer("huantai")

    assert (WAITING.count(operator), ARRIVALS.count(operator), DEPARTURES.count(operator)) == (1, 1, 0)
    assert (WAITING.count(foreign), ARRIVALS.count(foreign)) == (0, 0)
    assert WAITING.overdue(operator) == 0
    with time_machine.travel(datetime.now(tz=now().tzinfo) + timedelta(days=12)):
        assert WAITING.overdue(operator) == 1


def test_the_drafts_of_guests_are_not_the_desks_business(station, guest, operator):
    from stations import services

    arrival = today() + places.NEXT_WEEK
    draft = services.save_draft(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=arrival,
        departure=arrival + timedelta(days=1),
    )

    assert signed_in(operator).get(reverse("desk_stay", args=[draft.reference])).status_code == 404
