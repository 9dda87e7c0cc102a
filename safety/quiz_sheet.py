"""题库表 (the sheet of questions): its columns, what a cell may say, and what is wrong with a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import CellRefused, Column, Sheet, read_row
from zibo_youth.core.workbooks import Row

from .models import AnswerKey, BankQuestion, QuestionBank
from .quiz_paper import LETTERS

Kind = BankQuestion.Kind
CODE = re.compile(r"[0-9A-Za-z._-]{1,20}", re.ASCII)
KINDS = {
    "单选": Kind.SINGLE,
    "单选题": Kind.SINGLE,
    "single": Kind.SINGLE,
    "多选": Kind.MULTIPLE,
    "多选题": Kind.MULTIPLE,
    "multiple": Kind.MULTIPLE,
    "判断": Kind.TRUE_FALSE,
    "判断题": Kind.TRUE_FALSE,
    "true/false": Kind.TRUE_FALSE,
}
TRUE_OR_FALSE, TRUE_OR_FALSE_EN = ["正确", "错误"], ["True", "False"]
AS_LETTERS = dict.fromkeys(["正确", "对", "√", "T", "TRUE"], "A") | dict.fromkeys(
    ["错误", "错", "×", "F", "FALSE"], "B"
)
SEPARATORS = str.maketrans("", "", " ,，、;；/")


def _code(said: str) -> str:
    if CODE.fullmatch(said) is None:
        raise CellRefused(reason=_("请用 20 个以内的字母、数字、点、横线"))
    return said


def _kind(said: str) -> str:
    found = KINDS.get(said.lower())
    if found is None:
        raise CellRefused(reason=_("请填“单选”“多选”或“判断”"))
    return str(found)


def _words(most: int) -> Callable[[str], str]:
    def read(said: str) -> str:
        if len(said) > most:
            raise CellRefused(reason=_("最多 %(most)s 个字") % {"most": most})
        return said

    return read


def _answer(said: str) -> str:
    told = unicodedata.normalize("NFKC", said).upper().translate(SEPARATORS)
    told = AS_LETTERS.get(told, told)
    if not told or set(told) - set(LETTERS):
        raise CellRefused(reason=_("请填选项字母，例如 A 或 ACD；判断题填“正确”或“错误”"))
    return "".join(sorted(set(told)))


def _options(prefix: str, words: dict[str, Any], most: int) -> dict[str, Column]:
    return {f"{prefix}_{letter}".lower(): Column(words[letter], _words(most)) for letter in LETTERS}


QUESTIONS = Sheet(
    _("题库"),
    {
        "code": Column(_("题号"), _code, is_needed=True),
        "kind": Column(_("题型"), _kind, is_needed=True),
        "words": Column(_("题干"), _words(500), is_needed=True),
        **_options(
            "option",
            dict(
                zip(
                    LETTERS,
                    [_("选项A"), _("选项B"), _("选项C"), _("选项D"), _("选项E"), _("选项F")],
                    strict=True,
                )
            ),
            200,
        ),
        "answer": Column(_("答案"), _answer, is_needed=True),
        "explanation": Column(_("解析"), _words(1000)),
        "words_en": Column(_("英文题干"), _words(1000)),
        **_options(
            "english",
            dict(
                zip(
                    LETTERS,
                    [
                        _("英文选项A"),
                        _("英文选项B"),
                        _("英文选项C"),
                        _("英文选项D"),
                        _("英文选项E"),
                        _("英文选项F"),
                    ],
                    strict=True,
                )
            ),
            400,
        ),
        "explanation_en": Column(_("英文解析"), _words(2000)),
    },
)
LABELS = {name: column.label for name, column in QUESTIONS.columns.items()}
CONTENT = ("kind", "words", "words_en", "options", "options_en", "explanation", "explanation_en")
NEW, CHANGED, SAME = "new", "changed", "same"
WORDS_OF = {NEW: _("新题"), CHANGED: _("新版本"), SAME: _("没有变化")}


def read_questions(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, QUESTIONS.wanted)


@dataclass(slots=True)
class QuestionLine:
    """题库表的一行 (a line): the question, its key, what it would become, and what is wrong with it."""

    number: int
    values: dict[str, Any]
    problems: list[tuple[Any, str]] = field(default_factory=list)
    becomes: str = NEW
    standing: BankQuestion | None = None

    @property
    def becomes_words(self) -> Any:
        return WORDS_OF[self.becomes]

    def refuse(self, name: str, reason: Any) -> None:
        self.problems.append((LABELS[name], str(reason)))


def lines_of(bank: QuestionBank, rows: Sequence[Row]) -> list[QuestionLine]:
    """Every row with what is wrong with it, and what it would be beside what the bank has."""
    current = {each.code: each for each in BankQuestion.objects.current().filter(bank=bank)}
    keys = {key.question_id: key for key in AnswerKey.objects.in_force().filter(question__bank=bank)}
    lines, first = [], dict[str, int]()
    for row in rows:
        values, problems = read_row(QUESTIONS, row)
        line = QuestionLine(row.number, values, list(problems))
        if not line.problems:
            _put_together(line)
        if not line.problems:
            _compare(line, current.get(values["code"]), keys)
        code = values.get("code", "")
        if code and code in first:
            line.refuse("code", _("和第 %(number)s 行题号相同，请删去一行") % {"number": first[code]})
        first.setdefault(code, row.number)
        lines.append(line)
    return lines


def _put_together(line: QuestionLine) -> None:
    """Six cells of options are one list without holes, and the answer is among them."""
    values = line.values
    is_judged = values["kind"] == Kind.TRUE_FALSE
    options = _listed(line, "option")
    english = _listed(line, "english")
    if is_judged and not options:
        options, english = TRUE_OR_FALSE, TRUE_OR_FALSE_EN
    if len(options) < 2 or (is_judged and len(options) != 2):
        line.refuse("option_a", _("选择题至少两个选项，判断题两个或不填"))
    if english and len(english) != len(options):
        line.refuse("english_a", _("英文选项要么都填，要么都不填"))
    letters = values["answer"]
    if set(letters) - set(LETTERS[: len(options)]):
        line.refuse("answer", _("答案里有本题没有的选项"))
    elif (values["kind"] == Kind.MULTIPLE) == (len(letters) == 1):
        line.refuse("answer", _("单选和判断题一个答案，多选题两个以上"))
    values |= {"options": options, "options_en": english}


def _listed(line: QuestionLine, prefix: str) -> list[str]:
    cells = [line.values[f"{prefix}_{letter}".lower()] for letter in LETTERS]
    told = [cell for cell in cells if cell]
    if cells[: len(told)] != told:
        line.refuse(f"{prefix}_a", _("选项要从 A 起连续填写，中间不能空"))
    return told


def _compare(line: QuestionLine, standing: BankQuestion | None, keys: dict[int, AnswerKey]) -> None:
    """A known question of other words is its next version; other letters alone are a correction."""
    line.standing = standing
    if standing is None:
        return
    if any(getattr(standing, name) != line.values[name] for name in CONTENT):
        line.becomes = CHANGED
        return
    line.becomes = SAME
    key = keys.get(standing.pk)
    if key is not None and not key.is_void and key.letters != line.values["answer"]:
        line.refuse("answer", _("答案与现行的不同：请在题目页上更正，写明原因"))
