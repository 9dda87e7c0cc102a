"""
After a test with real commits: every table as the migrations left it, in a fraction of the time of a flush.

Django's flush truncates some two hundred tables, whose files are then made anew, and
writes every permission again. Here rows are deleted where there are any. Rows that
are only ever added, and references between tables, forbid that; so it is done as the
server's own superuser with their triggers at rest. The portal never connects as that one.
One connection does it after every test: a new one would read the catalogue of all tables again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from django.db import connection

from zibo_youth.embedded.postgres import SUPERUSER

KEPT = "django_migrations"
# A function plans its statements once.
EMPTY = "CREATE FUNCTION pg_temp.empty_tables() RETURNS void LANGUAGE plpgsql AS $$ BEGIN %s END $$"


@contextmanager
def emptier() -> Iterator[Callable[[], None]]:
    """Remember what stands in the database now; what is given brings it back to that."""
    parameters = {**connection.get_connection_params(), "user": SUPERUSER}
    with closing(psycopg2.connect(**parameters)) as server:
        with server, server.cursor() as sql:
            sql.execute(
                f"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '{KEPT}'"
            )
            tables = [name for (name,) in sql]
            loaded = {name: rows for name in tables if (rows := _rows(sql, name))}
            sql.execute(EMPTY % " ".join(f'DELETE FROM "{name}";' for name in tables))

        def bring_back() -> None:
            with server, server.cursor() as sql:
                sql.execute("SET LOCAL session_replication_role = replica; SELECT pg_temp.empty_tables()")
                for name, rows in loaded.items():
                    sql.copy_expert(f'COPY "{name}" FROM STDIN', io.BytesIO(rows))

        yield bring_back


def _rows(sql: Any, table: str) -> bytes:
    rows = io.BytesIO()
    sql.copy_expert(f'COPY "{table}" TO STDOUT', rows)
    return rows.getvalue()
