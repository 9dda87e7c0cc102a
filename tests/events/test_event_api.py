"""/api/v1/events/: public lists, one's own registrations, an office's list; the refusals of the pages."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Registration
from events.services.events import QuestionPlan
from tests import eventing, people
from zibo_youth.accounts import limits
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db
HOME = "/api/v1/events/"
SESSIONS, DESK, MINE = f"{HOME}sessions/", f"{HOME}registrations/", f"{HOME}me/registrations/"


def machine(user):
    return Client(headers={"authorization": f"Token {create_token(user, 'events')[1]}"})


def post(client, address, body=None, key=""):
    headers = {"idempotency-key": key or uuid.uuid4().hex}
    return client.post(address, body or {}, content_type="application/json", headers=headers)


def titles(answer):
    return [each["title"] for each in answer.json()["results"]]


def queries(address):
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(address).status_code == 200
    return len(seen)


# --- lists -----------------------------------------------------------------------------------------


def test_anybody_reads_events_and_sessions_with_their_places_and_phase():
    turn = eventing.session(3, quotas=eventing.WOMEN_AND_MEN)
    [told] = Client().get(SESSIONS).json()["results"]
    assert (told["id"], told["capacity"], told["taken"], told["phase"]) == (str(turn.public_id), 3, 0, "open")
    assert [part["name"] for part in told["quotas"]] == ["女生", "男生"]
    [event] = Client().get(HOME).json()["results"]
    assert event["sessions"] == [told]
    whole = Client().get(f"{HOME}{turn.event.public_id}/").json()
    assert (whole["questions"], whole["sessions"]) == ([], [told])


def test_lists_are_narrowed_by_kind_month_area_and_free_places():
    full, free = (
        eventing.session(1, kind="law", title="防诈骗"),
        eventing.session(2, of="huantai", title="论坛"),
    )
    eventing.register(people.applicant(), full)
    assert titles(Client().get(f"{SESSIONS}?kind=law")) == ["防诈骗"]
    assert titles(Client().get(f"{SESSIONS}?area=huantai")) == ["论坛"]
    assert titles(Client().get(f"{SESSIONS}?free=true")) == ["论坛"]
    assert titles(Client().get(f"{HOME}?free=true")) == ["论坛"]
    assert len(titles(Client().get(f"{HOME}?month={free.starts_at:%Y-%m}"))) == 2
    assert titles(Client().get(f"{HOME}?month=2031-01")) == []


@pytest.mark.parametrize("wish", ["kind=party", "month=2021-13", "month=六月", "area=nowhere", "free=maybe"])
def test_a_wish_that_means_nothing_is_refused_and_named(wish):
    for address in (HOME, SESSIONS):
        answer = Client().get(f"{address}?{wish}")
        assert (answer.status_code, answer.json()["field"]) == (400, wish.split("=")[0])


def test_lists_cost_six_queries_at_most_whatever_the_number():
    eventing.session(3, quotas=eventing.WOMEN_AND_MEN)
    few = [queries(address) for address in (HOME, SESSIONS)]
    for _each in range(12):
        eventing.session(3, quotas=eventing.WOMEN_AND_MEN, by_draw=True)
    assert [queries(address) for address in (HOME, SESSIONS)] == few
    assert max(few) <= 6


def test_a_draft_is_on_no_list_and_behind_no_address():
    draft = eventing.events.write_event(actor=people.officer(), plan=eventing.event_plan())
    turn = eventing.sessions.plan_session(actor=people.officer(), event=draft, plan=eventing.session_plan())
    assert Client().get(HOME).json()["count"] == Client().get(SESSIONS).json()["count"] == 0
    assert Client().get(f"{HOME}{draft.public_id}/").status_code == 404
    assert Client().get(f"{SESSIONS}{turn.public_id}/").status_code == 404


def test_whoever_is_too_young_reads_it_before_asking():
    turn = eventing.session(3, age_from=20)
    user = people.applicant(born=eventing.minor_born())
    told = machine(user).get(f"{SESSIONS}{turn.public_id}/").json()
    assert [each["code"] for each in told["obstacles"]] == ["event_age_too_low"]
    assert Client().get(f"{SESSIONS}{turn.public_id}/").json()["obstacles"] == []


# --- one's own ---------------------------------------------------------------------------------------


def test_registering_waiting_accepting_declining_and_leaving_by_calls():
    turn, users = eventing.session(1), people.crowd(3)
    first, second, third = (machine(user) for user in users)
    asked, key = {"session": str(turn.public_id)}, uuid.uuid4().hex
    made, again = (post(first, MINE, asked, key) for _ in range(2))
    assert (made.status_code, made.json()) == (201, again.json())
    refused = post(second, MINE, asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "event_session_full")
    waiting, behind = (post(each, MINE, asked | {"wait": True}).json() for each in (second, third))
    assert waiting["state"] == behind["state"] == "waiting"
    assert post(first, f"{MINE}{waiting['id']}/cancel/").status_code == 404
    assert post(first, f"{MINE}{made.json()['id']}/cancel/").json()["state"] == "cancelled"
    assert second.get(MINE).json()["results"][0]["state"] == "offered"
    assert post(second, f"{MINE}{waiting['id']}/decline/").json()["state"] == "cancelled"
    assert post(third, f"{MINE}{behind['id']}/accept/").json()["state"] == "registered"
    again = post(third, f"{MINE}{behind['id']}/decline/")
    assert (again.status_code, again.json()["code"]) == (409, "event_registration_moved")


def test_a_key_used_for_something_else_is_refused_and_none_at_all_too():
    one, other, client = eventing.session(2), eventing.session(2), machine(people.applicant())
    key = uuid.uuid4().hex
    post(client, MINE, {"session": str(one.public_id)}, key)
    assert post(client, MINE, {"session": str(other.public_id)}, key).json()["code"] == "key_reused"
    bare = client.post(MINE, {"session": str(one.public_id)}, content_type="application/json")
    assert bare.status_code == 400


def test_a_party_with_answers_and_a_guardian_is_written_down():
    asked = (QuestionPlan("饮食", is_required=True),)
    made = eventing.event(session={"capacity": 4}, most_together=3, questions=asked)
    turn, question = made.sessions.get(), made.questions.get()
    client = machine(people.applicant(born=eventing.minor_born()))
    body = {"session": str(turn.public_id), "companions": ["同行甲"]}
    assert post(client, MINE, body).json()["code"] == "event_guardian_missing"
    body |= {"permit": {"guardian_name": "张父", "guardian_mobile": "13800000000", "relation": "父亲"}}
    assert post(client, MINE, body).json()["code"] == "event_answer_missing"
    body |= {"answers": [{"question": question.pk, "words": "素食"}]}
    assert post(client, MINE, body).json()["seats"] == 2
    one = Registration.objects.get()
    assert (one.answers.get().words, one.permit.guardian_mobile) == ("素食", "+8613800000000")


WRONG = [
    ("session", "x"),
    ("session", str(uuid.uuid4())),
    ("quota", 10**12),
    ("quota", "甲"),
    ("companions", "张三"),
    ("companions", ["名" * 61]),
    ("companions", ["名"] * 60),
    ("answers", [{"question": 1}]),
    ("permit", {"guardian_name": "张父", "guardian_mobile": "12", "relation": "父亲"}),
    ("wait", "maybe"),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=[f"{name}-{n}" for n, (name, _) in enumerate(WRONG)])
def test_what_has_not_the_right_shape_is_named_and_registers_nobody(field, value):
    turn = eventing.session(3)
    answer = post(machine(people.applicant()), MINE, {"session": str(turn.public_id), field: value})
    assert answer.status_code == 400, answer.content.decode()
    assert (answer.json()["field"], Registration.objects.count()) == (field, 0)


def test_whoever_has_no_identity_yet_is_told_so():
    turn = eventing.session(3)
    answer = post(machine(people.newcomer()), MINE, {"session": str(turn.public_id)})
    assert (answer.status_code, answer.json()["code"]) == (409, "event_person_missing")


def test_too_many_calls_are_stopped(monkeypatch):
    monkeypatch.setattr(limits, "REGISTRATIONS_PER_USER", 2)
    turn, client = eventing.session(3), machine(people.applicant())
    answers = [post(client, MINE, {"session": str(turn.public_id)}) for _ in range(3)]
    assert [each.status_code for each in answers] == [201, 409, 429]


# --- the office ----------------------------------------------------------------------------------------


def test_an_office_reads_who_comes_to_its_own_events_and_no_other_does():
    here, there = eventing.session(3), eventing.session(3, of="huantai")
    for turn in (here, there):
        eventing.register(people.applicant(), turn)
    own = people.signed_in(people.officer())
    [told] = own.get(DESK).json()["results"]
    assert (told["session"], told["person"]) == (str(here.public_id), "陈**")
    assert own.get(f"{DESK}?session={there.public_id}").json()["count"] == 0
    assert own.get(f"{DESK}?state=waiting").json()["count"] == 0
    assert people.signed_in(people.city_staff()).get(DESK).json()["count"] == 2
    assert own.get(DESK).headers["Cache-Control"].find("no-store") >= 0


def test_a_token_holds_no_office_and_an_applicant_none_either():
    eventing.register(people.applicant(), eventing.session(3))
    assert machine(people.officer()).get(DESK).status_code == 403
    assert people.signed_in(people.applicant()).get(DESK).status_code == 403
    assert Client().get(DESK).status_code == 401
    assert Client().get(MINE).status_code == 401


@pytest.mark.parametrize("query", ["session=x", "state=gone"])
def test_an_office_s_wish_that_means_nothing_is_refused(query):
    assert people.signed_in(people.officer()).get(f"{DESK}?{query}").status_code == 400
