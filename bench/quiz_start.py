"""
quiz-start: 1,000 players start a quiz of 20 questions, answer each one and hand in, through the API.

Beside them, in turn and by the same client, as many authenticated inserts: 21 of each player, one after the
other. Afterwards the rows are asked, and one that is wrong fails the bench: no answer lost, every paper
handed in, every paper replayed to its stored score. A last crowd answers into the end of a quiz: what the
server said was saved is there, and nothing is later than the deadline.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connections

from bench.instant import AGAIN, LIMIT, PATIENCE, posted
from bench.over_http import sessions, web_server
from bench.seeding import consents, crowd
from safety.models import AnswerKey, BankQuestion, QuestionBank, Quiz, QuizAnswer, QuizAttempt
from safety.quiz_replay import replayed
from safety.services.quizzes.holding import publish_quiz
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now

MOBILE, MARK, CODE = "+86136", "quiz-", "quiz-start"
PLAYERS, QUESTIONS, POOL, ROUNDS, LATE, BAR = 1000, 20, 200, 1, 100, 0.3
OPTIONS = ["停止作业", "先断电", "先撤人", "先汇报"]


def run(
    *,
    players: int = PLAYERS,
    questions: int = QUESTIONS,
    rounds: int = ROUNDS,
    late: int = LATE,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    crowd(max(players, late), mobile=MOBILE, mark=MARK)
    consents(MOBILE)
    users = list(User.objects.filter(mobile__startswith=MOBILE).order_by("pk")[: max(players, late)])
    cookies = list(sessions(users).values())
    bank = _bank()
    turns = [_quiz(bank, questions, timedelta(hours=2)) for _ in range(rounds)]
    seconds, wrong = [], dict[str, int]()
    connections.close_all()
    with web_server(environment) as port:
        _warm(port, turns[0], cookies[0])
        for turn in turns:
            empty = asyncio.run(_together(_writes(port, each, questions + 1) for each in cookies[:players]))
            quiz = asyncio.run(_together(_plays(port, turn, each, questions) for each in cookies[:players]))
            seconds.append((empty, quiz))
            wrong = verdict(turn, players, questions)
        ending = _quiz(bank, questions, timedelta(seconds=4))
        saved = asyncio.run(_saved_until_refused(port, ending, cookies[:late], questions))
        wrong |= verdict_of_the_end(ending, saved)
    return {
        "what": f"{players} players take a quiz of {questions} questions over HTTP, beside as many inserts",
        "rows": [_row(seconds, wrong, players, questions)],
    }


def _row(
    seconds: list[tuple[float, float]], wrong: Mapping[str, int], players: int, questions: int
) -> dict[str, Any]:
    many = players * (questions + 1)
    ratio = statistics.median(empty / quiz for empty, quiz in seconds)
    return {
        "players": players,
        "seconds": statistics.median(quiz for _empty, quiz in seconds),
        "requests/s": statistics.median(many / quiz for _empty, quiz in seconds),
        "one insert/s": statistics.median(many / empty for empty, _quiz in seconds),
        "ratio": ratio,
        "bar": BAR,
        **wrong,
        "met": ratio >= BAR and not any(wrong.values()),
    }


# --- who plays ------------------------------------------------------------------------------------


async def _together(people: Any) -> float:
    """All begin at one instant; the seconds to the last one."""
    began = time.perf_counter()
    await asyncio.gather(*people)
    return time.perf_counter() - began


async def _asked(port: int, path: str, told: Mapping[str, Any], session: str) -> tuple[int, Any]:
    """One request of one person; a server that is busy is asked again."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
            writer.write(posted(path, told, session))
            head, _gap, body = (await asyncio.wait_for(reader.read(-1), PATIENCE)).partition(b"\r\n\r\n")
            writer.close()
        except OSError:
            await asyncio.sleep(AGAIN)
            continue
        status = int(head.split()[1])
        if status != 503:
            return status, json.loads(body)
        await asyncio.sleep(AGAIN)


async def _writes(port: int, session: str, many: int) -> None:
    for _ in range(many):
        status, _body = await _asked(port, "/bench/one-insert/", {}, session)
        if status != 201:
            raise SystemExit(f"bench: {status} instead of 201")


async def _plays(port: int, quiz: Quiz, session: str, questions: int) -> None:
    status, told = await _asked(port, f"/api/v1/quizzes/{quiz.public_id}/attempts/", {}, session)
    if status != 201:
        raise SystemExit(f"bench: {status} {told} instead of 201")
    path = f"/api/v1/quizzes/attempts/{told['id']}/answers/"
    for number in range(1, questions + 1):
        status, told = await _asked(port, path, {"number": number, "chosen": "A"}, session)
        if status != 200:
            raise SystemExit(f"bench: {status} {told} instead of 200")
    if not told["is_finished"]:
        raise SystemExit("bench: a paper was not handed in")


async def _saved_until_refused(port: int, quiz: Quiz, cookies: list[str], questions: int) -> int:
    """How many answers the server said were saved, until it refused each player one."""

    async def one(session: str) -> int:
        status, told = await _asked(port, f"/api/v1/quizzes/{quiz.public_id}/attempts/", {}, session)
        if status != 201:
            return 0
        path = f"/api/v1/quizzes/attempts/{told['id']}/answers/"
        for number in range(1, questions + 1):
            status, told = await _asked(port, path, {"number": number, "chosen": "A"}, session)
            if status != 200:
                return number - 1
            await asyncio.sleep(0.3)
        return questions

    return sum(await asyncio.gather(*(one(each) for each in cookies)))


def _warm(port: int, quiz: Quiz, session: str) -> None:
    """Each worker has imported its code and prepared nothing of what is measured."""

    async def some() -> None:
        path = f"/api/v1/quizzes/{quiz.public_id}/"
        await asyncio.gather(*(_asked(port, "/bench/one-insert/", {}, session) for _ in range(16)))
        await asyncio.gather(*(_asked(port, path, {}, session) for _ in range(16)))

    asyncio.run(some())


# --- what is asked afterwards ---------------------------------------------------------------------


def verdict(quiz: Quiz, players: int, questions: int) -> dict[str, int]:
    """What must not be, counted: all 0."""
    attempts = QuizAttempt.objects.filter(entry__quiz=quiz)
    answers = QuizAnswer.objects.filter(attempt__entry__quiz=quiz)
    return {
        "lost": abs(players * questions - answers.count()),
        "not handed in": abs(players - attempts.filter(state="submitted").count()),
        "replayed otherwise": sum(len(found) for _attempt, found in replayed(quiz)),
    }


def verdict_of_the_end(quiz: Quiz, saved: int) -> dict[str, int]:
    """Of the crowd that answered into the end of a quiz."""
    answers = QuizAnswer.objects.filter(attempt__entry__quiz=quiz)
    return {
        "lost at the end": abs(saved - answers.count()),
        "late": answers.filter(answered_at__gt=quiz.closes_at).count(),
    }


# --- what there is to play ------------------------------------------------------------------------


def _bank() -> QuestionBank:
    area = Area.objects.get(code="370303")
    house, _made = Organisation.objects.get_or_create(
        code=CODE, defaults={"name": CODE, "kind": "district", "is_reporting": True, "area": area}
    )
    bank: QuestionBank = QuestionBank.objects.create(organisation=house, reporting_org=house, name=CODE)
    rows = BankQuestion.objects.bulk_create(
        BankQuestion(bank=bank, code=f"Q{n}", kind="single", words=f"{CODE} {n}", options=OPTIONS)
        for n in range(POOL)
    )
    AnswerKey.objects.bulk_create(AnswerKey(question=row, letters="A") for row in rows)
    return bank


def _quiz(bank: QuestionBank, questions: int, lasts: timedelta) -> Quiz:
    house = bank.organisation
    quiz: Quiz = Quiz.objects.create(
        organiser=house,
        reporting_org=house,
        bank=bank,
        title=CODE,
        summary=CODE,
        opens_at=now() - timedelta(hours=1),
        closes_at=now() + lasts,
        questions=questions,
        seconds=3600,
    )
    return publish_quiz(actor=SYSTEM, quiz=quiz)
