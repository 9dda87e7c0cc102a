"""
mutual: the pairs of a round of 2,300 and of 20,000 people with three choices each, beside one SQL self-join.

The rows are written by the database itself, walls away; a tenth of the choices is returned. Ours are the
pairs as the release finds them: the function of the database with its looks at places, reviews, genders and
blocks. Beside it a bare self-join of the same rows, without any look; both by their owner, for row-level
security shows the portal none. The release as the portal makes it, which writes the pairs behind their
walls, is told besides. In turns, each taken back; all must find the same pairs, or nothing is measured.
"""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg2
from django.db import connection, transaction

from events.models import Event, MatchRound, Session
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now

SIZES, TURNS, MOST_TIMES = (2_300, 20_000), 20, 1.2
FEW = 60
BADGED = "match_profile_shown_under_a_badge"
TABLES = ("accounts_person", "events_registration", "events_matchprofile", "events_matchchoice")

# Women are odd, men even; each names three of the others, and every tenth of them names back.
SEED = """
INSERT INTO accounts_person (id, public_id, full_name, mobile, id_type, id_sealed, id_index, id_last4,
    gender, education, university, native_place, emergency_contact, emergency_mobile,
    identity_state, verified_at, created_at)
OVERRIDING SYSTEM VALUE
SELECT {first} + n, gen_random_uuid(), '', '', '', '', 'mutual-' || {first} + n, '', 1 + n % 2,
    '', '', '', '', '', 'verified', now(), now()
FROM generate_series(1, {people}) AS n;
INSERT INTO events_registration (id, public_id, session_id, quota_id, person_id, seats, state, created_at,
    skipped)
OVERRIDING SYSTEM VALUE
SELECT {first} + n, gen_random_uuid(), {session}, {quota}, {first} + n, 1, 'registered', now(), 0
FROM generate_series(1, {people}) AS n;
INSERT INTO events_matchprofile (id, public_id, round_id, registration_id, person_id, gender,
    single_declaration, declaration_version, declared_at, introduction, wishes, visibility, photo,
    photo_type, version, state, note, badge, own_token, created_at)
OVERRIDING SYSTEM VALUE
SELECT {first} + n, gen_random_uuid(), {turn}, {first} + n, {first} + n, 1 + n % 2,
    'never_married', '2026-11', now(), '', '', 'card', 'x',
    'image/png', 1, 'approved', '', CASE WHEN {people} < 9000 THEN 999 + n END, gen_random_uuid(), now()
FROM generate_series(1, {people}) AS n;
INSERT INTO events_matchchoice (round_id, chooser_id, slot, gender, sealed, token)
SELECT {turn}, {first} + chooser, slot, 1 + chooser % 2, repeat('x', 60),
    md5({turn} || ':' || least(chooser, chosen) || ':' || greatest(chooser, chosen))::uuid
FROM (
    SELECT n AS chooser, slot,
        CASE WHEN n % 20 < 2 AND slot = 1 THEN n + 1 - 2 * (n % 2)
             ELSE 1 + ((n - 1) * 7919 + slot * 104729 + (n % 2) * slot) % {people} END AS chosen
    FROM generate_series(1, {people}) AS n, generate_series(1, 3) AS slot
) AS each
WHERE chooser <> chosen AND (chooser + chosen) % 2 = 1
ON CONFLICT DO NOTHING;
"""
SELF_JOIN = """
SELECT one.chooser_id, other.chooser_id FROM events_matchchoice AS one
JOIN events_matchchoice AS other
  ON other.round_id = one.round_id AND other.token = one.token AND one.chooser_id < other.chooser_id
WHERE one.round_id = %s
"""
PAIRS = "SELECT first_id, second_id FROM events_mutual_pairs(%s)"


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed once for each size, then measure in turns."""
    sizes, turns = ((FEW,), 2) if quick else (SIZES, TURNS)
    rows = [_row(size, turns, number) for number, size in enumerate(sizes)]
    return {
        "what": "mutual pairs, three choices each, beside one self-join of the same rows",
        "rows": rows,
        "afterwards": [f"bar: at most {MOST_TIMES:g} x the self-join", *_growth(rows)],
    }


def _row(people: int, turns: int, number: int) -> dict[str, Any]:
    turn = _round(people)
    _seed(people, turn, first=100_000_000 + number * 1_000_000)
    ways: list[tuple[str, list[float]]] = [(PAIRS, []), (SELF_JOIN, [])]
    found: set[tuple[tuple[int, int], ...]] = set()
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        for at in range(turns):
            # The second of a turn finds everything warm: each is the second in every other turn.
            for sql, times in ways if at % 2 else reversed(ways):
                seconds, pairs = _timed(partial(_asked, sql, turn, owner))
                times.append(seconds)
                found.add(tuple(sorted(pairs)))
    written, made = zip(*(_timed(partial(_release, turn)) for _turn in range(turns)), strict=True)
    assert len(found) == 1, "the two find different pairs"
    [pairs] = found
    assert {len(pairs)} == set(made) != {0}, "the release writes others, or nobody is mutual"
    ours, bare = (times for _sql, times in ways)
    mine, plain = statistics.median(ours), statistics.median(bare)
    return {
        "people": people,
        "pairs": len(pairs),
        "pairs, ms": mine * 1000,
        "self-join, ms": plain * 1000,
        "times": mine / plain,
        "release, ms": statistics.median(written) * 1000,
        "met": mine / plain <= MOST_TIMES,
    }


def _growth(rows: list[dict[str, Any]]) -> list[str]:
    if len(rows) < 2:
        return []
    small, large = rows[0], rows[-1]
    bound = large["people"] * math.log(large["people"]) / (small["people"] * math.log(small["people"]))
    grown = large["pairs, ms"] / small["pairs, ms"]
    large["met"] = large["met"] and grown <= bound
    return [
        f"growth from {small['people']} to {large['people']}: {grown:.2f} x; n log n would be {bound:.2f} x"
    ]


def _round(people: int) -> MatchRound:
    """A round that is released, of a session of its own."""
    city = Organisation.objects.get(code="city")
    district = Organisation.objects.reporting().first()
    made = Event.objects.create(
        kind="matchmaking",
        title="基准",
        summary="基准",
        organiser=city,
        reporting_org=district,
        contact_phone="0",
        state="published",
    )
    at = now()
    hours = {"opens_at": at - timedelta(2), "closes_at": at, "cancel_until": at}
    session = Session.objects.create(
        event=made, place="基准", starts_at=at, ends_at=at + timedelta(hours=1), capacity=people, **hours
    )
    session.quotas.create(name="基准", capacity=people)
    told = {"choices": 3, "table_rounds": 8, "table_seats": 6, "table_minutes": 8, "seed": "0" * 64}
    return MatchRound.objects.create(
        session=session,
        opens_at=at - timedelta(1),
        closes_at=at,
        state="released",
        closed_at=at,
        released_at=at,
        **told,
    )


def _seed(people: int, turn: MatchRound, *, first: int) -> None:
    """As the owner: the application role may not set the walls aside."""
    told = {"people": people, "first": first, "turn": turn.pk, "session": turn.session_id}
    told["quota"] = turn.session.quotas.get().pk
    switch = "ALTER TABLE {} {} TRIGGER USER;"
    off, on = ("".join(switch.format(table, way) for table in TABLES) for way in ("DISABLE", "ENABLE"))
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        with owner, owner.cursor() as cursor:
            # A badge has four digits: the largest round has more people than badges.
            if people >= 9_000:
                cursor.execute(f"ALTER TABLE events_matchprofile DROP CONSTRAINT {BADGED}")
            cursor.execute(off + SEED.format(**told) + "SET CONSTRAINTS ALL IMMEDIATE;" + on)
        owner.autocommit = True
        with owner.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"VACUUM ANALYZE {table}")


def _release(turn: MatchRound) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_make_pairs(%s)", [turn.pk])
        return int(cursor.fetchone()[0])


def _asked(sql: str, turn: MatchRound, owner: Any) -> list[tuple[int, int]]:
    with owner.cursor() as cursor:
        cursor.execute(sql, [turn.pk])
        return list(cursor.fetchall())


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of one run; taken back afterwards."""
    with transaction.atomic():
        start = time.perf_counter()
        told = act()
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds, told
