"""Bad input: a sentence that names the field, and nothing stored."""

import pytest

from stations.models import Stay
from tests.stations.api.calls import STATIONS, body
from zibo_youth.accounts.models import OneTimeKey

pytestmark = pytest.mark.django_db


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
