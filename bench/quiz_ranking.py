"""
ranking: the board of a quiz with 100,000 papers, beside the same answer by bare SQL.

Both are asked in turn: the first 100, how many there are, and where one person in the middle stands. Ours
masks names and draws lots between what is equal; both must name the same people in the same order.
"""

from __future__ import annotations

import os
import statistics
import time
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg2
from django.db import connection

from bench.quiz_start import MARK, MOBILE, QUESTIONS, _bank, _quiz
from bench.seeding import crowd
from safety.models import Quiz, QuizEntry
from safety.quiz_board import board_of

PEOPLE, PAPERS, TURNS, FIRST, BAR = 50_000, 2, 7, 100, 1.3
ENTRIES = """
INSERT INTO safety_quizentry (quiz_id, person_id, entered_at)
SELECT %(quiz)s, id, now() FROM accounts_person
WHERE id_index LIKE %(mark)s || '%%' ORDER BY id LIMIT %(people)s
"""
ATTEMPTS = """
INSERT INTO safety_quizattempt (public_id, entry_id, number, seed, paper, orders, answered, device,
    started_at, deadline, finished_at, score, state, annul_reason)
SELECT gen_random_uuid(), entry.id, number, repeat('1', 64), quiz.pool[1:quiz.questions],
    array_fill('ABCD'::varchar, ARRAY[quiz.questions::int]), quiz.questions, '', quiz.opens_at,
    quiz.opens_at + interval '1 hour',
    quiz.opens_at + (30 + (entry.id * 7919 + number * 104729) %% 1500) * interval '1 second',
    quiz.points * ((entry.id * 31 + number * 17) %% (quiz.questions + 1)), 'submitted', ''
FROM safety_quizentry AS entry JOIN safety_quiz AS quiz ON quiz.id = entry.quiz_id
CROSS JOIN generate_series(1, %(papers)s) AS number WHERE entry.quiz_id = %(quiz)s
"""
BARE = """
WITH counted AS MATERIALIZED (
    SELECT DISTINCT ON (attempt.entry_id) attempt.entry_id, entry.person_id, score, took, finished_at
    FROM safety_quizattempt AS attempt JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
    WHERE entry.quiz_id = %(quiz)s AND attempt.state IN ('submitted', 'expired')
    ORDER BY attempt.entry_id, score DESC, took, finished_at
), own AS (
    SELECT 1 + count(*) AS place, (SELECT count(*) FROM counted) AS everybody
    FROM counted, (SELECT * FROM counted WHERE person_id = %(own)s) AS me
    WHERE (-counted.score, counted.took, counted.finished_at) < (-me.score, me.took, me.finished_at)
)
SELECT first.entry_id, person.full_name, first.score, first.took, own.place, own.everybody
FROM (SELECT * FROM counted ORDER BY score DESC, took, finished_at, entry_id LIMIT %(first)s) AS first
JOIN accounts_person AS person ON person.id = first.person_id CROSS JOIN own
ORDER BY first.score DESC, first.took, first.finished_at, first.entry_id
"""


def run(*, people: int = PEOPLE, papers: int = PAPERS, turns: int = TURNS) -> dict[str, Any]:
    quiz, own = seeded(people, papers)
    seconds = []
    for _turn in range(turns):
        bare, rows = _timed(lambda: _bare(quiz, own))
        ours, board = _timed(lambda: board_of(quiz, own=own, most=FIRST))
        seconds.append((bare, ours))
    wrong = {
        "other people": sum(
            (line.score, line.took) != (row[2], row[3]) for line, row in zip(board.lines, rows, strict=True)
        ),
        "other number": abs(board.everybody - rows[0][5]),
    }
    ratio = statistics.median(ours / bare for bare, ours in seconds)
    return {
        "what": f"the board of {people * papers} papers of {people} people, beside bare SQL",
        "rows": [
            {
                "papers": people * papers,
                "board ms": 1000 * statistics.median(ours for _bare, ours in seconds),
                "bare ms": 1000 * statistics.median(bare for bare, _ours in seconds),
                "ratio": ratio,
                "bar": BAR,
                **wrong,
                "met": ratio <= BAR and not any(wrong.values()),
            }
        ],
    }


def seeded(people: int, papers: int) -> tuple[Quiz, int]:
    """A quiz with so many papers of each, and the person in the middle."""
    crowd(people, mobile=MOBILE, mark=MARK)
    quiz = _quiz(_bank(), QUESTIONS, timedelta(hours=2))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(ENTRIES, {"quiz": quiz.pk, "mark": MARK, "people": people})
        cursor.execute(ATTEMPTS, {"quiz": quiz.pk, "papers": papers})
        cursor.execute("RESET statement_timeout")
    # Whether autovacuum has come by yet is no part of either side.
    with (
        closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner,
        owner,
        owner.cursor() as cursor,
    ):
        cursor.execute("ANALYZE safety_quizentry; ANALYZE safety_quizattempt")
    middle: QuizEntry = quiz.entries.order_by("pk")[people // 2]
    return quiz, middle.person_id


def _bare(quiz: Quiz, own: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"quiz": quiz.pk, "own": own, "first": FIRST})
        return cursor.fetchall()


def _timed(act: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = act()
    return time.perf_counter() - began, answer
