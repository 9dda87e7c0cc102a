"""接口 /api/v1/stays/: the page's own service, in JSON, with every refusal in one shape."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stations.errors import BedTaken
from stations.models import Evidence, Stay, StayNight
from tests import people
from tests.houses import house
from tests.stations import places
from tests.stations.api.calls import STATIONS, STAYS, Caller, body
from zibo_youth.accounts.models import OneTimeKey, User
from zibo_youth.accounts.services import withdraw_consent
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


def test_books_every_night_and_answers_with_the_stay(api, station, evidence):
    answer = api.book(body(evidence))

    assert answer.status_code == 201, answer.json()
    told = answer.json()
    stay = Stay.objects.get()
    assert told["reference"] == stay.reference
    assert (told["state"], told["nights"], told["referral_channel"]) == ("submitted", 2, "job_fair")
    assert told["station"]["code"] == "zd-01"
    assert told["guest"] == "陈**"
    assert stay.nights.count() == 2
    assert list(stay.evidence.all()) == [evidence]
    assert api.get(f"{STAYS}{stay.reference}/").json() == told


def test_a_resend_of_the_same_key_is_given_the_same_answer(api, station, evidence):
    first, again = api.book(body(evidence)), api.book(body(evidence))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Stay.objects.count() == 1


def test_another_key_is_another_request(api, station, evidence):
    api.book(body(evidence))

    assert api.book(body(evidence), key="key-00000002").json()["code"] == "overlap"


def test_the_same_key_for_something_else_is_refused(api, station, evidence):
    api.book(body(evidence))

    answer = api.book(body(evidence, nights=1))

    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert Stay.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "idempotency_key_missing"),
        ("short", "idempotency_key_bad"),
        ("键" * 9, "idempotency_key_bad"),
        ("k" * 65, "idempotency_key_bad"),
    ],
)
def test_a_create_call_carries_a_key(api, station, evidence, key, code):
    answer = api.book(body(evidence), key=key)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        400,
        code,
        "Idempotency-Key",
    )
    assert not Stay.objects.exists()


def test_a_refusal_by_rule_names_all_of_them(api, station, evidence):
    answer = api.book(body(evidence, nights=7, declared_non_native=False))

    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, "native", "declared_non_native")
    verdicts = {rule["rule"]: rule["passed"] for rule in told["rules"]}
    assert (verdicts["native"], verdicts["cap_reached"], verdicts["age_out"]) == (False, False, True)
    assert "非淄博籍" in told["message"]
    assert "6 晚" in told["message"]
    assert not Stay.objects.exists()
    assert not OneTimeKey.objects.exists()


def test_a_refused_key_may_be_used_for_the_corrected_request(api, station, evidence):
    assert api.book(body(evidence, nights=7)).status_code == 422

    assert api.book(body(evidence, nights=6)).status_code == 201


def test_without_evidence_the_rule_speaks(api, station):
    sent = body(Evidence())
    del sent["evidence"]

    assert api.book(sent).json()["code"] == "evidence"


def test_a_full_station_offers_what_is_free(api, guest, station, evidence):
    other, there = people.applicant(), house("flexible:1", code="zd-02")
    assert Caller(other).book(body(places.evidence(other))).status_code == 201

    answer = api.book(body(evidence))

    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, BedTaken.code)
    first = date.fromisoformat(body(evidence)["arrival"])
    assert told["full_nights"] == [first.isoformat(), (first + timedelta(days=1)).isoformat()]
    offers = {(offer["station"], offer["arrival"]) for offer in told["alternatives"]}
    assert (there.code, body(evidence)["arrival"]) in offers
    assert (station.code, (today() + timedelta(days=7)).isoformat()) in offers
    assert (station.code, body(evidence)["arrival"]) not in offers
    assert not Stay.objects.filter(guest=guest.person).exists()


def test_consent_is_given_on_the_site_first(api, station, evidence, guest):
    withdraw_consent(guest, "lodging")

    answer = api.book(body(evidence))

    assert (answer.status_code, answer.json()["code"]) == (403, "consent")
    assert "我的同意" in answer.json()["message"]
    assert not StayNight.objects.exists()


def test_a_log_in_without_a_person_is_told_to_state_the_identity(station, evidence):
    stranger = Caller(User.objects.create_user(people.mobile_number()))

    assert (stranger.book(body(evidence)).status_code, stranger.book(body(evidence)).json()["code"]) == (
        403,
        "identity_missing",
    )


def test_somebody_elses_evidence_is_unknown(api, station):
    foreign = places.evidence(people.applicant())

    answer = api.book(body(foreign))

    assert (answer.status_code, answer.json()["field"]) == (400, "evidence")
    assert not Stay.objects.exists()


def test_one_id_may_stand_without_brackets(api, station, evidence):
    assert api.book(body(evidence, evidence=str(evidence.public_id))).status_code == 201


def test_a_form_may_carry_the_file_itself(api, guest, station, evidence):
    form = body(evidence) | {"evidence": places.picture("b.jpg", "red")}

    answer = api.client.post(STAYS, form, headers={"idempotency-key": "key-00000001"})

    assert answer.status_code == 201, answer.json()
    kept = Stay.objects.get().evidence.get()
    assert (kept.kind, kept.person, kept.original_name) == ("interview_notice", guest.person, "b.jpg")


def test_a_refused_form_keeps_no_file(api, station, evidence, private_files):
    before = list(private_files.rglob("*.*"))
    form = body(evidence, nights=7) | {"evidence": places.picture("b.jpg", "red")}

    answer = api.client.post(STAYS, form, headers={"idempotency-key": "key-00000001"})

    assert answer.status_code == 422
    assert Evidence.objects.count() == 1
    assert list(private_files.rglob("*.*")) == before


def test_a_refused_form_leaves_a_file_that_was_kept_before(api, station, evidence, private_files):
    form = body(evidence, nights=7) | {"evidence": places.picture()}

    assert api.client.post(STAYS, form, headers={"idempotency-key": "key-00000001"}).status_code == 422

    assert storages["private"].exists(evidence.file.name)


def test_booking_is_few_statements(api, station, evidence):
    api.get(STATIONS)
    with CaptureQueriesContext(connection) as asked:
        assert api.book(body(evidence)).status_code == 201

    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= 10, "\n".join(sql[:160] for sql in said)
