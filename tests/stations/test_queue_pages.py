"""Pages and calls of the queue and of changed dates, as their guest meets them."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from stations import services
from stations.models import Stay
from tests import people
from tests.houses import book, house, paper, soon
from tests.stations.test_queue import draft, fresh, wait
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db
TICKED = {"house_rules": "on", "lodging_consent": "on"}


@pytest.fixture
def station(db):
    return house("male:1")


@pytest.fixture
def holder(station):
    return book(people.applicant(), station)


@pytest.fixture
def mine(guest):
    client = Client()
    client.force_login(guest)
    return client


def text(answer):
    return answer.content.decode()


def test_a_full_house_offers_the_queue_and_its_rule(mine, guest, station, holder):
    draft(guest, station)
    page = text(mine.post("/stations/apply/check/", TICKED))
    assert "加入候补" in page
    assert "保留 12 小时" in page
    assert Stay.objects.get(guest=guest.person).state == "draft"


def test_without_the_ticks_the_queue_is_offered_still(mine, guest, station, holder):
    draft(guest, station)
    page = mine.post("/stations/apply/check/", {"wait": "1"})
    assert page.context["form"].errors
    assert "加入候补" in text(page)
    assert page.context["full"] in text(page)


def test_the_page_of_a_full_house_says_that_one_may_wait(mine, station, holder):
    asked = {"arrival": soon().isoformat(), "nights": 1, "gender": "male"}
    assert "最后一步加入候补" in text(mine.get(f"/stations/{station.code}/", asked))
    assert "最后一步加入候补" not in text(mine.get(f"/stations/{house().code}/", asked))


def test_control_a_house_with_beds_does_not_speak_of_a_queue(mine, guest, station):
    draft(guest, station)
    assert "加入候补" not in text(mine.get("/stations/apply/check/"))


def test_the_second_button_joins_the_queue_and_shows_the_place(mine, guest, station, holder):
    wait(people.applicant(), station)
    draft(guest, station)

    page = mine.post("/stations/apply/check/", TICKED | {"wait": "1"}, follow=True)

    assert "候补第 2 位" in text(page)
    assert Stay.objects.get(guest=guest.person).state == "waiting"


def test_an_offer_is_taken_on_its_page(mine, guest, station, holder):
    stay = wait(guest, station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    assert "接受这张床" in text(mine.get(fresh(stay).get_absolute_url()))

    mine.post(f"/stations/stays/{stay.reference}/accept/", {"one_time_key": "k1"})
    mine.post(f"/stations/stays/{stay.reference}/accept/", {"one_time_key": "k1"})

    assert fresh(stay).state == "submitted"
    assert fresh(stay).transitions.filter(to_state="submitted").count() == 1


def test_a_stranger_takes_nothing(station, holder, guest):
    stay = wait(guest, station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)
    stranger = Client()
    stranger.force_login(people.applicant())
    for door in ("accept", "dates"):
        assert stranger.post(f"/stations/stays/{stay.reference}/{door}/").status_code == 404
    assert fresh(stay).state == "offered"


def test_dates_are_changed_on_a_page_and_full_ones_are_told(mine, guest, station):
    stay = book(guest, station)
    book(people.applicant(), station, soon(10))
    address = f"/stations/stays/{stay.reference}/dates/"

    full = mine.post(address, {"arrival": soon(10).isoformat(), "departure": soon(12).isoformat()})
    assert full.status_code == 200
    assert fresh(stay).arrival == soon()

    assert (
        mine.post(address, {"arrival": soon(7).isoformat(), "departure": soon(9).isoformat()}).status_code
        == 302
    )
    assert fresh(stay).arrival == soon(7)


def test_too_many_nights_are_refused_with_every_rule(mine, guest, station):
    stay = book(guest, station)
    page = text(
        mine.post(
            f"/stations/stays/{stay.reference}/dates/",
            {"arrival": soon(7).isoformat(), "departure": soon(15).isoformat()},
        )
    )
    assert "逐条结果" in page
    assert fresh(stay).arrival == soon()


@pytest.fixture
def machine(guest):
    return Client(headers={"authorization": f"Token {create_token(guest, 'queue')[1]}"})


def call(machine, address, asked, key="queue-key-0001"):
    return machine.post(
        address, json.dumps(asked), content_type="application/json", headers={"idempotency-key": key}
    )


def asked(guest, station, **changes):
    return {
        "station": station.code,
        "arrival": soon().isoformat(),
        "nights": 2,
        "purpose": "job_seeking",
        "evidence": [str(paper(guest).public_id)],
        "declared_non_native": True,
    } | changes


def test_a_machine_waits_when_it_says_so_and_only_then(machine, guest, station, holder):
    assert call(machine, "/api/v1/stays/", asked(guest, station)).status_code == 409

    answer = call(machine, "/api/v1/stays/", asked(guest, station, wait=True), "queue-key-0002")

    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    assert answer.json()["queued_at"]


def test_a_machine_takes_its_offer_and_moves_its_dates(machine, guest, station, holder):
    stay = wait(guest, station)
    services.withdraw_stay(actor=holder.booked_by, stay=holder)

    assert call(machine, f"/api/v1/stays/{stay.reference}/accept/", {}).json()["state"] == "submitted"
    moved = call(
        machine,
        f"/api/v1/stays/{stay.reference}/dates/",
        {"arrival": soon(9).isoformat(), "nights": 3},
        "queue-key-0002",
    )

    assert moved.json()["departure"] == soon(12).isoformat()
    again = call(machine, f"/api/v1/stays/{stay.reference}/accept/", {}, "queue-key-0003")
    assert again.status_code == 409


def test_a_machine_s_bad_dates_are_named(machine, guest, station):
    stay = book(guest, station)
    answer = call(machine, f"/api/v1/stays/{stay.reference}/dates/", {"arrival": "2026-13-01", "nights": 0})
    assert answer.status_code == 400
    assert answer.json()["field"] in ("arrival", "nights")
    assert fresh(stay).arrival + timedelta(days=2) == stay.departure
