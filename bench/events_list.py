"""
events-list: the list of events and its calendar feed over 100 and over 10,000 events, in turns.

The database writes the events itself: each with one session to come, all of them published. The list is asked
for its first page, its last and one with every filter; the feed gives what it always gives. What is held:
never more than six statements, and at most three times the cost over a hundred times as many events.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import Any

import psycopg2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Event
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today

SMALL, LARGE, FEW = 100, 10_000, 200
ROUNDS, MOST_TIMES, MOST_QUERIES = 40, 3.0, 6
SEED = """
INSERT INTO events_event (public_id, kind, title, title_en, summary, summary_en, organiser_id,
    reporting_org_id, contact_phone, most_together, state, invested_source)
SELECT gen_random_uuid(), (ARRAY['forum', 'law', 'sports'])[1 + n % 3], '基准' || n, '', '基准', '', {org},
    {org}, '0533-0000000', 1, 'published', '' FROM generate_series(1, {count}) AS n;
INSERT INTO events_session (public_id, event_id, name, name_en, place, starts_at, ends_at, opens_at,
    closes_at, cancel_until, capacity, taken, state, note, attendance_source)
SELECT gen_random_uuid(), id, '', '', '基准', starts, starts + interval '2 hours', now() - interval '1 day',
    starts, starts, 20, (id % 21)::int, 'planned', '', ''
FROM (SELECT id, now() + interval '1 hour' * (1 + id % 2000) AS starts FROM events_event
    WHERE NOT EXISTS (SELECT FROM events_session WHERE event_id = events_event.id)) AS each;
INSERT INTO events_quota (session_id, name, name_en, gender, capacity, taken)
SELECT id, '不分组', 'Everybody', 0, 20, taken FROM events_session
WHERE NOT EXISTS (SELECT FROM events_quota WHERE session_id = events_session.id);
"""
ANALYZED = "ANALYZE events_event; ANALYZE events_session; ANALYZE events_quota"


def run(*, quick: bool = False) -> dict[str, Any]:
    """Fill, measure, fill up to a hundred times as many, measure again."""
    pages = _pages()
    few = {name: _measured(address, quick) for name, address in _filled(SMALL, pages)}
    many = {name: _measured(address, quick) for name, address in _filled(FEW if quick else LARGE, pages)}
    return {
        "what": f"list and feed over {SMALL:,} and {LARGE:,} events",
        "rows": [_row(name, few[name], many[name]) for name in pages],
        "afterwards": [f"bar: at most {MOST_QUERIES} queries, and {MOST_TIMES:g} x the cost"],
    }


def _pages() -> dict[str, str]:
    wish = f"kind=law&month={today():%Y-%m}&free=on"
    api = "/api/v1/events/"
    return {
        "first page": "/events/",
        "last page": "/events/?page=1000000",
        "with every filter": f"/events/?{wish}",
        "calendar feed": "/events/calendar.ics",
        "API, sessions": f"{api}sessions/",
        "API, events": api,
    }


def _filled(count: int, pages: dict[str, str]) -> list[tuple[str, str]]:
    """The pages, once there are so many events."""
    org = Organisation.objects.filter(is_reporting=True).values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(SEED.format(count=count - Event.objects.count(), org=org))
    with (
        closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner,
        owner,
        owner.cursor() as cursor,
    ):
        cursor.execute(ANALYZED)
    return list(pages.items())


def _measured(address: str, quick: bool) -> tuple[float, int]:
    """The least milliseconds of one answer, and how many statements it took."""
    client = Client()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
        queries = len(seen)
    took = []
    for _round in range(2 if quick else ROUNDS):
        start = time.perf_counter()
        client.get(address)
        took.append(time.perf_counter() - start)
    # The least: what others do on the machine meanwhile only ever adds.
    return 1000 * min(took), queries


def _row(name: str, few: tuple[float, int], many: tuple[float, int]) -> dict[str, Any]:
    times = many[0] / few[0]
    queries = max(few[1], many[1])
    return {
        "page": name,
        "few, ms": few[0],
        "many, ms": many[0],
        "queries": queries,
        "times": times,
        "met": times <= MOST_TIMES and queries <= MOST_QUERIES,
    }
