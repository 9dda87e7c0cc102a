"""
hazard-list: list and map of hazards over 1,000 and over 100,000 reports, in turns.

The database writes the reports itself, in two districts, most of them with a position, one in ten still open.
The city's and a district's desk are asked for their first page, their last and one with every filter; each
has its map. What is held: never more than six statements of a page, with those that every page of an office
asks (session, account, offices, unread notices), and at most three times the cost over a hundred times as
many.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safety.models import HazardReport
from zibo_youth.accounts.models import Membership, Organisation, Person, User
from zibo_youth.accounts.second_factor import give_demo_devices
from zibo_youth.core.calendar import now

SMALL, LARGE, FEW = 1_000, 100_000, 2_000
ROUNDS, MOST_TIMES, MOST_QUERIES = 30, 3.0, 6
SEED = """
INSERT INTO safety_hazardreport (public_id, sent_key, place, reporting_org_id, latitude, longitude, category,
    severity, words, photo, photo_type, photo_digest, photo_is_clear, state, rejection, followers,
    reported_at, transferred_to, other_number, reopened_times, outcome, points, follow_points, position_from,
    news_is_owed)
SELECT gen_random_uuid(), gen_random_uuid(), '基准' || n, CASE WHEN n % 2 = 0 THEN {one} ELSE {other} END,
    36.5 + (n % 1000) / 2000.0, 117.8 + (n % 997) / 2000.0, (ARRAY['fire', 'electric', 'machine'])[1 + n % 3],
    (ARRAY['general', 'serious', 'minor'])[1 + n % 3], '基准', 'hazards/none.jpg', 'image/jpeg', '', false,
    CASE WHEN n % 10 = 0 THEN 'submitted' ELSE 'rejected' END,
    CASE WHEN n % 10 = 0 THEN '' ELSE 'unclear' END, 0, now() - interval '1 minute' * n, '', '', 0, '', 0, 0,
    'photo', false
FROM generate_series({first}, {last}) AS n
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds, all statements of one answer, and those about hazards."""

    took: float
    whole: int
    own: int


def run(*, quick: bool = False) -> dict[str, Any]:
    """Fill, measure, fill up to a hundred times as many, measure again."""
    desks = {"city": _office("city", "city_staff"), "district": _office("zhangdian", "district_officer")}
    few, many = _measured(SMALL, desks, quick), _measured(FEW if quick else LARGE, desks, quick)
    return {
        "what": f"list and map over {SMALL:,} and {LARGE:,} hazards",
        "rows": [_row(name, few[name], many[name]) for name in few],
        "afterwards": [f"bar: at most {MOST_QUERIES} queries, and {MOST_TIMES:g} x the cost"],
    }


def _office(code: str, role: str) -> User:
    """Somebody of an office, with the second factor that opens the doors."""
    mobile = f"+8613900{len(code):06d}"
    person = Person.objects.create(full_name=f"基准{code}", mobile=mobile)
    user = User.objects.create(mobile=mobile, person=person, is_staff=True, mobile_verified_at=now())
    of = Organisation.objects.get(code=code)
    Membership.objects.create(person=person, organisation=of, role=role, from_on=date(2021, 1, 1))
    give_demo_devices([user])
    return user


def _measured(count: int, desks: dict[str, User], quick: bool) -> dict[str, Asked]:
    _fill(count)
    pages = {
        "first page": "",
        "all, last page": "?state=all&page=100000000",
        "with every filter": "?state=all&severity=minor&category=machine",
    }
    return {
        f"{desk}, {page}": _asked(user, f"/safety/hazards/{query}", quick)
        for desk, user in desks.items()
        for page, query in pages.items()
    }


def _fill(count: int) -> None:
    one, other = Organisation.objects.filter(code__in=["zhangdian", "linzi"]).values_list("pk", flat=True)
    first = HazardReport.objects.count() + 1
    with connection.cursor() as cursor:
        cursor.execute(SEED.format(one=one, other=other, first=first, last=count))
    with (
        closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner,
        owner,
        owner.cursor() as cursor,
    ):
        cursor.execute("ANALYZE safety_hazardreport")


def _asked(user: User, address: str, quick: bool) -> Asked:
    """The least milliseconds of one answer, and its statements; the first request writes a session."""
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
        whole = len(seen)
        own = sum("safety_" in each["sql"] for each in seen)
    took = []
    for _round in range(2 if quick else ROUNDS):
        start = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - start)
    # The least: what others do on the machine meanwhile only ever adds.
    return Asked(1000 * min(took), whole, own)


def _row(name: str, few: Asked, many: Asked) -> dict[str, Any]:
    times = many.took / few.took
    queries = max(few.whole, many.whole)
    return {
        "page": name,
        "few, ms": few.took,
        "many, ms": many.took,
        "queries": queries,
        "about hazards": max(few.own, many.own),
        "times": times,
        "met": times <= MOST_TIMES and queries <= MOST_QUERIES,
    }
