"""
The other side of booking-engine: pgbench writing the same rows, with nothing asked and nothing decided.

It works in a copy of the seeded database, so that its rows do not slow down the
booking's. Two scripts: ``same_tables`` inserts into the real tables, with their
constraints and indexes; ``heap`` into tables without either, the floor of what
a durable insert of these rows can cost.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from django.db import connection, connections

from zibo_youth.embedded.programs import find_programs

SCRIPTS = Path(__file__).parent / "pgbench"
COPY = "bench_copy"


def prepare() -> dict[str, int]:
    """Copy the database as its owner, add what the scripts need, and give them their first ids."""
    firsts = _first_ids()
    connections.close_all()  # a template must not be in use
    _run("psql", "-q", "-d", _owner(), "-c", f"CREATE DATABASE {COPY} TEMPLATE {_database()}")
    _run("psql", "-q", "-d", _copy(), "-f", str(SCRIPTS / "prepare.sql"))
    return firsts


def rate(script: str, clients: int, seconds: int, values: dict[str, int]) -> float:
    """Committed transactions a second."""
    given = [f"-D{name}={value}" for name, value in values.items()]
    output = _run(
        *("pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds)),
        *(*given, "-f", str(SCRIPTS / f"{script}.sql"), _copy()),
    )
    found = re.search(r"tps = ([\d.]+)", output)
    if found is None:
        raise SystemExit(f"bench: pgbench gave no rate: {output}")
    return float(found[1])


def _first_ids() -> dict[str, int]:
    """Where the seeded guests of one gender, their log-ins and files begin; each second row is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT person.id, guest.id, file.id FROM accounts_person AS person
            JOIN accounts_user AS guest ON guest.person_id = person.id
            JOIN stations_evidence AS file ON file.person_id = person.id
            WHERE person.gender = 1 AND person.id_index LIKE 'bench-%%' ORDER BY person.id LIMIT 1"""
        )
        person, user, file = cursor.fetchone()
        cursor.execute("SELECT id FROM stations_staypolicy ORDER BY effective_from DESC LIMIT 1")
        return {"person": person, "login": user, "file": file, "policy": cursor.fetchone()[0]}


def _owner() -> str:
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _copy() -> str:
    return re.sub(rf"/{_database()}\b", f"/{COPY}", _owner(), count=1)


def _run(program: str, *arguments: str) -> str:
    command = [str(find_programs().postgres_bin / program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {program} failed: {done.stderr.strip()}")
    return done.stdout
