"""
rush: 600 students press for 200 places at one instant, through the page, beside as many empty writes.

120 places of one university, 60 of another, 20 open; at least 150 of each press. Every connection
is open before the instant, and both sides go through the same middleware with a session. Afterwards
the rows are asked, and one that is wrong fails the bench: exactly 200 offers, no pool over its
quota, 400 who wait in the order of coming, nobody twice.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connections

from bench.over_http import headers, sessions, web_server
from bench.seeding import consents, crowd
from volunteers.models import Application, Pool, Post, Round, ServiceProject, ServiceRole, Volunteer
from volunteers.services.rounds import open_round
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, today

CODE, MOBILE, MARK = "rush", "+86137", "rush-"
PEOPLE, QUOTAS, SHARED, BAR = 600, (120, 60), 20, 0.4
TURNS, PATIENCE, LIMIT = 3, 300.0, 64 * 1024


def run(
    *,
    people: int = PEOPLE,
    quotas: tuple[int, ...] = QUOTAS,
    shared: int = SHARED,
    turns: int = TURNS,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    users = seeded(people, len(quotas))
    cookies = sessions(users)
    rates: list[dict[str, float]] = []
    wrong: Counter[str] = Counter()
    for _turn in range(turns):
        of = called(quotas, shared)
        presses = [_press(of, cookies[user.pk]) for user in users]
        empty = [_empty(cookies[user.pk]) for user in users]
        connections.close_all()
        with web_server(environment) as port:
            # One request of each kind first: no worker imports its code while the clock runs.
            asyncio.run(rush(port, [_look(of, cookies[users[0].pk]), _empty(cookies[users[0].pk])] * 8))
            rates.append({"empty": asyncio.run(_rate(port, empty, 201))})
            rates[-1]["press"] = asyncio.run(_rate(port, presses, 302))
        wrong.update(verdict(of, people))
    return {
        "what": f"{people} press at one instant for {sum(quotas) + shared} places, beside empty writes",
        "rows": [_row(rates, wrong, people)],
    }


def _row(rates: list[dict[str, float]], wrong: Mapping[str, int], people: int) -> dict[str, Any]:
    ratio = statistics.median(turn["press"] / turn["empty"] for turn in rates)
    return {
        "people": people,
        "presses/s": statistics.median(turn["press"] for turn in rates),
        "empty writes/s": statistics.median(turn["empty"] for turn in rates),
        "ratio": ratio,
        "bar": BAR,
        **wrong,
        "met": ratio >= BAR and not any(wrong.values()),
    }


def seeded(people: int, universities: int) -> list[User]:
    """Students: each university as many as the others, and a third of all from elsewhere."""
    crowd(people, mobile=MOBILE, mark=MARK)
    consents(MOBILE)
    area = Area.objects.get(code="370303")
    house = Organisation.objects.create(code=CODE, name=CODE, kind="district", is_reporting=True, area=area)
    schools = [
        Organisation.objects.create(code=f"{CODE}-{n}", name=f"{CODE} {n}", kind="university", area=area)
        for n in range(universities)
    ]
    users = list(User.objects.filter(mobile__startswith=MOBILE).order_by("pk")[:people])
    homes = [*schools, None]
    Volunteer.objects.bulk_create(
        Volunteer(person_id=user.person_id, reporting_org=house, university=homes[n % len(homes)])
        for n, user in enumerate(users)
    )
    return users


def called(quotas: tuple[int, ...], shared: int) -> Round:
    """An open round of a large event: a pool for each university and the open one."""
    house = Organisation.objects.get(code=CODE)
    project = ServiceProject.objects.create(
        code=f"{CODE}-{uuid.uuid4().hex[:8]}",
        title=CODE,
        kind="large_event",
        organiser=house,
        reporting_org=house,
        summary=CODE,
        place=CODE,
        contact_phone="0533-0000000",
        starts_on=today(),
        ends_on=today() + timedelta(days=30),
        state="published",
    )
    role = ServiceRole.objects.get(code="general")
    Post.objects.create(project=project, name=CODE, role=role, duties=CODE, staffing="round")
    of = Round.objects.create(
        project=project,
        title=CODE,
        opens_at=now() - timedelta(hours=1),
        closes_at=now() + timedelta(days=3),
        serves_from=today() + timedelta(days=10),
    )
    for n, quota in enumerate(quotas):
        Pool.objects.create(round=of, university=Organisation.objects.get(code=f"{CODE}-{n}"), quota=quota)
    Pool.objects.create(round=of, quota=shared)
    return open_round(actor=SYSTEM, round=of)


def _request(line: str, session: str, kind: str, body: bytes) -> bytes:
    told = headers(session) | {
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"{name}: {value}" for name, value in told.items()]
    return "\r\n".join([f"{line} HTTP/1.1", *lines, "", ""]).encode() + body


def _press(of: Round, session: str) -> bytes:
    body = f"risks_read=on&statement=&one_time_key={uuid.uuid4()}".encode()
    path = f"/volunteers/rounds/{of.pk}/apply/"
    return _request(f"POST {path}", session, "application/x-www-form-urlencoded", body)


def _empty(session: str) -> bytes:
    return _request("POST /bench/one-insert/", session, "application/json", json.dumps({}).encode())


def _look(of: Round, session: str) -> bytes:
    return _request(f"GET /volunteers/rounds/{of.pk}/apply/", session, "text/plain", b"")


async def _rate(port: int, requests: list[bytes], right: int) -> float:
    statuses, seconds = await rush(port, requests)
    if set(statuses) != {right}:
        raise SystemExit(f"bench: {dict(Counter(statuses))} instead of {right}")
    return len(requests) / seconds


async def rush(port: int, requests: list[bytes]) -> tuple[list[int], float]:
    """Open every connection, then send all at one instant: the answers, and the seconds to the last."""
    start, ready = asyncio.Event(), asyncio.Semaphore(0)
    gate = asyncio.Semaphore(200)  # connections opened at a time, before the instant

    async def one(request: bytes) -> int:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
        ready.release()
        await start.wait()
        writer.write(request)
        head = await asyncio.wait_for(reader.read(-1), PATIENCE)
        writer.close()
        return int(head.split()[1])

    people = [asyncio.create_task(one(request)) for request in requests]
    for _each in people:
        await ready.acquire()
    began = time.perf_counter()
    start.set()
    statuses = list(await asyncio.gather(*people))
    return statuses, time.perf_counter() - began


def verdict(of: Round, people: int) -> dict[str, int]:
    """What must not be, counted: all 0."""
    rows = list(Application.objects.filter(round=of).order_by("number"))
    offered = [row for row in rows if row.state == "offered"]
    waiting = [row for row in rows if row.state == "waitlisted"]
    quotas = {pool.pk: pool.quota for pool in of.pools.all()}
    places = sum(quotas.values())
    taken = Counter(row.pool_id for row in offered)
    return {
        "not offered": abs(min(places, people) - len(offered)),
        "over quota": sum(max(0, many - quotas[pool]) for pool, many in taken.items()),
        "not waiting": abs(people - min(places, people) - len(waiting)),
        "twice": len(rows) - len({row.volunteer_id for row in rows}),
        "out of order": sum(row.number != n or row.rank != n for n, row in enumerate(rows, 1)),
        "overtaken": _overtaken(offered, waiting),
    }


def _overtaken(offered: list[Application], waiting: list[Application]) -> int:
    """Who waits although somebody who came later has a place that would have been theirs."""
    last: dict[int | None, int] = {}
    for row in sorted(offered, key=lambda row: row.number):
        last[row.pool_id] = row.number
    return sum(row.number < last.get(row.home_pool_id, 0) for row in waiting)
