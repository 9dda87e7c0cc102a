"""One's own stays and profile, the public places, and who is asking."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stations import services
from stations.models import Evidence, Stay, StayNight
from tests import people
from tests.houses import house
from tests.people import signed_in
from tests.stations import places
from tests.stations.api.calls import STATIONS, STAYS, Caller, body
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services import create_token, revoke_token
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


def test_a_strangers_stay_is_not_found(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    stranger = Caller(people.applicant())

    assert stranger.get(f"{STAYS}{reference}/").status_code == 404
    assert stranger.client.post(f"{STAYS}{reference}/cancel/").status_code == 404
    assert stranger.get(STAYS).json()["results"] == []
    assert Stay.objects.get().state == "submitted"


def test_the_list_is_ones_own_and_staff_may_ask_for_what_they_manage(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    officer = people.officer()
    desk, session = Caller(officer), signed_in(officer)

    assert [stay["reference"] for stay in api.get(STAYS).json()["results"]] == [reference]
    assert desk.get(STAYS).json()["count"] == 0
    # A token proves no second factor: it reaches what is one's own, and the office needs the session.
    assert desk.get(STAYS, {"scope": "managed"}).json()["count"] == 0
    assert desk.get(f"{STAYS}{reference}/").status_code == 404
    assert desk.client.post(f"{STAYS}{reference}/cancel/").status_code == 404
    managed = session.get(STAYS, {"scope": "managed"}).json()["results"]
    assert [stay["reference"] for stay in managed] == [reference]
    assert "check_in_code" not in managed[0]
    assert api.get(STAYS, {"scope": "managed"}).json()["count"] == 0


def changes(api, reference, nights, key=None):
    asked = json.dumps({"arrival": body(Evidence.objects.first())["arrival"], "nights": nights})
    return api.client.post(
        f"{STAYS}{reference}/dates/",
        asked,
        content_type="application/json",
        headers={"idempotency-key": key} if key else {},
    )


def test_a_change_sent_again_under_its_key_is_made_once_and_undoes_no_later_one(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    first = changes(api, reference, 3, "dates-0001")
    changes(api, reference, 4, "dates-0002")

    late = changes(api, reference, 3, "dates-0001")

    assert (late.status_code, late.content) == (200, first.content)
    assert Stay.objects.get().length == 4
    assert changes(api, reference, 5, "dates-0001").json()["code"] == "key_reused"
    given_up = [
        api.client.post(f"{STAYS}{reference}/cancel/", headers={"idempotency-key": "cancel-0001"})
        for _again in range(2)
    ]
    assert [answer.json()["state"] for answer in given_up] == ["withdrawn", "withdrawn"]


@pytest.mark.control
def test_the_control_without_a_key_the_late_copy_undoes_the_later_change(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    for nights in (3, 4, 3):
        assert changes(api, reference, nights).status_code == 200
    assert Stay.objects.get().length == 3


def test_a_change_under_a_bad_key_is_refused_and_changes_nothing(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    assert changes(api, reference, 3, "no").json()["code"] == "idempotency_key_bad"
    assert Stay.objects.get().length == 2


def test_cancel_withdraws_what_is_in_review_and_frees_the_nights(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]

    answer = api.client.post(f"{STAYS}{reference}/cancel/")

    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert not StayNight.objects.exists()
    again = api.client.post(f"{STAYS}{reference}/cancel/")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_cancel_cancels_what_was_approved_and_the_guest_alone_reads_the_code(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    officer = people.officer()
    services.approve_stay(actor=officer, stay=Stay.objects.get())

    assert len(api.get(f"{STAYS}{reference}/").json()["check_in_code"]) == 6
    assert "check_in_code" not in Caller(officer).get(f"{STAYS}{reference}/").json()
    assert api.client.post(f"{STAYS}{reference}/cancel/").json()["state"] == "cancelled"


def test_allowance_counts_what_was_booked(api, station, evidence):
    api.book(body(evidence))
    years = {today().year, (today() + timedelta(days=30)).year}

    told = api.get("/api/v1/me/allowance/").json()["years"]

    assert [year["year"] for year in told] == sorted(years)
    assert sum(year["used"] for year in told) == 2
    assert sum(year["left"] for year in told) == 6 * len(years) - 2


@pytest.mark.parametrize(("day", "years"), [("2026-06-01", [2026]), ("2026-12-20", [2026, 2027])])
def test_next_year_is_told_once_dates_reach_it(api, time_machine, day, years):
    time_machine.move_to(f"{day} 12:00:00 +0800")

    assert [year["year"] for year in api.get("/api/v1/me/allowance/").json()["years"]] == years


def test_the_profile_is_masked(api, guest):
    told = api.get("/api/v1/me/").json()

    assert (told["name"], told["mobile"], told["gender"]) == ("陈**", f"139****{guest.mobile[-4:]}", "male")
    assert told["id_number"].endswith(guest.person.id_last4)
    assert told["consents"] == ["id_number", "lodging", "privacy"]


def test_evidence_is_uploaded_for_its_id(api, guest):
    form = {"kind": "diploma", "file": places.picture()}

    answer = api.client.post("/api/v1/evidence/", form)

    assert (answer.status_code, answer.json()["kind"]) == (201, "diploma")
    assert Evidence.objects.get(public_id=answer.json()["id"]).person == guest.person


def test_a_hostile_file_is_refused_and_not_kept(api, private_files):
    form = {"kind": "diploma", "file": SimpleUploadedFile("a.png", b"<script>", "image/png")}

    answer = api.client.post("/api/v1/evidence/", form)

    assert answer.status_code == 400
    assert answer.json()["code"].startswith("file")
    assert not Evidence.objects.exists()
    assert not list(private_files.rglob("*.*"))


def test_stations_are_public_and_come_in_pages(client, station):
    house("flexible:3", code="zd-02")

    first = client.get(STATIONS, {"page_size": 1}).json()

    assert (first["count"], first["previous"], len(first["results"])) == (2, None, 1)
    assert first["results"][0]["beds"] is None
    second = client.get(first["next"]).json()
    assert (second["next"], second["results"][0]["code"]) == (None, "zd-02")


def test_stations_tell_their_beds_for_the_dates_asked(client, api, station, evidence):
    api.book(body(evidence))
    house("flexible:3", code="zd-02")
    asked = {"from": body(evidence)["arrival"], "nights": 1, "gender": "female", "area": "370303"}

    found = {place["code"]: place["beds"] for place in client.get(STATIONS, asked).json()["results"]}

    assert found["zd-01"]["word"] == "full"
    assert (found["zd-02"]["free"], found["zd-02"]["word"]) == (3, "free")
    assert client.get(STATIONS, asked | {"area": "370302"}).json()["count"] == 0


def test_availability_is_told_night_by_night(client, api, station, evidence):
    api.book(body(evidence))
    start = today() + timedelta(days=4)
    asked = {"from": start.isoformat(), "to": (start + timedelta(days=4)).isoformat(), "gender": "male"}

    nights = client.get(f"{STATIONS}zd-01/availability/", asked).json()["nights"]

    assert [night["free"] for night in nights] == [1, 0, 0, 1]
    assert nights[1]["word"] == "full"


def test_a_revoked_token_is_nobodys(guest, station):
    token, secret = create_token(guest, "test")
    client = Client(headers={"authorization": f"Token {secret}"})
    assert client.get(STAYS).status_code == 200

    revoke_token(token)

    answer = client.get(STAYS)
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    assert answer.headers["WWW-Authenticate"] == "Token"


def test_a_closed_account_has_no_token(api, guest):
    User.objects.filter(pk=guest.pk).update(is_active=False)

    assert api.get(STAYS).status_code == 401


def test_use_of_a_token_is_noted_once_a_day(guest):
    token, secret = create_token(guest, "test")
    client = Client(headers={"authorization": f"Token {secret}"})
    client.get("/api/v1/me/")
    with CaptureQueriesContext(connection) as second:
        client.get("/api/v1/me/")

    token.refresh_from_db()
    assert token.last_used_on == today()
    assert not [query for query in second if query["sql"].startswith("UPDATE")]


def test_a_session_needs_its_pages_csrf_token(guest, station, evidence):
    browser = signed_in(guest, enforce_csrf_checks=True)
    sent = {"data": json.dumps(body(evidence)), "content_type": "application/json"}

    refused = browser.post(STAYS, **sent, headers={"idempotency-key": "key-00000001"})

    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert not Stay.objects.exists()
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"idempotency-key": "key-00000001", "x-csrftoken": "a" * 32}
    assert browser.post(STAYS, **sent, headers=headers).status_code == 201
