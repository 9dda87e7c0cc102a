"""
hours: a volunteer's page and a project's sheet in a year of 10,000 entries, and in one of 1,000,000.

A volunteer serves as often in a small year as in a large one; the projects are the same, so that a sheet has
a hundred times the lines behind it. Each page is measured in turns with a page that asks the
database nothing, so a noisy machine slows both sides; the bar compares the two ratios.
"""

from __future__ import annotations

import html
import os
import re
import statistics
import time
from contextlib import closing
from typing import Any

import psycopg2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.seeding import crowd
from volunteers.models import HourEntry, ServiceProject, Volunteer
from zibo_youth.accounts.models import User
from zibo_youth.accounts.second_factor import give_demo_device

# Volunteers who served, and projects; each volunteer served so often.
# A project's sheet has more than two pages in the small year too: full pages are compared.
SIZES, FEW = (200, 20_000), (4, 40)
PROJECTS, FEW_PROJECTS, OFTEN = 100, 4, 50
ROUNDS, MOST_GROWTH = 31, 1.3
MOBILE, MARK = "+86137", "hours-"
OLDER = re.compile(r'href="\?(at=[^"]+)"')

PLACES = """
INSERT INTO accounts_organisation (code, name, short_name, kind, is_reporting, uscc, phone, address, area_id)
SELECT 'hours-' || kind, 'hours ' || kind, '', kind, kind = 'district', '', '', '',
    (SELECT id FROM accounts_area WHERE code = '370303')
FROM unnest(ARRAY['district', 'team']) AS kind;

INSERT INTO accounts_membership (person_id, organisation_id, role, from_on)
SELECT person.id, team.id, 'volunteer_leader', '2020-01-01'
FROM accounts_person AS person, accounts_organisation AS team
WHERE person.id_index = 'hours-1' AND team.code = 'hours-team';
UPDATE accounts_user SET is_staff = true
WHERE person_id = (SELECT id FROM accounts_person WHERE id_index = 'hours-1');

INSERT INTO volunteers_serviceproject (code, title, title_en, kind, organiser_id, reporting_org_id, summary,
    summary_en, risks, risks_en, place, contact_phone, starts_on, ends_on, state)
SELECT 'hours-' || n, '项目 ' || n, 'project ' || n, 'regular', team.id, unit.id, '', '', '', '', '', '',
    '2025-01-01', '2025-12-31', 'published'
FROM generate_series(1, %(projects)s) AS n, accounts_organisation AS team, accounts_organisation AS unit
WHERE team.code = 'hours-team' AND unit.code = 'hours-district';

INSERT INTO volunteers_post (project_id, name, name_en, kind, staffing, role_id, duties, duties_en,
    is_credited)
SELECT id, '岗位', 'post', 'duty', 'open', (SELECT min(id) FROM volunteers_servicerole), '', '', true
FROM volunteers_serviceproject WHERE code LIKE 'hours-%%';

INSERT INTO volunteers_volunteer (person_id, reporting_org_id, availability, introduction, state,
    registered_at)
SELECT person.id, unit.id, '{}', '', 'active', now()
FROM accounts_person AS person, accounts_organisation AS unit
WHERE person.id_index LIKE 'hours-%%' AND unit.code = 'hours-district' ORDER BY person.id;
"""
# One line a week and volunteer, every tenth on somebody's word; in the order of the year.
ENTRIES = """
INSERT INTO volunteers_hourentry (volunteer_id, project_id, post_id, organiser_id, starts_at, ends_at,
    minutes, evidence, kind, reason, state, recorded_by_id, approver_id, recorded_at, confirmed_at,
    noticed_at, final_at)
SELECT one.id, post.project_id, post.id, project.organiser_id, served.at,
    served.at + interval '3 hours',
    180,
    CASE WHEN turn %% 10 = 0 THEN 'statement' ELSE 'scan' END, 'credit', '', 'final', %(leader)s, %(other)s,
    served.at, served.at, served.at, served.at + interval '7 days'
FROM generate_series(1, %(often)s) AS turn
CROSS JOIN (SELECT volunteer.id, row_number() OVER (ORDER BY volunteer.id) AS place
    FROM volunteers_volunteer AS volunteer JOIN accounts_person AS person ON person.id = volunteer.person_id
    WHERE person.id_index LIKE 'hours-%%') AS one
CROSS JOIN LATERAL (SELECT timestamptz '2025-01-01 09:00+08' + turn * interval '7 days' AS at) AS served
JOIN (SELECT id, organiser_id, row_number() OVER (ORDER BY id) AS place FROM volunteers_serviceproject
    WHERE code LIKE 'hours-%%') AS project ON project.place = 1 + (one.place + turn) %% %(projects)s
JOIN volunteers_post AS post ON post.project_id = project.id
WHERE one.place BETWEEN %(first)s AND %(last)s
ORDER BY served.at, one.place
"""


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed and measure the small year, then the large one."""
    sizes, projects, rounds = (FEW, FEW_PROJECTS, 1) if quick else (SIZES, PROJECTS, ROUNDS)
    crowd(sizes[-1], mobile=MOBILE, mark=MARK)
    leader = _places(projects)
    served, rows = 0, []
    smallest: dict[str, tuple[float, int]] = {}
    for size in sizes:
        entries = _serve(served + 1, size, projects, leader)
        served = size
        rows += [_measure(entries, *page, smallest, rounds) for page in _pages(leader)]
    return {
        "what": "a volunteer's page and a project's sheet in a year of 10,000 and of 1,000,000 entries",
        "rows": rows,
        "afterwards": [f"bar: {MOST_GROWTH:g} x the time of the small year, and not one query more"],
    }


def _places(projects: int) -> User:
    with _owner() as owner, owner.cursor() as cursor:
        cursor.execute(PLACES, {"projects": projects})
    leader: User = User.objects.get(person__id_index=f"{MARK}1")
    give_demo_device(leader)
    return leader


def _serve(first: int, last: int, projects: int, leader: User) -> int:
    """Add the year of the volunteers ``first`` to ``last``; how many entries there are now."""
    other = User.objects.exclude(pk=leader.pk).order_by("-pk")[0]
    told = {"first": first, "last": last, "projects": projects, "often": OFTEN}
    with _owner() as owner, owner.cursor() as cursor:
        # Rows are right by the way they are written: their constraints are asked, their triggers are not.
        cursor.execute("ALTER TABLE volunteers_hourentry DISABLE TRIGGER USER")
        cursor.execute(ENTRIES, told | {"leader": leader.pk, "other": other.pk})
        cursor.execute("ALTER TABLE volunteers_hourentry ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
    return int(HourEntry.objects.count())


def _owner() -> Any:
    owner = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    owner.autocommit = True
    return closing(owner)


def _pages(leader: User) -> list[tuple[str, User, str]]:
    """The first page of each, and the one that its own link leads to."""
    one = Volunteer.objects.get(person__id_index=f"{MARK}2")
    project = ServiceProject.objects.get(code=f"{MARK}1")
    own: User = one.person.users.get()
    mine, sheet = "/volunteers/hours/", f"/volunteers/hours/desk/projects/{project.code}/"
    return [
        ("volunteer", own, mine),
        ("volunteer, older", own, f"{mine}?{_older(own, mine)}"),
        ("project", leader, sheet),
        ("project, older", leader, f"{sheet}?{_older(leader, sheet)}"),
    ]


def _older(user: User, address: str) -> str:
    """The query of the page's own link to what is older."""
    found = OLDER.search(_browser(user).get(address).content.decode())
    assert found, address
    return html.unescape(found[1])


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="zibo_youth.accounts.backends.PortalBackend")
    return client


def _measure(
    entries: int, name: str, user: User, address: str, smallest: dict[str, tuple[float, int]], rounds: int
) -> dict[str, Any]:
    client, plain = _browser(user), "/pages/about/"
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    assert b"2025-" in answer.content
    asked = len(queries)
    client.get(plain)
    turns = [(_seconds(client, address), _seconds(client, plain)) for _round in range(rounds)]
    ratio = statistics.median(page / other for page, other in turns)
    before, asked_before = smallest.setdefault(name, (ratio, asked))
    return {
        "entries": entries,
        "page": name,
        "ms": 1000 * statistics.median(page for page, _other in turns),
        "times a plain page": ratio,
        "times the small year": ratio / before,
        "queries": asked,
        "met": ratio / before <= MOST_GROWTH and asked <= asked_before,
    }


def _seconds(client: Client, address: str) -> float:
    start = time.perf_counter()
    client.get(address)
    return time.perf_counter() - start
