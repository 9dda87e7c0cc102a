"""
A canary child: what it is called, where it lives, who it is and how it looks is found nowhere but where its class allows.

One child is brought through everything (`canary_life`) while everything that the process says is kept;
then every place is searched. What may be found is a table, and is found: so the search sees.
"""

import base64
import gzip
import json
import logging
import re
import uuid
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.views.debug import SafeExceptionReporterFilter

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.records import ChildPerson
from hope_rooms.services import guard
from hope_rooms.services.audit_pack import in_words, numbers_of
from hope_rooms.views import cases
from tests import hoping, spilling
from tests.hope_rooms.canary_doors import MAY, PERSON, WHO, address, record, visitors
from tests.hope_rooms.canary_life import lived
from tests.hope_rooms.watching import Redis, Watch, listening
from tests.matrix import asking
from tests.once import for_a_module
from tests.people import signed_in
from tests.spilling import Search, parts_of
from zibo_youth.celery import app
from zibo_youth.core.calendar import today
from zibo_youth.core.failures import TellsNoValues
from zibo_youth.core.private_files import private_storage
from zibo_youth.notifications import tasks
from zibo_youth.notifications.models import Notice, SmsMessage

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MODELS = {
    model._meta.model_name: model for model in admin.site._registry if model._meta.app_label == "hope_rooms"
}
OURS = [route for route in asking.routes() if route.startswith(("hope-rooms/", "api/v1/hope-rooms/"))]


@pytest.fixture(autouse=True)
def as_the_portal():
    """The world is made once, as the portal's own role."""


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


def role(name):
    with connection.cursor() as cursor:
        cursor.execute(name)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The life, and all that was said while it was lived; its notices are delivered."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        city, watch = hoping.city(), Watch()
        role("SET ROLE zibo_app")
        with watch.around(), TestCase.captureOnCommitCallbacks(execute=True):
            life = lived(city)
            tasks.deliver_notices(list(Notice.objects.values_list("pk", flat=True)))
        yield life, watch, Search(life.words)
        role("RESET ROLE")


@pytest.fixture
def life(told):
    return told[0]


@pytest.fixture
def search(told):
    return told[2]


# --- what a process says ---------------------------------------------------------------------------


def test_no_log_line_of_any_level_tells_of_the_child(told):
    _life, watch, search = told
    assert len(watch.ears.lines) > 1000
    assert search.among(("log", line) for line in watch.ears.lines) == {}


def test_nothing_that_is_sent_to_postgresql_tells_of_the_child(told):
    """Sealed before it leaves: no log, no statistics and no write-ahead file of the server can hold it."""
    _life, watch, search = told
    assert len(watch.statements.sent) > 1000
    assert search.among(("statement", sent) for sent in watch.statements.sent) == {}


def test_no_row_of_any_table_tells_of_the_child(told):
    role("RESET ROLE")
    stored = list(spilling.tables())
    role("SET ROLE zibo_app")
    assert "notifications_notice" in dict(stored)
    assert told[2].among(stored) == {}


def test_no_message_to_the_worker_and_nothing_in_redis_tells_of_the_child(told):
    _life, watch, search = told
    messages = watch.redis.messages()
    assert "zibo_youth.notifications.tasks.deliver_notices" in dict(messages)
    assert all(re.fullmatch(r"\[\[\[[\d, ]*\]\], \{\}\]", json.dumps(args)) for _task, args in messages)
    assert search.among(watch.redis.dump()) == {}


def test_no_mail_and_no_text_message_tells_of_the_child(told):
    assert Notice.objects.filter(kind__startswith="hope_rooms.").count() > 5
    texts = [("text", text) for text in SmsMessage.objects.values_list("text", flat=True)]
    mails = [("mail", str(letter.message())) for letter in mail.outbox]
    assert told[2].among(texts + mails) == {}


def test_no_file_on_the_disk_tells_of_the_child(told, life):
    kept = private_storage()
    assert kept.exists(life.photo.file.name)
    lying = [path for path in Path(kept.location).parent.rglob("*") if path.is_file()]
    assert told[2].among((path.name, path.read_bytes()) for path in lying) == {}


def test_the_audit_pack_of_the_year_tells_of_the_child(told, capsys):
    year = today().year
    call_command("print_audit_pack", str(year))
    said = capsys.readouterr().out + in_words(year, numbers_of(year))
    assert told[2].seen(said) == set()


# --- pages of every role ---------------------------------------------------------------------------


def test_everybody_has_a_column(life):
    assert tuple(visitors(life)) == WHO


# Those with rows of their own in this life; each other role at each address: the matrix, whose child is marked too.
NEAR = ("nobody", "volunteer", "counsellor", "surveyor", "leader", "town", "district", "finance", "lead")


@pytest.mark.parametrize("who", NEAR)
def test_no_page_that_is_only_looked_at_tells_anybody_of_the_child(life, search, who):
    client = signed_in(visitors(life)[who])
    pages = ((route, client.get(address(life, route))) for route in OURS)
    found = {route: names for route, page in pages if (names := search.on(page))}
    assert found == {}


def test_no_page_of_the_volunteers_tells_of_the_child(life, search):
    client = signed_in(visitors(life)["volunteer"])
    begins = ("volunteers/", "messages/", "accounts/")
    plain = ["", *(route for route in asking.routes() if route.startswith(begins) and "<" not in route)]
    assert any("signups" in route or "mine" in route for route in plain)
    found = {route: hit for route in plain if (hit := search.within(client.get(f"/{route}")))}
    assert found == {}


def newest_rows():
    """Of every table of the programme in the admin; its lists are exported below."""
    for name, model in MODELS.items():
        role("RESET ROLE")
        row = model._base_manager.order_by("-pk").first()
        role("SET ROLE zibo_app")
        if row is not None:
            yield f"/admin/hope_rooms/{name}/{quote(row.pk)}/change/"


def test_no_page_of_the_admin_tells_of_the_child(life, search):
    """By the office that sees most; every other one at every page: tests/matrix."""
    client = signed_in(life.city.lead)
    pages = [(where, client.get(where)) for where in newest_rows()]
    assert sum(page.status_code == 200 for _where, page in pages) > 20
    assert {where: hit for where, page in pages if (hit := search.on(page))} == {}


@pytest.mark.parametrize(("who", "form"), [("district", "xlsx"), ("city", "csv")])
def test_no_list_that_is_exported_tells_of_the_child(life, search, who, form):
    client, asked = signed_in(visitors(life)[who]), {"answered": "yes", "reason": "核对"}
    given = {}
    for name in MODELS:
        answer = client.post(f"/admin/hope_rooms/{name}/", {"action": f"export_{form}"} | asked)
        if "attachment" in answer.get("Content-Disposition", ""):
            given[name] = search.within(answer)
    assert len(given) > 10
    assert {where: hit for where, hit in given.items() if hit} == {}


# --- where it may be found, it is ------------------------------------------------------------------


@pytest.mark.parametrize(("door", "may"), MAY.items(), ids=[name for name, _door in MAY])
def test_each_door_shows_to_each_what_the_class_allows_and_no_more(life, search, door, may):
    where, form = door[1](life)
    found = {}
    for who, user in visitors(life).items():
        if hit := search.within(signed_in(user).post(where, form)):
            found[who] = hit
    assert found == may


# --- failures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "status"),
    [("cases/?page=%00", 400), ("cases/HR-0000/", 404), ("rooms/import/", 404), ("nowhere/", 404)],
)
def test_a_page_of_a_failure_tells_nothing(life, search, where, status):
    answer = signed_in(life.city.officer).get(f"/hope-rooms/{where}")
    assert answer.status_code == status
    assert search.within(answer) == set()


def test_a_crash_behind_an_open_record_tells_nothing_to_reader_log_and_mail(
    life, search, monkeypatch, settings
):
    """The page has the record in its hands when it fails; whoever runs the portal is told of the failure alone."""
    settings.ADMINS = [("值班", "admin@example.org")]
    opened = []

    def broken(told):
        opened.append(told)
        raise RuntimeError("broken")

    monkeypatch.setattr(cases, "asdict", broken)
    client = signed_in(life.city.officer, raise_request_exception=False)
    where, form = record("person", "home")(life)
    typed = {"note": spilling.S3["village"], "full_name": spilling.S2["name"]}
    with listening() as ears:
        answer = client.post(where, form | typed)

    assert (answer.status_code, len(opened)) == (500, 1)
    assert any("RuntimeError" in line for line in ears.lines)
    assert "RuntimeError" in mail.outbox[-1].body
    letters = [str(letter.message()) for letter in mail.outbox]
    said = [("page", part) for part in parts_of(answer)] + [("log", line) for line in ears.lines]
    assert search.among(said) == {}
    assert search.among(("mail", letter) for letter in letters) == {}


def test_a_traceback_with_its_variables_would_tell_nothing(life, search):
    """Whatever collects failures (a mailed page, Sentry) prints what the frames held: a record prints no word."""
    held = guard.read(life.city.officer, life.room.child, Part.PERSON, Part.HOME, purpose=Purpose.CARE)
    assert search.seen(repr(held)) == set()
    assert search.seen(held.need(ChildPerson).as_text()) == PERSON


# --- the search sees -------------------------------------------------------------------------------


@pytest.mark.control
@pytest.mark.parametrize("name", sorted(spilling.WORDS))
def test_the_control_a_word_is_found_however_it_is_wrapped(told, name):
    search, word = told[2], spilling.WORDS[name]
    for blob in (
        f"<b>{word}</b>",
        json.dumps({"told": word}),
        json.dumps(json.dumps({"told": word})),
        base64.b64encode(json.dumps([[word], {}]).encode()),
        gzip.compress(word.encode()),
        word.encode().hex(),
    ):
        assert name in search.seen(blob)


@pytest.mark.control
def test_the_control_a_page_that_leaks_is_found(life, search, monkeypatch):
    monkeypatch.setattr(type(life.room.child), "__str__", lambda child: f"{child.code} {spilling.S2['name']}")
    page = signed_in(life.city.lead).get(f"/admin/hope_rooms/child/{life.room.child.pk}/change/")
    assert search.on(page) == {"name"}


@pytest.mark.control
def test_the_control_a_log_line_that_leaks_is_found(search):
    with listening() as ears:
        logging.getLogger("hope_rooms.services.guard").debug("read", extra={"told": spilling.S3["village"]})
    assert search.among(("log", line) for line in ears.lines) == {"log": {"village"}}


@pytest.mark.control
def test_the_control_a_task_argument_and_a_key_that_leak_are_found(search):
    real = Redis()
    key = f"canary-{uuid.uuid4().hex}"
    queue = f"{key}-queue"
    app.send_task("nothing", args=[spilling.S2["name"]], queue=queue, retry=False)
    real.server.hset(key, spilling.S4["health"], "1")
    try:
        found = set().union(*search.among(real.dump()).values())
    finally:
        real.server.delete(key, queue)
        real.server.srem(f"_kombu.binding.{queue}", *real.server.smembers(f"_kombu.binding.{queue}"))
    assert found == {"name", "health"}


@pytest.mark.control
def test_the_control_a_row_that_leaks_is_found(life, search):
    life.room.transitions.update(note=f"到{spilling.S3['village']}")
    role("RESET ROLE")
    found = search.among(spilling.tables())
    role("SET ROLE zibo_app")
    assert found["hope_rooms_roomtransition"] == {"village"}


@pytest.mark.control
def test_the_control_djangos_own_report_of_a_failure_mails_what_was_sent(life, search, monkeypatch, settings):
    settings.ADMINS = [("值班", "admin@example.org")]
    usual = SafeExceptionReporterFilter.get_post_parameters
    monkeypatch.setattr(TellsNoValues, "get_post_parameters", usual)
    monkeypatch.setattr(cases, "asdict", lambda told: 1 // 0)
    where, form = record("person")(life)
    client = signed_in(life.city.officer, raise_request_exception=False)
    client.post(where, form | {"full_name": spilling.S2["name"]})
    assert "name" in search.seen(mail.outbox[-1].body)
