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
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections

from bench.seeding import seed
from stations.models import Evidence, Station
from zibo_youth.accounts.models import User

SECONDS, ROUNDS, CLIENTS, BAR = 6, 3, 8, 0.5
STATIONS, GUESTS_A_ROUND, LAST_DAY = 31, 2400, 900
CSRF = "b" * 32

CONSENTS = """
INSERT INTO accounts_consentrecord (user_id, text_id, scope, given_at, channel, address_hash)
SELECT guest.id, text.id, text.scope, now(), 'web', ''
FROM accounts_user AS guest,
    (SELECT DISTINCT ON (scope) id, scope FROM accounts_consenttext ORDER BY scope, version DESC) AS text
WHERE guest.mobile LIKE '+86139%' ON CONFLICT DO NOTHING
"""


def run() -> dict[str, Any]:
    if not _seeded():
        seed(stations=STATIONS, people=GUESTS_A_ROUND * ROUNDS)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(CONSENTS)
        cursor.execute("RESET statement_timeout")
    rounds, answers = [], Counter()
    with _server() as port:
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
    return [{"session": _session(user), "evidence": str(files[user.person_id])} for user in chosen]


def _session(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "zibo_youth.accounts.backends.PortalBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextmanager
def _server() -> Any:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()",
        "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    server = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(120):
        if server.poll() is not None:
            raise SystemExit("bench: the web server ended before it answered; see its lines above")
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            client.request("GET", "/healthz", headers={"Host": "localhost"})
            client.getresponse().read()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("bench: the web server did not answer within a minute")


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
        wire.request("POST", path, json.dumps(body), _headers(guest))
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


def _headers(guest: dict[str, Any]) -> dict[str, str]:
    return {
        "Host": "localhost",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Cookie": f"sessionid={guest['session']}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Idempotency-Key": str(uuid.uuid4()),
    }
