"""What a machine is told when a call goes wrong: always a status, a code, a sentence and a field."""

import json

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from rest_framework.exceptions import ParseError

from zibo_youth.api.errors import explained
from zibo_youth.api.parsers import DEEPEST, FORM_BYTES, JSON_BYTES, read_json

SHAPE = {"code", "message", "field"}


def nested(depth):
    return b"[" * depth + b"]" * depth


HOSTILE = {
    "no JSON at all": b"station=1",
    "half a text": b'{"a": ',
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "1e400": b'{"a": 1e400}',
    "minus 1e400": b"[-1e400]",
    "a number of 5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "a raw NUL": b'{"a": "\x00"}',
    "an escaped NUL": rb'{"a": "x\u0000"}',
    "a NUL in a key": rb'{"\u0000": 1}',
    "a NUL deep inside": rb'{"a": [{"b": "\u0000"}]}',
    "a lone surrogate": rb'{"a": "\ud83d"}',
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice inside": b'[{"b": {"a": 1, "a": 1}}]',
    "one level too deep": nested(DEEPEST + 1),
    "a bomb": nested(30_000),
    "a bomb of objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a bomb behind a string": rb'["]\"]", ' + nested(5000) + b"]",
    "a string of escaped quotes that never ends": b'"' + rb"\"" * 30_000,
    "nothing but a mark of byte order": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_json_is_refused_with_a_sentence(raw):
    with pytest.raises(ParseError) as refusal:
        read_json(raw)

    assert len(str(refusal.value.detail)) > 6


HARMLESS = {
    "as deep as allowed": nested(DEEPEST),
    "brackets inside strings": json.dumps(["[" * 100, '"]}' * 50, "\\" * 7]).encode(),
    "an emoji as a pair of surrogates": rb'{"a": "\ud83d\ude00"}',
    "the words backslash u0000": rb'{"a": "\\u0000"}',
    "a large finite number": b"[1e308, -0.5]",
}


@pytest.mark.parametrize("raw", HARMLESS.values(), ids=HARMLESS)
def test_ordinary_json_is_read_as_it_is(raw):
    assert read_json(raw) == json.loads(raw)


@pytest.fixture
def machine(db):
    from zibo_youth.accounts.models import Person, User
    from zibo_youth.accounts.services import create_token

    user = User.objects.create_user("+8613800138000", person=Person.objects.create())
    return Client(
        headers={"authorization": f"Token {create_token(user, 'test')[1]}", "idempotency-key": "key-00000001"}
    )


def told(answer):
    body = answer.json()
    assert set(body) >= SHAPE
    assert body["message"]
    return answer.status_code, body["code"]


def test_no_credentials(client, db):
    answer = client.get("/api/v1/stays/")

    assert told(answer) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Token", "Token ", "Token made-up", "token a b", "Token \xff"])
def test_a_token_that_is_nobodys(client, db, header):
    assert told(client.get("/api/v1/stays/", headers={"authorization": header})) == (
        401,
        "authentication_failed",
    )


@pytest.mark.parametrize("header", ["Bearer x", "Basic eDp5", "x"])
def test_another_scheme_is_no_credential(client, db, header):
    assert told(client.get("/api/v1/stays/", headers={"authorization": header})) == (401, "not_authenticated")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nowhere/", "/api/v1/stays", "/api/v1/stays/a'b/", "/api/v2/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_address(machine, path, method):
    assert told(getattr(machine, method)(path)) == (404, "not_found")


def test_a_method_that_is_not_offered(machine):
    answer = machine.delete("/api/v1/stays/")

    assert told(answer) == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x" * 400]
)
def test_another_content_type(machine, kind):
    assert told(machine.post("/api/v1/stays/", "a=1", content_type=kind)) == (415, "unsupported_media_type")


def test_an_answer_in_another_format(machine):
    assert told(machine.get("/api/v1/stays/", headers={"accept": "image/png"})) == (406, "not_acceptable")


def test_a_body_that_is_too_large(machine):
    text = json.dumps({"station": "x" * JSON_BYTES})

    assert told(machine.post("/api/v1/stays/", text, content_type="application/json")) == (413, "too_large")


@pytest.mark.parametrize("length", [str(FORM_BYTES + 1), "9" * 30])
def test_a_form_that_says_it_is_too_large_is_not_read(machine, length):
    answer = machine.post("/api/v1/evidence/", {}, CONTENT_LENGTH=length)

    assert told(answer) == (413, "too_large")


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=\xe4", "multipart/form-data; boundary=x"]
)
def test_a_form_that_cannot_be_taken_apart(machine, kind):
    answer = machine.post("/api/v1/evidence/", b"nothing of the kind", content_type=kind)

    assert answer.status_code == 400
    assert told(answer)[1] in {"malformed", "invalid"}


@pytest.mark.parametrize("text", ["[]", "7", '"x"', "null", "true"])
def test_json_that_is_no_object(machine, text):
    assert told(machine.post("/api/v1/stays/", text, content_type="application/json")) == (400, "invalid")


def test_every_field_in_error_is_listed_and_the_first_is_named(machine):
    answer = machine.post("/api/v1/stays/", {"nights": 0}, content_type="application/json")

    assert told(answer) == (400, "invalid")
    assert answer.json()["field"] == "station"
    assert answer.json()["message"].startswith("驿站（station）：")
    assert set(answer.json()["errors"]) == {"station", "arrival", "nights", "purpose"}


def test_hostile_bytes_in_the_address(client, db):
    assert told(client.get("/api/v1/stations/?area=%00")) == (400, "malformed")


def test_a_violated_constraint_that_nobody_explained_is_a_bug():
    assert explained(IntegrityError("stay_night_one_guest_per_bed"), {}) is None


def test_a_fault_is_told_in_json_without_its_cause(client, db, monkeypatch):
    from stations.api import places

    def broken(*args):
        raise IntegrityError("secret detail")

    monkeypatch.setattr(places, "checked", broken)
    client.raise_request_exception = False

    answer = client.get("/api/v1/stations/")

    assert told(answer) == (500, "server_error")
    assert "secret" not in answer.content.decode()


def test_the_description_is_complete_and_without_a_warning(tmp_path):
    from django.core.management import call_command

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))

    text = (tmp_path / "schema.yml").read_text()
    for path in (
        "stations/",
        "stations/{code}/availability/",
        "stays/{reference}/cancel/",
        "me/allowance/",
        "evidence/",
    ):
        assert f"/api/v1/{path}:" in text
    assert "Idempotency-Key" in text


def test_the_description_is_served_to_everybody(client, db):
    answer = client.get(reverse("api_schema"), headers={"accept": "application/vnd.oai.openapi+json"})

    assert answer.status_code == 200
    assert answer.json()["paths"]["/api/v1/stays/"]["post"]["requestBody"]


def test_the_docs_page_has_no_inline_script_or_style(client, db):
    page = client.get(reverse("api_docs")).content.decode()
    script = client.get(f"{reverse('api_docs')}?script=")

    assert "<style" not in page
    assert "style=" not in page
    assert "></script>" in page.replace("\n", "")
    assert all(tag.startswith(" src=") for tag in page.split("<script")[1:])
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert "SwaggerUIBundle" in script.content.decode()
