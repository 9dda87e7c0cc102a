"""
A migrated database to copy: whoever needs one first makes it, the others copy it in a tenth of a second.

Its name is a digest of every migration there is and of what applies them. A
migration that was added, edited or taken away asks for another template, so none is
ever stale; and a copy is still migrated by Django, which finds nothing left to do.

``python -m tests.template`` makes it beforehand, while something else goes on.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import django
import psycopg2
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import setup_databases, teardown_databases

LOCK = 7_203_311  # any number that no other advisory lock has
CLONE = Path(__file__).resolve().parent.parent
APPLIED_BY = (CLONE / "requirements" / "dev.txt", CLONE / "zibo_youth" / "core" / "migrating.py")
IN_THE_MAKING = "template_in_the_making"


def migrated() -> str:
    """The name of a template for the migrations of today; others are dropped, nobody will ask for them again."""
    name = name_for([*migration_files(), *APPLIED_BY])
    with closing(_server()) as server, server.cursor() as sql:
        sql.execute(f"SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({LOCK})")
        sql.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_of\\_%'")
        found = {row[0] for row in sql}
        if name not in found:
            _make(IN_THE_MAKING)
            sql.execute(f"ALTER DATABASE {IN_THE_MAKING} RENAME TO {name}")
        for stale in found - {name}:
            sql.execute(f"DROP DATABASE {stale}")
    return name


def name_for(files: Iterable[Path]) -> str:
    """A name that another byte in any of the files, or another file, changes."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"template_of_{digest.hexdigest()[:16]}"


def migration_files() -> list[Path]:
    """Those of the portal and those of its packages."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return [Path(inspect.getfile(type(migration))) for migration in migrations]


def _make(name: str) -> None:
    """Under another name than it will have: half a template is never taken for one."""
    test: dict[str, Any] = connection.settings_dict["TEST"]
    before, test["NAME"] = test["NAME"], name
    made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    teardown_databases(made, verbosity=0, keepdb=True)
    test["NAME"] = before


def _server() -> Any:
    """A connection to the server itself, outside of any transaction; its end is the end of the lock."""
    server = psycopg2.connect(**{**connection.get_connection_params(), "dbname": "postgres"})
    server.autocommit = True
    return server


if __name__ == "__main__":
    django.setup()
    migrated()
