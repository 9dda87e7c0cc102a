"""
Who reported a hazard is in nothing that comes out: one city lived twice (`tests/lives.py`).

In one life Ada reports what Bob reports in the other. Whatever anybody else is then shown, answered, sent or left with
is the same to the byte but for random marks; and a line of a log, a statement or a message to the worker names one of
the two, or a report, and never both. Controls plant the reporter in one place after another.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from unittest import mock

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import TestCase
from django.urls import reverse

from safety import hazard_errors
from safety.models import HazardOpening, HazardReport
from tests.hope_rooms.watching import Redis, Watch
from tests.lives import differences, even, in_order, large_numbers, role
from tests.once import for_a_module
from tests.people import signed_in
from tests.safety import hazard_readings as readings
from tests.safety.hazard_lives import City, Life, lived
from zibo_youth.notifications import nudge, tasks
from zibo_youth.notifications.models import Notice, SmsMessage

pytestmark = [pytest.mark.django_db, pytest.mark.long]
# Names of pages that a control looks at: the rest is the same to the byte as in the first test.
FEW = ("officer",)


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        yield City()


@contextmanager
def nothing(_life):
    yield


def everything(city, first, leak=None):
    """One life, and all that came of it; taken back afterwards."""
    watch, found = Watch(), {}
    with transaction.atomic():
        large_numbers(20_000_000)
        role("SET LOCAL ROLE zibo_app")
        mail.outbox.clear()
        with watch.around(), TestCase.captureOnCommitCallbacks(execute=True):
            life = Life(city, first)
            with (leak or nothing)(life):
                lived(life)
            tasks.deliver_notices(list(Notice.objects.order_by("pk").values_list("pk", flat=True)))
        found |= life.answers
        for who in FEW if leak else city.visitors:
            found |= dict(readings.shown(life, who))
        for reading in (readings.exported, readings.of_the_month, readings.sent):
            found |= dict(reading(life))
        found |= dict(readings.functions())
        found["log"] = city.marks(watch.ears.lines, life)
        watch.ears.lines.clear()
        sent = (each.decode("utf-8", "replace") for each in watch.statements.sent)
        found["statements"] = city.marks(sent, life)
        found["redis"] = city.marks((f"{where} {what!r}" for where, what in watch.redis.dump()), life)
        found["messages"] = city.marks((f"{task} {args}" for task, args in watch.redis.messages()), life)
        role("RESET ROLE")
        rows = dict(readings.stored())
        transaction.set_rollback(True)
    told = {life.named(where): _even(city, text) for where, text in found.items()}
    return told | {where: in_order(_even(city, text)) for where, text in rows.items()}


def _even(city, text):
    return even(readings.without_numbers(text), city.known)


def test_nothing_that_comes_out_tells_which_of_two_reported(city):
    one, other = everything(city, 0), everything(city, 1)
    assert len(one) > 2500
    assert differences(one, other) == {}


# --- controls ------------------------------------------------------------------------------------


@contextmanager
def told_everywhere(life):
    """In every place at once: each reading has to see it by itself."""
    name, hazard = life.one.person.full_name, life.hazards
    with mock.patch.object(hazard_errors.HazardNotLike, "message", f"不是 {name} 的"):
        yield
    HazardReport.objects.filter(pk=hazard["X"].pk).update(place=name)
    logging.getLogger("safety").info("reported by %s", life.one.pk)
    Redis().server.set("hazard-leak", str(life.one.pk))
    nudge.job(nudge.DELIVER, life.one.person_id)
    mail.send_mail("隐患", name, None, ["a@example.org"])
    SmsMessage.objects.create(key="leak", mobile="0", kind="leak", text=name)
    role("RESET ROLE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [f"{life.one.pk} {hazard['X'].number}"])
        text = f"SELECT full_name FROM accounts_person WHERE id = {life.one.person_id}"
        cursor.execute(f"CREATE VIEW who_reported AS {text}")
        cursor.execute(
            f"CREATE FUNCTION who_reported_it() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS '{text}'"
        )
        cursor.execute("GRANT EXECUTE ON FUNCTION who_reported_it() TO zibo_app")
    role("SET LOCAL ROLE zibo_app")


FOUND = (
    *(
        "officer /safety/hazards/?state=all",
        "officer /safety/hazards/X/",
        "officer /api/v1/hazards/?state=all",
    ),
    *("officer /admin/safety/hazardreport/", "export officer hazardreport csv"),
    *("export city staff hazardreport xlsx", "month officer SA04-1/", "month officer SA04-2/"),
    *("pressed tried officer X join submitted", "log", "statements", "redis", "messages", "mail", "texts"),
    *("table safety_hazardreport", "table notifications_smsmessage", "view public.who_reported"),
    "function who_reported_it",
)


@pytest.mark.control
def test_the_control_a_reporter_who_is_told_is_found_by_every_reading(city):
    """Negative control."""
    try:
        one, other = (everything(city, first, told_everywhere) for first in (0, 1))
    finally:
        Redis().server.delete("hazard-leak")
    assert [where for where in FOUND if where not in differences(one, other)] == []


@pytest.mark.control
def test_the_control_the_page_with_a_reason_shows_it_and_is_written_down(city):
    with transaction.atomic():
        hazard = city.plant.reported(city.two[0])
        address = reverse("hazard_reporter", args=[hazard.public_id])
        shown = signed_in(city.staff).post(address, {"reason": "核实"}).content.decode()
        assert city.two[0].person.full_name in shown
        assert HazardOpening.objects.by_somebody().count() == 1
        transaction.set_rollback(True)
