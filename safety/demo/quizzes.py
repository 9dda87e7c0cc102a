"""Quizzes of the demonstration: a bank from a sheet, one that is over with a corrected key, one that runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from django.db.models import Count, F

from safety.models import AnswerKey, BankQuestion, QuestionBank, Quiz, QuizAnswer, QuizAttempt
from safety.quiz_paper import shown_of
from safety.services.quizzes import answering, banks, finishing, holding, regrading, starting
from safety.services.quizzes.holding import QuizPlan
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say

from .world import World

BLOCK, PLAYERS = 861, 18
DAY = timedelta(days=1)
# Common rules of work safety, as an office writes them down.
SHEET = Path(__file__).with_name("quiz_questions.csv")
SAID = {
    "summary": "随机抽题，限时作答，答一题存一题。",
    "summary_en": "Questions drawn at random, answered within the time, each saved at once.",
}


def tell_quizzes(world: World, say: Say) -> None:
    """The bank first, then who answers, then quizzes before, now and to come."""
    say("安全答题：题库、已结束的一期、正在进行的一期和将要开始的一期")
    rng = Random(BLOCK)
    before = now() - 40 * DAY
    young = [
        register(each, at=before) for each, _ in zip(Crowd("答", rng, BLOCK), range(PLAYERS), strict=False)
    ]
    bank = _bank(world)
    _over(world, bank, young, rng)
    _running(world, bank, young, rng)
    _to_come(world, bank)


def _bank(world: World) -> QuestionBank:
    """Imported as an office imports it: previewed, then confirmed."""
    by, city = world.city_staff(), Organisation.objects.get(code="city")
    home = Organisation.objects.get(code="zhangdian")
    bank = banks.open_bank(actor=by, organisation=city, reporting_org=home, name="安全知识题库（演示）")
    shown = banks.preview_questions(actor=by, bank=bank, content=SHEET.read_bytes())
    banks.import_questions(actor=by, bank=bank, sealed=shown.sealed)
    return bank


def _published(
    world: World,
    bank: QuestionBank,
    title: tuple[str, str],
    opens: datetime,
    closes: datetime,
    **more: object,
) -> Quiz:
    """A quiz of the city."""
    city = Organisation.objects.get(code="city")
    plan = QuizPlan(
        organiser=city,
        reporting_org=Organisation.objects.get(code="zhangdian"),
        bank=bank,
        title=title[0],
        title_en=title[1],
        opens_at=opens,
        closes_at=closes,
        **{**SAID, "questions": 8, "points": 5, "seconds": 480, **more},  # type: ignore[arg-type]
    )
    by = world.city_staff()
    return holding.publish_quiz(actor=by, quiz=holding.write_quiz(actor=by, plan=plan))


def _over(world: World, bank: QuestionBank, young: list[User], rng: Random) -> None:
    """Once a day, eight questions; afterwards a key was found wrong, and a result was annulled."""
    # From eight in the morning, so that a paper ten hours later is still of that day.
    opens = at(today() - 20 * DAY, time(8))
    titles = ("第一期安全知识答题", "Safety quiz, part one")
    with standing_at(opens - DAY):
        quiz = _published(world, bank, titles, opens, opens + 7 * DAY, mode=Quiz.Mode.DAILY)
    for user in young[:12]:
        for day in range(rng.randint(1, 3)):
            _plays(user, quiz, opens + day * DAY + timedelta(minutes=rng.randint(5, 600)), rng)
    with standing_at(opens + 8 * DAY):
        by = world.city_staff()
        question = _most_often_wrong(quiz)
        regrading.correct_key(
            actor=by, question=question, is_void=True, reason="题干有歧义，人人得分（演示）"
        )
        last = QuizAttempt.objects.filter(entry__quiz=quiz).order_by("pk").last()
        if last is not None:
            finishing.annul_attempt(actor=by, attempt=last, reason="本人说明由同事代答（演示）")


def _most_often_wrong(quiz: Quiz) -> BankQuestion:
    """What an office would look at first."""
    wrong = QuizAnswer.objects.filter(attempt__entry__quiz=quiz).exclude(chosen=F("question__keys__letters"))
    counted = wrong.order_by().values("question").annotate(many=Count("pk")).order_by("-many", "question")
    found: BankQuestion = BankQuestion.objects.get(pk=counted[0]["question"])
    return found


def _running(world: World, bank: QuestionBank, young: list[User], rng: Random) -> None:
    """Companies compete by their best three."""
    opens = (now() - 3 * DAY).replace(minute=0, second=0, microsecond=0)
    titles = ("安全生产月企业答题赛", "Safety month: companies compete")
    quiz = _published(
        world, bank, titles, opens, opens + 30 * DAY, team_by=Quiz.TeamBy.ORGANISATION, team_size=3
    )
    companies = [each.organisation for each in world.enterprises[:4]]
    for number, user in enumerate(young):
        moment = opens + timedelta(minutes=rng.randint(5, 3000))
        _plays(user, quiz, moment, rng, team=companies[number % len(companies)])


def _to_come(world: World, bank: QuestionBank) -> None:
    opens = (now() + 9 * DAY).replace(minute=0, second=0, microsecond=0)
    titles = ("第二期安全知识答题", "Safety quiz, part two")
    _published(world, bank, titles, opens, opens + 7 * DAY, mode=Quiz.Mode.FIRST, reveal=Quiz.Reveal.CLOSED)


def _plays(
    user: User, quiz: Quiz, moment: datetime, rng: Random, *, team: Organisation | None = None
) -> QuizAttempt:
    """A paper from start to end, some of its answers wrong, at that time."""
    with standing_at(moment):
        attempt = starting.start_attempt(actor=user, quiz=quiz, team=team)
    keys = _keys(attempt.paper)
    for number, question in enumerate(attempt.paper, 1):
        moment += timedelta(seconds=rng.randint(4, 40), microseconds=rng.randint(0, 999_999))
        right = shown_of(keys[question], attempt.orders[number - 1])
        with standing_at(moment):
            shown = right if rng.random() < 0.8 else "A"
            answering.answer_question(actor=user, attempt=attempt, number=number, shown=shown)
    return attempt


def _keys(questions: Iterable[int]) -> dict[int, str]:
    rows = AnswerKey.objects.filter(question__in=BankQuestion.objects.filter(pk__in=questions), number=1)
    return dict(rows.values_list("question", "letters"))
