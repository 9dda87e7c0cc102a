"""
榜单 (the board): everybody's counted result in order, as `quiz_ranking` has it, in one statement.

What is equal to the microsecond comes as one group, and is drawn here by the quiz's seed, as the pure
function draws it. A read: the same rows give the same board at any time (docs/reference/performance.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from zibo_youth.accounts.models import Organisation, Person

from .models import Quiz
from .quiz_ranking import Together, in_order

# Of each person the attempt that counts: the first, or the best one by points, time and moment.
COUNTED = """
WITH counted AS MATERIALIZED (
    SELECT DISTINCT ON (attempt.entry_id) attempt.entry_id, attempt.score, attempt.took,
        attempt.finished_at, entry.person_id, {team} AS team
    FROM safety_quizattempt AS attempt JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
    WHERE entry.quiz_id = %(quiz)s AND attempt.state IN ('submitted', 'expired')
        AND (NOT %(first)s OR attempt.number = 1)
    ORDER BY attempt.entry_id, attempt.score DESC, attempt.took, attempt.finished_at
)
"""
# Ranks of the first ones follow among themselves, since whoever beats one of them is there too; where one
# person stands is counted. Groups of equal results come whole, for the draw; ``edge``: the last of the first.
BOARD = """
, edge AS (
    SELECT -score AS minus, took, finished_at FROM (
        SELECT * FROM counted ORDER BY score DESC, took, finished_at LIMIT %(most)s
    ) AS first ORDER BY score, took DESC, finished_at DESC LIMIT 1
), own AS (
    SELECT -score AS minus, took, finished_at FROM counted WHERE person_id = %(own)s LIMIT 1
), standing AS (
    SELECT count(*) AS everybody,
        1 + count(*) FILTER (WHERE (-score, took, finished_at) < (SELECT * FROM own)) AS place
    FROM counted
), shown AS (
    SELECT *, (-score, took, finished_at) <= (SELECT * FROM edge) AS is_first,
        rank() OVER (ORDER BY score DESC, took, finished_at) AS place
    FROM counted WHERE (-score, took, finished_at) <= (SELECT * FROM edge)
        OR (-score, took, finished_at) = (SELECT * FROM own)
)
SELECT entry_id, person_id, score, took, finished_at,
    CASE WHEN is_first THEN shown.place ELSE standing.place END AS place, everybody
FROM shown CROSS JOIN standing ORDER BY place, entry_id
"""
# Who stands equal at the edge of a team's size brings the same points, time and moment: any of them will do.
TEAMS = """
, members AS (
    SELECT *, row_number() OVER (PARTITION BY team ORDER BY score DESC, took, finished_at) AS nth
    FROM counted WHERE team IS NOT NULL
)
SELECT team, sum(score) FILTER (WHERE nth <= %(size)s), sum(took) FILTER (WHERE nth <= %(size)s),
    max(finished_at) FILTER (WHERE nth <= %(size)s), count(*)
FROM members GROUP BY team HAVING count(*) >= %(size)s
"""
TEAM_COLUMNS = {
    Quiz.TeamBy.NONE: "NULL::bigint",
    Quiz.TeamBy.ORGANISATION: "entry.organisation_id",
    Quiz.TeamBy.DISTRICT: "entry.district_id",
}
MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the board; ``rank`` as drawn, ``is_own`` for whoever looks."""

    entry: int
    person: int
    score: int
    took: timedelta
    finished_at: datetime
    place: int
    rank: int = 0
    name: str = ""
    is_own: bool = False

    @property
    def standing(self) -> tuple[int, timedelta, datetime]:
        return (-self.score, self.took, self.finished_at)


@dataclass(frozen=True, slots=True)
class Board:
    """The first ones, one's own line where it lies behind them, and how many there are altogether."""

    lines: list[Line]
    own: Line | None
    everybody: int


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team of the board."""

    rank: int
    name: str
    together: Together


def board_of(quiz: Quiz, *, own: int | None = None, most: int = MOST) -> Board:
    """The first ``most`` of a quiz, and the person ``own`` wherever they stand; names are masked."""
    rows = _rows(quiz, COUNTED + BOARD, own=own or 0, most=most)
    raw = [Line(*row[:6]) for row in rows]
    names = {each.pk: each.masked_name for each in Person.objects.filter(pk__in={one.person for one in raw})}
    drawn = _ranked(raw, quiz.tie_seed)
    told = [_named(line, rank, names, own) for line, rank in drawn]
    mine = next((line for line in told if line.is_own), None)
    first = [line for line in told if line.rank <= most]
    everybody = rows[0][6] if rows else 0
    return Board(first, mine if mine and mine.rank > most else None, everybody)


def _ranked(lines: Sequence[Line], seed: str) -> list[tuple[Line, int]]:
    """Groups are whole, so a rank is the place of the group and the turn of the draw within it."""
    found, turn, before = [], 0, None
    for line in in_order(lines, seed, number=lambda each: each.entry):
        turn = turn + 1 if line.place == before else 0
        before = line.place
        found.append((line, line.place + turn))
    return found


def _named(line: Line, rank: int, names: dict[int, str], own: int | None) -> Line:
    return Line(
        line.entry,
        line.person,
        line.score,
        line.took,
        line.finished_at,
        line.place,
        rank,
        names.get(line.person, ""),
        line.person == own,
    )


def teams_of_quiz(quiz: Quiz) -> list[TeamLine]:
    """Teams with enough people, the best first; nothing in a quiz without teams."""
    if quiz.team_by == Quiz.TeamBy.NONE:
        return []
    rows = _rows(quiz, COUNTED + TEAMS, size=quiz.team_size)
    told = [Together(team, int(score), took, moment, people) for team, score, took, moment, people in rows]
    ordered = in_order(told, quiz.tie_seed, number=lambda each: each.team)
    names = {each.pk: str(each) for each in Organisation.objects.filter(pk__in=[one.team for one in told])}
    return [TeamLine(rank, names[each.team], each) for rank, each in enumerate(ordered, 1)]


def _rows(quiz: Quiz, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    team = TEAM_COLUMNS[Quiz.TeamBy(quiz.team_by)]
    with connection.cursor() as cursor:
        told = {"quiz": quiz.pk, "first": quiz.mode == Quiz.Mode.FIRST, **values}
        cursor.execute(sql.replace("{team}", team), told)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
