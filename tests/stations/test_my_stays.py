"""My stays: what each one is waiting for, the code and its ways out, and nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from stations import services
from stations.case_errors import AnswerFirst
from stations.models import Stay
from tests import people
from tests.stations import places
from zibo_youth.core.calendar import today
from zibo_youth.notifications.kinds import kind_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return places.station()


@pytest.fixture
def desk(station):
    return people.operator(station.operator)


@pytest.fixture
def client(guest):
    return people.signed_in(guest)


def of(stay, name="stay"):
    return reverse(name, args=[stay.reference])


def test_the_list_says_state_next_act_and_due_date(client, guest, station):
    stay = places.submitted(guest, station)

    text = client.get(reverse("my_stays")).content.decode()

    assert stay.reference in text
    assert "待审核" in text
    assert "等待审核" in text
    assert of(stay) in text


def test_a_draft_leads_back_into_the_wizard(client, guest, station):
    arrival = today() + places.NEXT_WEEK
    services.save_draft(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=arrival,
        departure=arrival + timedelta(days=1),
    )

    assert reverse("stay_check") in client.get(reverse("my_stays")).content.decode()


def test_without_stays_the_page_leads_to_the_finder(client):
    assert reverse("station_finder") in client.get(reverse("my_stays")).content.decode()


def test_the_code_appears_with_approval_and_not_before(client, guest, station, desk):
    stay = places.submitted(guest, station)
    before = client.get(of(stay))
    assert before.context["qr"] == ""

    services.approve_stay(actor=desk, stay=stay)
    page = client.get(of(stay))

    stay.refresh_from_db()
    assert stay.check_in_code in page.content.decode()
    assert page.context["qr"].startswith("data:image/svg+xml")
    assert [step["state"] for step in page.context["timeline"]] == ["done", "done", "current", "upcoming"]


def test_a_reviewers_note_stays_with_the_staff(client, guest, station, desk):
    stay = places.submitted(guest, station)
    services.return_stay(actor=desk, stay=stay, reason="evidence_unclear", note="像是去年的通知")

    text = client.get(of(stay)).content.decode()

    assert "证明材料不清晰或不完整" in text
    assert "像是去年的通知" not in text
    colleague = people.signed_in(desk).get(of(stay, "desk_stay")).content.decode()
    assert "像是去年的通知" in colleague, "whoever goes on with the case reads it"


@pytest.mark.parametrize("name", ["stay", "stay_cancel", "stay_calendar", "stay_correct"])
def test_another_persons_stay_is_not_found(client, station, desk, name):
    foreign = places.approved(people.applicant("林小满"), station, desk)

    assert client.get(of(foreign, name)).status_code == 404
    assert client.post(of(foreign, name), {"reason": "other"}).status_code in (404, 405)
    foreign.refresh_from_db()
    assert foreign.state == "approved"
    assert Client().get(of(foreign, name)).url.startswith(reverse("account_login"))


def test_staff_look_at_stays_from_the_desk_only(station, desk):
    stay = places.submitted(people.applicant("林小满"), station)
    client = Client()
    client.force_login(desk)

    assert client.get(of(stay)).status_code == 404
    assert client.get(of(stay, "desk_stay")).status_code == 200


def test_the_calendar_file_has_the_hours_of_the_station(client, guest, station, desk):
    stay = places.approved(guest, station, desk)

    answer = client.get(of(stay, "stay_calendar"))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"].startswith("text/calendar")
    assert event.start.isoformat() == f"{stay.arrival}T14:00:00+08:00"
    assert event.end.isoformat() == f"{stay.departure}T12:00:00+08:00"
    assert b"TZID=Asia/Shanghai" in answer.content
    assert station.address in str(event["location"])


def test_a_stay_without_approval_has_no_calendar_file(client, guest, station):
    assert client.get(of(places.submitted(guest, station), "stay_calendar")).status_code == 404


@pytest.mark.parametrize(("approve", "end"), [(False, "withdrawn"), (True, "cancelled")])
def test_giving_up_asks_once_more_and_gives_the_nights_back(client, guest, station, desk, approve, end):
    stay = places.approved(guest, station, desk) if approve else places.submitted(guest, station)
    page = client.get(of(stay, "stay_cancel")).content.decode()
    assert "2 晚退回您本年度的免费额度" in page
    assert Stay.objects.get(pk=stay.pk).nights.count() == 2

    client.post(of(stay, "stay_cancel"), {"reason": "plans_changed", "one_time_key": "k"})

    stay.refresh_from_db()
    assert stay.state == end
    assert not stay.nights.exists()


def test_giving_up_needs_a_reason_and_is_done_once(client, guest, station):
    stay = places.submitted(guest, station)
    page = client.post(of(stay, "stay_cancel"), {"reason": "free text"})
    assert "reason" in page.context["form"].errors

    for _again in range(2):
        client.post(of(stay, "stay_cancel"), {"reason": "other"})
    assert stay.transitions.filter(to_state="withdrawn").count() == 1


def test_a_returned_stay_is_corrected_and_handed_in_again(client, guest, station, desk):
    stay = places.submitted(guest, station)
    services.return_stay(actor=desk, stay=stay, reason="evidence_unclear")
    address = of(stay, "stay_correct")
    assert "证明材料不清晰或不完整" in client.get(address).content.decode()

    told = {"purpose": "internship", "purpose_detail": "某某公司 实习", "contact_mobile": "13900001234"}
    before = (stay.purpose, stay.purpose_detail, stay.contact_mobile)
    page = client.post(address, told)
    assert page.context["form"].errors["evidence"]

    client.post(address, told | {"evidence_kind": "diploma", "evidence": places.picture(colour="red")})

    stay.refresh_from_db()
    assert (stay.state, stay.evidence.get().kind) == ("submitted", "diploma")
    assert (stay.purpose, stay.purpose_detail, stay.contact_mobile) == before, "nobody asked for these"


def test_changed_dates_do_not_hide_why_a_stay_was_returned(client, guest, station, desk):
    stay = places.submitted(guest, station)
    services.return_stay(actor=desk, stay=stay, reason="evidence_unclear", note="照片太暗")
    dates = {"arrival": stay.arrival + timedelta(days=1), "departure": stay.departure + timedelta(days=1)}
    services.change_dates(actor=desk, stay=stay, **dates)

    assert "证明材料不清晰或不完整" in client.get(of(stay, "stay_correct")).content.decode()
    told = kind_of("stations.stay_returned").text("message", Stay.objects.get(pk=stay.pk))
    assert "证明材料不清晰或不完整" in told


def test_while_something_is_asked_the_guest_changes_nothing_else(client, guest, station, desk):
    stay = places.submitted(guest, station)
    services.return_stay(actor=desk, stay=stay, reason="evidence_unclear")
    dates = {"arrival": stay.arrival + timedelta(days=1), "departure": stay.departure + timedelta(days=1)}
    for change in (
        lambda: services.change_dates(actor=guest, stay=stay, **dates),
        lambda: services.shorten_stay(actor=guest, stay=stay, departure=stay.arrival + timedelta(days=1)),
    ):
        with pytest.raises(AnswerFirst):
            change()
    assert "修改日期" not in client.get(of(stay)).content.decode()
    assert Stay.objects.get(pk=stay.pk).arrival == stay.arrival


def test_only_a_returned_stay_is_corrected(client, guest, station):
    stay = places.submitted(guest, station)

    assert client.get(of(stay, "stay_correct")).url == of(stay)
