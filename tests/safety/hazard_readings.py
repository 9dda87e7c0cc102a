"""
Every way in which anybody reads anything of hazards: (where, what stands there), of one life.

Pages of every role, the admin with its searches and exports, the calls, the monthly report with the rows behind its
figures and its papers, own data, mail, text messages, logs, statements, Redis, views, functions and tables.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from safety.hazard_holdings import hazards_hold
from tests import spilling
from tests.accounts.test_list_exports import answered
from tests.lives import tables, views
from tests.matrix import asking
from tests.people import signed_in
from tests.reports.exporting import worked
from tests.reports.filled import opened
from tests.safety.hazard_lives import Life, photos
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.notifications.models import SmsMessage
from zibo_youth.reports.kpis import kpis
from zibo_youth.reports.models import ExportJob
from zibo_youth.reports.periods import Month

# Clocks of their own: the demonstration's telephone, and workbooks of other programmes that carry the minute. A
# form that adds a row shows none.
OTHER = ("logout", "second-factor", "/add/", "demo/", "workbook", "template", "export", ".xlsx", "file")
PLAIN = [
    route
    for route in asking.routes()
    if "<" not in route and "(?P" not in route and not any(word in route for word in OTHER)
]
OURS = (
    "safety/",
    "accounts/",
    "api/v1/hazards",
    "api/v1/reports",
    "api/v1/me",
    "figures",
    "district/",
    "city/",
)
IN_THE_ADMIN = tuple(
    f"admin/{app}/" for app in ("safety", "accounts", "notifications", "pghistory", "reports")
)
# Whose every page is looked at, in the admin or beside it: everybody else's are of these programmes.
EVERYWHERE = {
    "city staff": lambda route: not route.startswith("admin/"),
    "administrator": lambda route: route.startswith("admin/"),
}
# Who comes into the admin.
IN_OFFICE = ("officer", "foreign officer", "city staff", "administrator")
EXPORTED = ("city staff", "administrator", "officer")
STATES = ("all", "open", "overdue", "decide", "closed", "mirrored", "duplicate", "rejected")
Told = Iterator[tuple[str, str]]


def text_of(answer: Any) -> str:
    """Where it leads and what it shows; the cookie of a session is renewed when its time has come."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.items() if name != "Content-Length")
    _head, body = spilling.parts_of(answer)
    told = " ".join(each.decode("utf-8", "replace") for each in _plain(body))
    return f"{answer.status_code} {head}\n{told}"


def _plain(body: bytes) -> Iterator[bytes]:
    """What a file says: parts of an archive by their order, lines of a paper."""
    if body.startswith(b"%PDF"):
        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    elif body.startswith(b"PK\x03\x04"):
        yield from list(spilling.unpacked(body))[1:]
    else:
        yield body


def shown(life: Life, who: str) -> Told:
    """Every page of one role, with the reports, their pictures, and the admin's pages of both people."""
    client = life.of[who]
    of_rows = (*_in_the_admin(), *_of_people(life)) if who in IN_OFFICE else ()
    for address in (*_plain_addresses(who), *_of_hazards(life), *of_rows):
        yield f"{who} {address}", text_of(client.get(address))
    for name, address in photos(life):
        yield f"{who} photo {name}", text_of(client.get(address))
    if user := life.city.visitors[who]:
        yield f"{who} own data", str(hazards_hold(user))


def _plain_addresses(who: str) -> Iterator[str]:
    looks = EVERYWHERE.get(who, lambda route: False)
    yield from (f"/{route}" for route in PLAIN if route.startswith((*OURS, *IN_THE_ADMIN)) or looks(route))
    for state in STATES:
        yield f"{reverse('hazards')}?state={state}"
        yield f"/api/v1/hazards/?state={state}"


def _of_hazards(life: Life) -> Iterator[str]:
    for hazard in life.hazards.values():
        page = reverse("hazard", args=[hazard.public_id])
        yield from (page, f"{page}reporter/")


def _in_the_admin() -> Iterator[str]:
    for model in _hazard_models():
        for row in model._base_manager.order_by("pk").values_list("pk", flat=True)[:4]:
            yield from (_admin(model, page, quote(row)) for page in ("change", "history"))


def _of_people(life: Life) -> Iterator[str]:
    for user in life.city.two:
        yield from (_admin(type(user), page, user.pk) for page in ("change", "history"))
        yield from (_admin(type(user.person), page, user.person_id) for page in ("change", "history"))
        for model in _hazard_models():
            yield f"{_admin(model, 'changelist')}?q={user.person.full_name}"
            yield f"{_admin(model, 'changelist')}?q={user.person.mobile[-11:]}"


def _admin(model: Any, page: str, *parts: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=parts)


def _hazard_models() -> list[Any]:
    return [each for each in admin.site._registry if each._meta.label_lower.startswith("safety.hazard")]


def exported(life: Life) -> Told:
    """Every list that somebody may take away, of these programmes, in both forms."""
    taken = [
        model
        for app in ("safety", "accounts", "notifications", "reports")
        for model in apps.get_app_config(app).get_models()
        if model in admin.site._registry
    ]
    for who in EXPORTED:
        for model in taken:
            for form in ("csv", "xlsx") if model in _hazard_models() else ("csv",):
                answer = life.of[who].post(_admin(model, "changelist"), answered(form))
                yield f"export {who} {model._meta.model_name} {form}", text_of(answer)


def of_the_month(life: Life) -> Told:
    """The report of this month once it is over: every figure with the rows behind it, and every paper."""
    month = Month.of(today())
    with standing_at(month.period.until_at + timedelta(days=2)):
        report = opened("zhangdian", month)
        officer, city = signed_in(life.city.plant.officer), signed_in(life.city.staff)
        base = reverse("district_report", args=["zhangdian", report.of.code])
        yield "month taken", text_of(officer.post(f"{base}take/", {}))
        for who, client in (("officer", officer), ("city staff", city)):
            for page in ("", "preview/", "compare/", *(f"{each.code}/" for each in kpis())):
                yield f"month {who} {page}", text_of(client.get(base + page))
        for kind in ("csv", "codes", "txt", "pdf", "xlsx"):
            yield f"paper {kind}", _paper(officer, base, kind)
    yield (
        "month summary",
        text_of(life.of["city staff"].get(f"/city/{report.of.code}/{report.organisation.code}/")),
    )


def _paper(client: Client, base: str, kind: str) -> str:
    answer = client.post(f"{base}files/", {"kind": kind, "reason": "上报存档"})
    if answer.status_code != 302:
        return text_of(answer)
    job = worked(ExportJob.objects.latest("pk"))
    return text_of(client.get(reverse("export_file", args=[job.public_id])))


def sent(life: Life) -> Told:
    """Mail, text messages and messages to the worker."""
    yield "mail", "\n".join(str(each.message()) for each in mail.outbox)
    yield "texts", "\n".join(SmsMessage.objects.order_by("pk").values_list("text", flat=True))


def functions() -> Told:
    """What each function says that may be asked without knowing anything, to the portal's role."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT proname FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND pronargs = 0 AND prokind = 'f'
              AND prorettype <> 'trigger'::regtype AND has_function_privilege(oid, 'EXECUTE') ORDER BY 1"""
        )
        for (name,) in cursor.fetchall():
            cursor.execute(
                f"SELECT string_agg(line::text, chr(10) ORDER BY line::text) FROM {name}() AS line"
            )
            yield f"function {name}", cursor.fetchone()[0] or ""


def stored() -> Told:
    """As the tables' owner."""
    yield from tables().items()
    yield from ((f"view {name}", text) for name, text in views())


CHANCE = re.compile(r"H-[0-9A-F]{10}")
# A moment in a workbook: days since 1900 and a part of a day.
MOMENT = re.compile(r"<v>4\d{4}\.\d+</v>")


def without_numbers(text: str) -> str:
    """A hazard's number is made by chance, and a workbook counts its moments."""
    return MOMENT.sub("<v>moment</v>", CHANCE.sub("H-", text))
