"""
Two lives (one world lived twice): what comes out of both must be the same but for random marks.

A secret is kept where nothing that anybody else is shown, sent or left with tells one life from the other: pages,
files, logs, Redis, and the text of every row of every table and view. Controls plant a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.contrib.sessions.models import Session
from django.db import connection

from tests import spilling

SESSIONS = Session._meta.db_table

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
NOISE = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1"),
    (re.compile(r'(name="one_time_key" value=")[^"]+'), r"\1"),
    (re.compile(r'(nonce[=-]"?)[\w+/=-]+'), r"\1"),
    (re.compile(r"(csrftoken|sessionid|messages)=[^;]+"), r"\1"),
    (re.compile(r"\d{8}T\d{6}Z?"), "moment"),
    (re.compile(r"1[A-Za-z0-9]{5}:[\w-]{43}"), "signed"),
    (re.compile(r"a1:\w+:[\w+/=]+"), "sealed"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d(:?\d\d)?|Z)?"), "moment"),
    (re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?"), "clock"),
]


def even(text: str, known: Iterable[str] = ()) -> str:
    """Without random marks; numbers that were known before either life stay."""
    text = UUID.sub(lambda found: found[0] if found[0] in known else "mark", text)
    for pattern, left in NOISE:
        text = pattern.sub(left, text)
    return text


def large_numbers(start: int) -> None:
    """
    Each table counts from a number of its own: one that is found somewhere tells whose it is.

    Both lives begin so, and write the same numbers: a sequence is not taken back with a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT setval(seqrelid, %s + 10000 * row_number() OVER (ORDER BY seqrelid), false)
            FROM pg_sequence WHERE seqmax > 1000000000""",
            [start],
        )


def role(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def in_order(text: str) -> str:
    """Where a row lies on the disk says nothing: it moves with every update, and random keys lie anywhere."""
    return "\n".join(sorted(text.splitlines()))


def tables() -> dict[str, str]:
    """Every row of every table; of the sessions what each holds, for keys and packed texts are made by chance."""
    found: dict[str, list[str]] = {}
    for name, text in spilling.tables():
        found.setdefault(name, []).append(text)
    found[SESSIONS] = found[SESSIONS][1:]
    return {f"table {name}": "\n".join(texts) for name, texts in found.items()}


def views() -> Iterator[tuple[str, str]]:
    """What stands in each view of the database; those of the server's own work say nothing of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, viewname) FROM pg_views "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(line::text, chr(10)) FROM {name} AS line")
            yield name, cursor.fetchone()[0] or ""


def differences(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Where the two lives differ, and how."""
    told = {}
    for where in sorted(one.keys() | other.keys()):
        a, b = one.get(where, "").splitlines(), other.get(where, "").splitlines()
        if a != b:
            told[where] = next(((x, y) for x, y in zip(a, b, strict=False) if x != y), ("length", where))
    return told
