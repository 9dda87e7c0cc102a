"""
培训名单 (a list of trainees): its columns, and what a line means as a line of the events' own rosters.

A whole identity number is read for the day of birth and the last four signs, and never kept: who somebody
is for a training is the keyed mark of the rosters (`events.models.roster.mark_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.roster_sheet import ROSTER, RosterLine
from zibo_youth.accounts import identity
from zibo_youth.accounts.errors import InvalidIdNumber
from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import CellRefused, Column, Sheet, read_row
from zibo_youth.core.workbooks import Row

from .exam_advice import DEGREE_WORDS, MAJORS, Advice, advice_for
from .models import Enterprise

MOST_YEARS = 60
OF_ROSTERS = ("full_name", "birth_date", "id_last4", "gender", "mobile")
GENDERS = {1: "男", 2: "女"}


def _number(said: str) -> identity.IdFacts:
    try:
        return identity.read(identity.MAINLAND, said)
    except InvalidIdNumber as refusal:
        raise CellRefused(reason=_("身份证号有误，请核对 18 位号码")) from refusal


def _degree(said: str) -> str:
    for word, degree in DEGREE_WORDS.items():
        if word in said:
            return str(degree)
    raise CellRefused(reason=_("请填大专、本科、硕士、博士等学历，或不填"))


def _major(said: str) -> bool:
    if said not in MAJORS:
        raise CellRefused(reason=_("请填“安全类”或“其他”，或不填"))
    return MAJORS[said]


def _years(said: str) -> int:
    told = said.removesuffix("年").removesuffix(".0")
    if not (told.isascii() and told.isdigit() and int(told[:4]) <= MOST_YEARS):
        raise CellRefused(reason=_("请填从事安全工作的整年数，例如 5"))
    return int(told)


TRAINEES = Sheet(
    _("培训名单"),
    {
        "uscc": Column(_("统一社会信用代码")),
        "full_name": ROSTER.columns["full_name"],
        "id_number": Column(_("身份证号"), _number),
        "birth_date": Column(_("出生日期"), ROSTER.columns["birth_date"].read),
        "id_last4": Column(_("证件号码后四位"), ROSTER.columns["id_last4"].read),
        "gender": ROSTER.columns["gender"],
        "mobile": ROSTER.columns["mobile"],
        "degree": Column(pgettext_lazy("安全培训", "学历"), _degree),
        "major": Column(pgettext_lazy("安全培训", "专业"), _major),
        "years": Column(_("从事安全工作年数"), _years),
    },
)
LABELS = {name: column.label for name, column in TRAINEES.columns.items()}


def read_trainees(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, TRAINEES.wanted)


@dataclass(slots=True)
class TraineeLine:
    """
    名单的一行 (a line): whom of which enterprise it names, what is wrong with it, and the advice for it.

    ``is_known``: on the roster of this enterprise already, so that there is nothing to write.
    """

    number: int
    cells: dict[str, str]
    values: dict[str, Any]
    problems: list[tuple[Any, str]] = field(default_factory=list)
    enterprise: Enterprise | None = None
    line: RosterLine | None = None
    is_known: bool = False

    @property
    def is_good(self) -> bool:
        return not self.problems and not self.is_known

    @property
    def name(self) -> str:
        return str(self.values.get("full_name", ""))

    @property
    def advice(self) -> Advice:
        years, degree = self.values.get("years"), self.values.get("degree") or ""
        told = years if isinstance(years, int) else None
        return advice_for(degree, told, of_safety=self.values.get("major") is True)

    def refuse(self, name: str, reason: Any) -> None:
        self.problems.append((LABELS[name], str(reason)))

    def as_roster_row(self) -> Row:
        """The same person as a row of a roster, with no more than a roster has."""
        return Row(self.number, {name: self.cells[name] for name in OF_ROSTERS if self.cells.get(name)})


def lines_of(rows: Sequence[Row]) -> list[TraineeLine]:
    """Every row read by its cells alone, with the identity number turned into what a roster asks."""
    return [_line(row) for row in rows]


def _line(row: Row) -> TraineeLine:
    values, problems = read_row(TRAINEES, row)
    cells = dict(row.cells)
    facts = values.pop("id_number", "")
    cells.pop("id_number", None)
    line = TraineeLine(row.number, cells, values, list(problems))
    if isinstance(facts, identity.IdFacts) and facts.birth_date:
        _agree(line, facts)
    elif not problems:
        missing = [name for name in ("birth_date", "id_last4") if not values.get(name)]
        for name in missing[:1]:
            line.refuse(name, _("请填身份证号，或出生日期和证件号码后四位"))
    return line


def _agree(line: TraineeLine, facts: identity.IdFacts) -> None:
    """The number tells the rest; what was typed beside it says the same, or is wrong."""
    told = {"birth_date": f"{facts.birth_date:%Y-%m-%d}", "id_last4": facts.number[-4:]}
    typed = {"birth_date": facts.birth_date, "id_last4": facts.number[-4:]}
    for name, value in typed.items():
        if line.values.get(name) and line.values[name] != value:
            line.refuse(name, _("和身份证号不一致，请改正"))
    line.cells |= told | {"gender": GENDERS[facts.gender or 1]}
    line.values |= typed
