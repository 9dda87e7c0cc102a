"""题库 (banks): opened by an office, filled from a sheet that is shown line by line first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from safety.models import AnswerKey, BankQuestion, QuestionBank
from safety.quiz_errors import BankChanged, BankNamed, NothingToImport
from safety.quiz_sheet import CONTENT, SAME, QuestionLine, lines_of, read_questions
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row

MANAGE = "safety.manage_questionbank"
SALT = MANAGE


@dataclass(frozen=True, slots=True)
class BankPreview:
    """预览 (preview): every line with what is wrong with it, and the signed words to confirm it with."""

    lines: list[QuestionLine]
    sealed: str

    @property
    def wrong(self) -> list[QuestionLine]:
        return [line for line in self.lines if line.problems]

    @property
    def good(self) -> list[QuestionLine]:
        return [line for line in self.lines if not line.problems]


def open_bank(
    *, actor: Actor, organisation: Organisation, reporting_org: Organisation, name: str
) -> QuestionBank:
    """新建题库 (open a bank) of an office. Raises `NotAllowed`, `BankNamed`."""
    made = QuestionBank(organisation=organisation, reporting_org=reporting_org, name=name.strip())
    policy.require(actor, MANAGE, made)
    with explaining(question_bank_named_once_by_an_office=BankNamed), transaction.atomic():
        made.save()
    return made


def preview_questions(*, actor: Actor, bank: QuestionBank, content: bytes) -> BankPreview:
    """预览题库表 (dry run): nothing is kept. Raises `NotAllowed`, `FileRefused`, `NothingToImport`."""
    policy.require(actor, MANAGE, bank)
    rows = read_questions(content)
    if not rows:
        raise NothingToImport
    lines = lines_of(bank, rows)
    good = [[line.number, line.becomes] for line in lines if not line.problems]
    plain = [[row.number, row.cells] for row in rows]
    return BankPreview(lines, seal(SALT, actor.pk or 0, bank.pk, good, plain))


def import_questions(*, actor: Actor, bank: QuestionBank, sealed: str, only_good: bool = False) -> int:
    """
    导入题目 (import), as a preview showed it to this very person; how many became new or got a new version.

    Without ``only_good`` a single wrong line keeps everything out. Raises `NotAllowed`, `PreviewExpired`,
    `BankChanged`, `NothingToImport`.
    """
    policy.require(actor, MANAGE, bank)
    of, good, plain = opened(SALT, actor.pk or 0, sealed)
    rows = [Row(number, cells) for number, cells in plain]
    with transaction.atomic():
        QuestionBank.objects.select_for_update(no_key=True).get(pk=bank.pk)
        lines = lines_of(bank, rows)
        right = [line for line in lines if not line.problems]
        told = [[line.number, line.becomes] for line in right]
        if of != bank.pk or told != good or not (only_good or len(right) == len(rows)):
            raise BankChanged
        if not right:
            raise NothingToImport
        return _write(bank, [line for line in right if line.becomes != SAME])


def _write(bank: QuestionBank, lines: Sequence[QuestionLine]) -> int:
    """The next version of each, in the place of the one before it, with its first key."""
    before = [line.standing.pk for line in lines if line.standing]
    BankQuestion.objects.filter(pk__in=before, retired_at=None).update(retired_at=now())
    made = BankQuestion.objects.bulk_create(_version(bank, line) for line in lines)
    AnswerKey.objects.bulk_create(
        AnswerKey(question=question, letters=line.values["answer"])
        for question, line in zip(made, lines, strict=True)
    )
    return len(made)


def _version(bank: QuestionBank, line: QuestionLine) -> BankQuestion:
    content: dict[str, Any] = {name: line.values[name] for name in CONTENT}
    number = line.standing.number + 1 if line.standing else 1
    return BankQuestion(bank=bank, code=line.values["code"], number=number, **content)


def retire_question(*, actor: Actor, question: BankQuestion) -> BankQuestion:
    """停用题目 (retire): no new quiz takes it; papers that asked it keep it."""
    policy.require(actor, MANAGE, question.bank)
    BankQuestion.objects.filter(pk=question.pk, retired_at=None).update(retired_at=now())
    question.refresh_from_db()
    return question
