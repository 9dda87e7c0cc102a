"""名册 (the roster): its columns, what a cell of each may say, and what is wrong with a line of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import mobile
from zibo_youth.accounts.errors import InvalidMobile
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import age_on, today
from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import CellRefused, Column, Sheet, read_row
from zibo_youth.core.workbooks import Row

from .entrance import OF_AGE
from .models import Quota, Registration, RosterPerson, Session
from .models.roster import mark_of

LONGEST_NAME, LONGEST_RELATION = 60, 20
DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?", re.ASCII)
LAST4 = re.compile(r"[0-9]{1,4}|[0-9]{3}X", re.ASCII)
WOMAN, MAN = Person.Gender.FEMALE.value, Person.Gender.MALE.value
GENDERS = {"女": WOMAN, "F": WOMAN, "男": MAN, "M": MAN}


def _name(said: str) -> str:
    name = " ".join(unicodedata.normalize("NFKC", said).split())
    if len(name) > LONGEST_NAME:
        raise CellRefused(reason=_("最多 %(most)s 个字") % {"most": LONGEST_NAME})
    if any(unicodedata.category(sign)[0] in "CN" for sign in name):
        raise CellRefused(reason=_("姓名里有数字或看不见的字符，请改正"))
    return name


def _day(said: str) -> date:
    found = DAY.fullmatch(said.removesuffix(" 00:00:00"))
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None or not date(1900, 1, 1) <= day <= today():
        raise CellRefused(reason=_("请按“年-月-日”填写，例如 2008-03-05"))
    return day


def _last4(said: str) -> str:
    """A spreadsheet drops zeros at the front of a number: they are put back."""
    told = unicodedata.normalize("NFKC", said).upper()
    if LAST4.fullmatch(told) is None:
        raise CellRefused(reason=_("请填证件号码最后四位，例如 0012 或 123X"))
    return told.zfill(4)


def _gender(said: str) -> int:
    found = GENDERS.get(said.upper())
    if found is None:
        raise CellRefused(reason=_("请填“男”或“女”"))
    return int(found)


def _mobile(said: str) -> str:
    try:
        return mobile.normalise(said)
    except InvalidMobile as refusal:
        raise CellRefused(reason=str(refusal)) from refusal


def _relation(said: str) -> str:
    if len(said) > LONGEST_RELATION:
        raise CellRefused(reason=_("最多 %(most)s 个字") % {"most": LONGEST_RELATION})
    return said


ROSTER = Sheet(
    _("名册"),
    {
        "full_name": Column(_("姓名"), _name, is_needed=True),
        "birth_date": Column(_("出生日期"), _day, is_needed=True),
        "id_last4": Column(_("证件号码后四位"), _last4, is_needed=True),
        "gender": Column(pgettext_lazy("名册", "性别"), _gender),
        "mobile": Column(_("手机号"), _mobile),
        "guardian_name": Column(_("监护人姓名"), _name),
        "guardian_mobile": Column(_("监护人电话"), _mobile),
        "relation": Column(_("与本人关系"), _relation),
    },
)
LABELS = {name: column.label for name, column in ROSTER.columns.items()}


def read_roster(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, ROSTER.wanted)


@dataclass(slots=True)
class RosterLine:
    """名册的一行 (a line): its number in the file, who it is, and what is wrong with it, by column."""

    number: int
    values: dict[str, Any]
    problems: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def mark(self) -> str:
        return mark_of(self.values["full_name"], self.values["birth_date"], self.values["id_last4"])

    def refuse(self, name: str, reason: Any) -> None:
        self.problems.append((LABELS[name], str(reason)))


def lines_of(session: Session, quota: Quota, rows: Sequence[Row]) -> list[RosterLine]:
    """Every row with what is wrong with it: its cells, the rules of the event, and whoever is there twice."""
    lines = []
    for row in rows:
        values, problems = read_row(ROSTER, row)
        values |= {"gender": values.get("gender") or 0}
        line = RosterLine(row.number, values, list(problems))
        if not problems:
            _look(session, quota, line)
        lines.append(line)
    _look_for_twins(session, [line for line in lines if not line.problems])
    return lines


def _look(session: Session, quota: Quota, line: RosterLine) -> None:
    """The rules of the event for one person: age, the guardian of a minor, the part of the places."""
    age = age_on(line.values["birth_date"], timezone.localdate(session.starts_at))
    event = session.event
    if event.age_from is not None and age < event.age_from:
        words: dict[str, Any] = {"lowest": event.age_from, "age": age}
        line.refuse("birth_date", _("本活动面向 %(lowest)s 周岁以上，活动当天 %(age)s 周岁") % words)
    if event.age_to is not None and age > event.age_to:
        words = {"highest": event.age_to, "age": age}
        line.refuse("birth_date", _("本活动面向 %(highest)s 周岁以下，活动当天 %(age)s 周岁") % words)
    guardian = [name for name in ("guardian_name", "guardian_mobile", "relation") if not line.values[name]]
    if guardian and (age < OF_AGE or len(guardian) < 3):
        line.refuse(guardian[0], _("未满 18 周岁须有监护人同意：姓名、电话和关系都要填写"))
    if quota.gender and line.values["gender"] != quota.gender:
        words = {"quota": quota.local_name, "wanted": quota.get_gender_display()}
        line.refuse("gender", _("“%(quota)s”只接受%(wanted)s性，请改正或移到另一份名册") % words)


def _look_for_twins(session: Session, lines: list[RosterLine]) -> None:
    """The same person twice in the file, on another roster of the session, or registered alone."""
    marks = [line.mark for line in lines]
    there = set(
        RosterPerson.objects.live().filter(session=session, mark__in=marks).values_list("mark", flat=True)
    )
    alone = marks_of_people(session)
    first: dict[str, int] = {}
    for line, mark in zip(lines, marks, strict=True):
        if mark in first:
            line.refuse("full_name", _("和第 %(number)s 行是同一个人，请删去一行") % {"number": first[mark]})
        elif mark in there:
            line.refuse("full_name", _("已在本场次的另一份名册里，请删去这一行"))
        elif mark in alone:
            line.refuse("full_name", _("本人已报名这个场次，请删去这一行"))
        first.setdefault(mark, line.number)


def marks_of_people(session: Session) -> set[str]:
    """Of everybody who registered for the session alone."""
    own = Registration.objects.live().filter(
        session=session, organisation=None, person__birth_date__isnull=False
    )
    told = own.values_list("person__full_name", "person__birth_date", "person__id_last4")
    return {mark_of(*each) for each in told}
