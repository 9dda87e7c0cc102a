"""
booking-http: the API booking, beside an authenticated view with one insert, on one server.

Both sides carry session, CSRF and JSON through the same middleware; the booking
adds idempotency, rules, nights and outbox. Clients are processes with keep-alive
connections; both sides are measured in turns.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import random
import statistics
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db import connections

from bench.over_http import headers, sessions, web_server
from bench.seeding import consents, seed
from stations.models import Evidence, Station
from zibo_youth.accounts.models import User

SECONDS, ROUNDS, CLIENTS, BAR = 6, 3, 8, 0.5
STATIONS, GUESTS_A_ROUND, LAST_DAY = 31, 2400, 900


def run() -> dict[str, Any]:
    if not _seeded():
        seed(stations=STATIONS, people=GUESTS_A_ROUND * ROUNDS)
    consents()
    rounds, answers = [], Counter()
    with web_server() as port:
        for number in range(ROUNDS):
            guests = _guests(number)
            rates = {}
            for side in ("one insert", "booking"):
                rates[side], seen = _rate(side, port, guests)
                answers.update({f"{side} {status}": count for status, count in seen.items()})
            rounds.append(rates)
    ratio = statistics.median(both["booking"] / both["one insert"] for both in rounds)
    row = {
        "clients": CLIENTS,
        "bookings/s": statistics.median(both["booking"] for both in rounds),
        "one insert/s": statistics.median(both["one insert"] for both in rounds),
        "ratio": ratio,
        "bar": BAR,
        "met": ratio >= BAR,
    }
    return {
        "what": "API bookings/s beside an authenticated view with one insert, gunicorn gthread 2×4",
        "rows": [row],
        "afterwards": [f"answers: {dict(answers)}"],
    }


def _seeded() -> bool:
    return Station.objects.filter(code="bench-1").exists()


def _guests(number: int) -> list[dict[str, Any]]:
    """Everything a guest's browser would hold: a session cookie and the number of an uploaded file."""
    # Counted from the newest, so that guests of booking-engine in the same run stay untouched.
    users = User.objects.filter(mobile__startswith="+86139").order_by("-id")
    chosen = list(users[number * GUESTS_A_ROUND : (number + 1) * GUESTS_A_ROUND])
    files = dict(
        Evidence.objects.filter(person__in=[user.person_id for user in chosen]).values_list(
            "person_id", "public_id"
        )
    )
    cookies = sessions(chosen)
    return [{"session": cookies[user.pk], "evidence": str(files[user.person_id])} for user in chosen]


def _rate(side: str, port: int, guests: list[dict[str, Any]]) -> tuple[float, Counter[int]]:
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(CLIENTS + 1), context.Queue()
    clients = [
        context.Process(target=_client, args=(side, port, guests[number::CLIENTS], barrier, answers))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    barrier.wait()
    done = [answers.get() for _client in clients]
    for client in clients:
        client.join()
    seen: Counter[int] = sum((statuses for statuses, _seconds in done), Counter())
    return sum(statuses[201] / seconds for statuses, seconds in done), seen


def _client(side: str, port: int, guests: list[dict[str, Any]], barrier: Any, answers: Any) -> None:
    chance, seen = random.Random(os.getpid()), Counter()
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    barrier.wait()
    start = time.perf_counter()
    for guest in guests:
        path, body = _request(side, guest, chance)
        wire.request("POST", path, json.dumps(body), headers(guest["session"]))
        answer = wire.getresponse()
        answer.read()
        seen[answer.status] += 1
        if time.perf_counter() - start > SECONDS:
            break
    answers.put((seen, time.perf_counter() - start))


def _request(side: str, guest: dict[str, Any], chance: random.Random) -> tuple[str, dict[str, Any]]:
    arrival = date.today() + timedelta(days=chance.randint(3, LAST_DAY))
    body = {
        "station": f"bench-{chance.randint(1, STATIONS)}",
        "arrival": arrival.isoformat(),
        "nights": chance.randint(1, 6),
        "purpose": "job_seeking",
        "evidence": [guest["evidence"]],
        "referral_channel": "job_fair",
        "declared_non_native": True,
    }
    return ("/api/v1/stays/" if side == "booking" else "/bench/one-insert/"), body
