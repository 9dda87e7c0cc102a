"""接口 /api/v1/: the same services as the pages, in JSON, with every refusal in one shape."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from stations import services
from stations.errors import BedTaken
from stations.models import Bed, Evidence, Room, Station, Stay, StayNight
from stations.services.evidence import upload_evidence
from zibo_youth.accounts.models import Area, Membership, OneTimeKey, Organisation, Person, User
from zibo_youth.accounts.second_factor import give_demo_device
from zibo_youth.accounts.services import create_token, give_consent, revoke_token, withdraw_consent
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db

STAYS, STATIONS = "/api/v1/stays/", "/api/v1/stations/"


@pytest.fixture(autouse=True)
def private_files(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }
    return tmp_path


@pytest.fixture
def station():
    return make_station("zd-01", beds=1)


def make_station(code, beds):
    area, _new = Area.objects.get_or_create(code="370303", defaults={"name": "张店区", "kind": "district"})
    org, _new = Organisation.objects.get_or_create(
        code="test-zhangdian", defaults={"name": "张店团区委", "kind": "district", "is_reporting": True}
    )
    made = Station.objects.create(
        code=code,
        name=f"驿站 {code}",
        area=area,
        reporting_org=org,
        operator=org,
        address="人民路 1 号",
        phone="0533-0000000",
        opened_on=today() - timedelta(days=100),
    )
    room = Room.objects.create(station=made, name="101", gender_mode="flexible")
    Bed.objects.bulk_create(Bed(room=room, label=str(n)) for n in range(beds))
    return made


def make_user(tail, **fields):
    fields = {
        "gender": 1,
        "identity_state": "stated",
        "id_index": f"index-{tail}",
        "id_last4": "0011",
    } | fields
    person = Person.objects.create(
        full_name="林小满",
        mobile=f"+86138001380{tail}",
        birth_date=today() - timedelta(days=365 * 24),
        **fields,
    )
    made = User.objects.create_user(f"+86138001380{tail}", person=person)
    for scope in ("id_number", "lodging"):
        give_consent(made, scope)
    return made


@pytest.fixture
def user():
    return make_user("01")


@pytest.fixture
def evidence(user):
    return keep_evidence(user)


def keep_evidence(user):
    return upload_evidence(
        actor=user,
        person=user.person,
        kind="interview_notice",
        upload=SimpleUploadedFile("a.png", png(), "image/png"),
    )


def png(colour="white"):
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(drawn, "PNG")
    return drawn.getvalue()


def body(kept, **changes):
    return {
        "station": "zd-01",
        "arrival": (today() + timedelta(days=5)).isoformat(),
        "nights": 2,
        "purpose": "job_seeking",
        "evidence": [str(kept.public_id)],
        "referral_channel": "job_fair",
        "declared_non_native": True,
    } | changes


@pytest.fixture
def api(user):
    return Caller(user)


class Caller:
    """A machine with its owner's token."""

    def __init__(self, user):
        self.client = Client(headers={"authorization": f"Token {create_token(user, 'test')[1]}"})

    def get(self, path, query=None, **headers):
        return self.client.get(path, query, headers=headers)

    def book(self, content, key="key-00000001", **headers):
        content = content if isinstance(content, str | bytes) else json.dumps(content)
        headers = {"idempotency-key": key} | headers
        return self.client.post(STAYS, content, content_type="application/json", headers=headers)


# --- booking --------------------------------------------------------------------------------


def test_books_every_night_and_answers_with_the_stay(api, station, evidence):
    answer = api.book(body(evidence))

    assert answer.status_code == 201, answer.json()
    told = answer.json()
    stay = Stay.objects.get()
    assert told["reference"] == stay.reference
    assert (told["state"], told["nights"], told["referral_channel"]) == ("submitted", 2, "job_fair")
    assert told["station"]["code"] == "zd-01"
    assert told["guest"] == "林**"
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


def test_a_full_station_offers_what_is_free(api, station, evidence):
    other, there = make_user("02"), make_station("zd-02", beds=1)
    assert Caller(other).book(body(keep_evidence(other))).status_code == 201

    answer = api.book(body(evidence))

    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, BedTaken.code)
    offers = {(offer["station"], offer["arrival"]) for offer in told["alternatives"]}
    assert (there.code, body(evidence)["arrival"]) in offers
    assert (station.code, (today() + timedelta(days=7)).isoformat()) in offers
    assert (station.code, body(evidence)["arrival"]) not in offers
    assert not Stay.objects.filter(guest__users__mobile="+8613800138001").exists()


def test_consent_is_given_on_the_site_first(api, station, evidence, user):
    withdraw_consent(user, "lodging")

    answer = api.book(body(evidence))

    assert (answer.status_code, answer.json()["code"]) == (403, "consent")
    assert "我的同意" in answer.json()["message"]
    assert not StayNight.objects.exists()


def test_a_log_in_without_a_person_is_told_to_state_the_identity(station, evidence):
    stranger = Caller(User.objects.create_user("+8613800138009"))

    assert (stranger.book(body(evidence)).status_code, stranger.book(body(evidence)).json()["code"]) == (
        403,
        "identity_missing",
    )


def test_somebody_elses_evidence_is_unknown(api, station):
    foreign = keep_evidence(make_user("02"))

    answer = api.book(body(foreign))

    assert (answer.status_code, answer.json()["field"]) == (400, "evidence")
    assert not Stay.objects.exists()


def test_one_id_may_stand_without_brackets(api, station, evidence):
    assert api.book(body(evidence, evidence=str(evidence.public_id))).status_code == 201


def test_a_form_may_carry_the_file_itself(api, user, station, evidence):
    form = body(evidence) | {"evidence": SimpleUploadedFile("b.png", png("red"), "image/png")}

    answer = api.client.post(STAYS, form, headers={"idempotency-key": "key-00000001"})

    assert answer.status_code == 201, answer.json()
    kept = Stay.objects.get().evidence.get()
    assert (kept.kind, kept.person, kept.original_name) == ("interview_notice", user.person, "b.png")


def test_a_refused_form_keeps_no_file(api, station, evidence, private_files):
    before = list(private_files.rglob("*.*"))
    form = body(evidence, nights=7) | {"evidence": SimpleUploadedFile("b.png", png("red"), "image/png")}

    answer = api.client.post(STAYS, form, headers={"idempotency-key": "key-00000001"})

    assert answer.status_code == 422
    assert Evidence.objects.count() == 1
    assert list(private_files.rglob("*.*")) == before


def test_a_refused_form_leaves_a_file_that_was_kept_before(api, station, evidence, private_files):
    form = body(evidence, nights=7) | {"evidence": SimpleUploadedFile("a.png", png(), "image/png")}

    assert api.client.post(STAYS, form, headers={"idempotency-key": "key-00000001"}).status_code == 422

    assert storages["private"].exists(evidence.file.name)


def test_booking_is_few_statements(api, station, evidence):
    api.get(STATIONS)
    with CaptureQueriesContext(connection) as asked:
        assert api.book(body(evidence)).status_code == 201

    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= 10, "\n".join(sql[:160] for sql in said)


# --- one's own ------------------------------------------------------------------------------


def test_a_strangers_stay_is_not_found(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    stranger = Caller(make_user("02"))

    assert stranger.get(f"{STAYS}{reference}/").status_code == 404
    assert stranger.client.post(f"{STAYS}{reference}/cancel/").status_code == 404
    assert stranger.get(STAYS).json()["results"] == []
    assert Stay.objects.get().state == "submitted"


def test_the_list_is_ones_own_and_staff_may_ask_for_what_they_manage(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    officer = make_user("03")
    User.objects.filter(pk=officer.pk).update(is_staff=True)
    Membership.objects.create(
        person=officer.person, organisation=station.reporting_org, role="district_officer", from_on=today()
    )
    give_demo_device(officer)
    desk, session = Caller(officer), Client()
    session.force_login(officer)

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


def test_cancel_withdraws_what_is_in_review_and_frees_the_nights(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]

    answer = api.client.post(f"{STAYS}{reference}/cancel/")

    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert not StayNight.objects.exists()
    again = api.client.post(f"{STAYS}{reference}/cancel/")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_cancel_cancels_what_was_approved_and_the_guest_alone_reads_the_code(api, station, evidence):
    reference = api.book(body(evidence)).json()["reference"]
    root = User.objects.create_user("+8613800138099", is_staff=True)
    root.person = Person.objects.create(full_name="周审核")
    root.save()
    Membership.objects.create(
        person=root.person, organisation=station.reporting_org, role="district_officer", from_on=today()
    )
    services.approve_stay(actor=root, stay=Stay.objects.get())

    assert len(api.get(f"{STAYS}{reference}/").json()["check_in_code"]) == 6
    assert "check_in_code" not in Caller(root).get(f"{STAYS}{reference}/").json()
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


def test_the_profile_is_masked(api):
    told = api.get("/api/v1/me/").json()

    assert (told["name"], told["mobile"], told["gender"]) == ("林**", "138****8001", "male")
    assert told["id_number"].endswith("0011")
    assert told["consents"] == ["id_number", "lodging"]


def test_evidence_is_uploaded_for_its_id(api, user):
    form = {"kind": "diploma", "file": SimpleUploadedFile("a.png", png(), "image/png")}

    answer = api.client.post("/api/v1/evidence/", form)

    assert (answer.status_code, answer.json()["kind"]) == (201, "diploma")
    assert Evidence.objects.get(public_id=answer.json()["id"]).person == user.person


def test_a_hostile_file_is_refused_and_not_kept(api, private_files):
    form = {"kind": "diploma", "file": SimpleUploadedFile("a.png", b"<script>", "image/png")}

    answer = api.client.post("/api/v1/evidence/", form)

    assert answer.status_code == 400
    assert answer.json()["code"].startswith("file")
    assert not Evidence.objects.exists()
    assert not list(private_files.rglob("*.*"))


# --- places ---------------------------------------------------------------------------------


def test_stations_are_public_and_come_in_pages(client, station):
    make_station("zd-02", beds=3)

    first = client.get(STATIONS, {"page_size": 1}).json()

    assert (first["count"], first["previous"], len(first["results"])) == (2, None, 1)
    assert first["results"][0]["beds"] is None
    second = client.get(first["next"]).json()
    assert (second["next"], second["results"][0]["code"]) == (None, "zd-02")


def test_stations_tell_their_beds_for_the_dates_asked(client, api, station, evidence):
    api.book(body(evidence))
    make_station("zd-02", beds=3)
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


# --- who asks -------------------------------------------------------------------------------


def test_a_revoked_token_is_nobodys(user, station):
    token, secret = create_token(user, "test")
    client = Client(headers={"authorization": f"Token {secret}"})
    assert client.get(STAYS).status_code == 200

    revoke_token(token)

    answer = client.get(STAYS)
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    assert answer.headers["WWW-Authenticate"] == "Token"


def test_a_closed_account_has_no_token(api, user):
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert api.get(STAYS).status_code == 401


def test_use_of_a_token_is_noted_once_a_day(user):
    token, secret = create_token(user, "test")
    client = Client(headers={"authorization": f"Token {secret}"})
    client.get("/api/v1/me/")
    with CaptureQueriesContext(connection) as second:
        client.get("/api/v1/me/")

    token.refresh_from_db()
    assert token.last_used_on == today()
    assert not [query for query in second if query["sql"].startswith("UPDATE")]


def test_a_session_needs_its_pages_csrf_token(user, station, evidence):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user, backend="zibo_youth.accounts.backends.PortalBackend")
    sent = {"data": json.dumps(body(evidence)), "content_type": "application/json"}

    refused = browser.post(STAYS, **sent, headers={"idempotency-key": "key-00000001"})

    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert not Stay.objects.exists()
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"idempotency-key": "key-00000001", "x-csrftoken": "a" * 32}
    assert browser.post(STAYS, **sent, headers=headers).status_code == 201


# --- bad input ------------------------------------------------------------------------------

BAD_FIELDS = {
    "unknown station": ({"station": "nowhere"}, "station"),
    "station is a list": ({"station": ["zd-01"]}, "station"),
    "station with NUL": ({"station": "zd\0"}, ""),
    "station too long": ({"station": "z" * 5000}, "station"),
    "no station": ({"station": None}, "station"),
    "thirteenth month": ({"arrival": "2026-13-01"}, "arrival"),
    "30 February": ({"arrival": "2027-02-30"}, "arrival"),
    "a word for a date": ({"arrival": "明天"}, "arrival"),
    "a number for a date": ({"arrival": 20270101}, "arrival"),
    "the last day of the calendar": ({"arrival": "9999-12-31"}, "arrival"),
    "the first day of the calendar": ({"arrival": "0001-01-01"}, "arrival"),
    "no nights": ({"nights": 0}, "nights"),
    "negative nights": ({"nights": -3}, "nights"),
    "half a night": ({"nights": 1.5}, "nights"),
    "too many nights": ({"nights": 10**30}, "nights"),
    "nights true": ({"nights": True}, "nights"),
    "nights as object": ({"nights": {"$gt": 0}}, "nights"),
    "unknown purpose": ({"purpose": "tourism"}, "purpose"),
    "purpose as list": ({"purpose": []}, "purpose"),
    "detail too long": ({"purpose_detail": "岗" * 121}, "purpose_detail"),
    "detail with a surrogate": ({"purpose_detail": "\ud800"}, ""),
    "evidence no id": ({"evidence": ["1 OR 1=1"]}, "evidence"),
    "evidence as number": ({"evidence": 7}, "evidence"),
    "evidence as object": ({"evidence": {"a": 1}}, "evidence"),
    "evidence unknown": ({"evidence": ["00000000-0000-4000-8000-000000000000"]}, "evidence"),
    "evidence without end": ({"evidence": ["00000000-0000-4000-8000-000000000000"] * 6}, "evidence"),
    "unknown channel": ({"referral_channel": "telepathy"}, "referral_channel"),
    "unknown wish": ({"room_wish": "penthouse"}, "room_wish"),
    "declaration is a poem": ({"declared_non_native": "也许"}, "declared_non_native"),
}


@pytest.mark.parametrize(("changes", "field"), BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_bad_fields_get_a_sentence_and_store_nothing(api, station, evidence, changes, field):
    answer = api.book(body(evidence, **changes))

    told = answer.json()
    assert (answer.status_code, told["field"]) == (400, field), told
    assert field in told["message"]
    assert len(told["message"]) > 6
    assert not Stay.objects.exists()
    assert not OneTimeKey.objects.exists()


BAD_QUERIES = {
    "area": (STATIONS, {"area": "'; DROP"}, 400),
    "date": (STATIONS, {"from": "soon"}, 400),
    "nights": (STATIONS, {"from": "2027-01-01", "nights": "9" * 5000}, 400),
    "gender": (STATIONS, {"gender": "x"}, 400),
    "NUL": (STATIONS, {"area": "\0"}, 400),
    "page": (STATIONS, {"page": "9" * 5000}, 404),
    "page 1e400": (STATIONS, {"page": "1e400"}, 404),
    "no dates": (f"{STATIONS}zd-01/availability/", {}, 400),
    "backwards": (f"{STATIONS}zd-01/availability/", {"from": "2027-01-02", "to": "2027-01-01"}, 400),
    "63 days": (f"{STATIONS}zd-01/availability/", {"from": "2027-01-01", "to": "2027-03-05"}, 400),
    "unknown": (f"{STATIONS}nowhere/availability/", {"from": "2027-01-01", "to": "2027-01-02"}, 404),
}


@pytest.mark.parametrize(("path", "query", "status"), BAD_QUERIES.values(), ids=BAD_QUERIES)
def test_bad_queries_get_a_sentence(client, station, path, query, status):
    answer = client.get(path, query)

    assert answer.status_code == status
    assert set(answer.json()) >= {"code", "message", "field"}


def test_62_days_are_not_too_many(client, station):
    asked = {"from": "2027-01-01", "to": "2027-03-04"}

    assert len(client.get(f"{STATIONS}zd-01/availability/", asked).json()["nights"]) == 62


def test_the_answer_speaks_the_callers_language(api, station, evidence):
    sent = body(evidence, purpose="tourism")

    chinese = api.book(sent, **{"accept-language": "zh-CN,zh;q=0.9"})
    english = api.book(sent, **{"accept-language": "en-GB"})

    assert chinese.headers["Content-Language"] == "zh-hans"
    assert english.headers["Content-Language"] == "en"
    assert "来淄事由" in chinese.json()["message"]
    assert "is not a valid choice" in english.json()["message"]
