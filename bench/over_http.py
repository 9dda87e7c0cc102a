"""The portal behind gunicorn, and what a browser of a guest would hold: shared by benchmarks over HTTP."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now

CSRF = "b" * 32
BACKEND = "zibo_youth.accounts.backends.PortalBackend"


def sessions(users: Iterable[User]) -> dict[int, str]:
    """A signed-in session for each, written at once: the cookie's value by user."""
    store, until, cookies = SessionStore(), now() + timedelta(days=1), {}
    rows = []
    for user in users:
        cookies[user.pk] = secrets.token_hex(16)
        signed_in = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        rows.append(Session(cookies[user.pk], store.encode(signed_in), until))
    Session.objects.bulk_create(rows, batch_size=1000)
    return cookies


def headers(session: str) -> dict[str, str]:
    """What a page of the portal sends along with a booking, under a key of its own."""
    return {
        "Host": "localhost",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Idempotency-Key": str(uuid.uuid4()),
    }


@contextmanager
def web_server(environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Gunicorn as production runs it, two workers of four threads; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()",
        "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip
    own = {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    server = subprocess.Popen(command, env={**(environment or os.environ), **own})
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
