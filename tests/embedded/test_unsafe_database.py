"""The portal does not serve from a database that would break its promises."""

import os
import subprocess
import sys

import pytest

from tests.run import production
from zibo_youth.embedded.servers import make_throwaway_folder, throwaway_servers
from zibo_youth.embedded.throwaway import clear
from zibo_youth.settings import env

ASK = """
import environ, sys
from django.conf import settings
settings.configure(
    DATABASES={"default": environ.Env.db_url_config(sys.argv[1])},
    REFUSE_UNSAFE_DATABASE=True,
)
import django
django.setup()
from zibo_youth.core.checks import refuse_unsafe_database
refuse_unsafe_database()
"""


@pytest.fixture(scope="module")
def durable():
    """A cluster with the durability of the demonstration, and with roles that somebody set up wrongly."""
    base = make_throwaway_folder()
    try:
        servers = throwaway_servers(base, durable=True, given={})
        servers.up()
        for command in (
            "CREATE ROLE bypasser LOGIN BYPASSRLS",
            "CREATE ROLE maker LOGIN CREATEROLE",
            "CREATE ROLE member LOGIN; GRANT zibo_owner TO member",
            "CREATE ROLE careless LOGIN; ALTER ROLE careless SET synchronous_commit = off",
            "GRANT CONNECT ON DATABASE zibo TO bypasser, maker, member, careless",
        ):
            servers.cluster.sql("-c", command)
        yield servers.cluster
    finally:
        clear(base)


def ask(url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", ASK, url], capture_output=True, text=True, check=False)


def dangers(done: subprocess.CompletedProcess[str]) -> list[str]:
    reasons = done.stderr.partition("ImproperlyConfigured: ")[2].splitlines()
    return [reason.split(": ")[0].removeprefix("zibo_youth.database.") for reason in reasons]


def test_the_portals_role_on_a_durable_server_is_fine(durable):
    done = ask(durable.url("zibo_app"))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("postgres", {"superuser", "bypassrls", "createrole", "owner"}),
        ("zibo_owner", {"owner"}),
        ("member", {"owner"}),
        ("bypasser", {"bypassrls"}),
        ("maker", {"createrole"}),
        ("careless", {"synchronous_commit"}),
    ],
)
def test_a_dangerous_role_is_refused_and_named(durable, role, expected):
    done = ask(durable.url(role))

    assert done.returncode != 0
    assert set(dangers(done)) == expected


def test_a_server_that_forgets_is_refused():
    """The suite's own server runs with fsync off, for speed."""
    done = ask(env.DATABASE_URL)

    assert done.returncode != 0
    assert set(dangers(done)) == {"synchronous_commit", "fsync"}


ENTRIES = {
    "web": ["-c", "import zibo_youth.wsgi"],
    "worker": ["-m", "celery", "-A", "zibo_youth", "worker", "--pool", "solo"],
    "beat": ["-m", "celery", "-A", "zibo_youth", "beat", "--pidfile=", "-s"],
}


def launch(entry: str, url: str, tmp_path) -> subprocess.CompletedProcess[str]:
    command = [*ENTRIES[entry], *([str(tmp_path / "schedule")] if entry == "beat" else [])]
    environment = {**os.environ, **production(), "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_process_asks_before_it_serves(durable, entry, tmp_path):
    done = launch(entry, durable.url("zibo_owner"), tmp_path)

    assert done.returncode != 0
    assert "ImproperlyConfigured: zibo_youth.database.owner" in done.stderr


def test_the_web_server_starts_as_the_portals_role(durable, tmp_path):
    done = launch("web", durable.url("zibo_app"), tmp_path)

    assert done.returncode == 0, done.stderr
