"""
企业清单 (the list of enterprises): its columns, and what a line would change in the register.

Nothing here asks whether a telephone number has an account: a list may hold thousands of numbers, and a look
at it keeps nothing. A number is compared with those of the officers of that very enterprise alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zibo_youth.accounts import identity
from zibo_youth.accounts import mobile as mobiles
from zibo_youth.accounts.errors import InvalidMobile
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import LANGUAGES, CellRefused, Column, Sheet, read_row
from zibo_youth.core.workbooks import Row

from .models import Enterprise

MOST_WORKERS = 1_000_000
MOST_OFFICERS = 5
# What an import may change of an enterprise that is known, and of its company; the code it never does.
OF_ENTERPRISE = ("sector", "workers", "young_workers", "league_branch")
OF_COMPANY = ("name", "address", "district")
OFFICER = "officers"
NEW, CHANGED, SAME = "new", "changed", "same"


def _code(said: str) -> str:
    told = said.upper()
    try:
        identity.validate_uscc(told)
    except ValidationError as refusal:
        raise CellRefused(reason=_("统一社会信用代码有误，请核对18位代码")) from refusal
    return told


def _short(most: int) -> Any:
    def read(said: str) -> str:
        if len(said) > most:
            raise CellRefused(reason=_("最多 %(most)s 个字") % {"most": most})
        return said

    return read


def _sector(said: str) -> str:
    """By its name in either language."""
    for language in LANGUAGES:
        with override(language):
            for value, label in Enterprise.Sector.choices:
                if said.casefold() == str(label).casefold():
                    return str(value)
    named = "、".join(str(label) for label in Enterprise.Sector.labels)
    raise CellRefused(reason=_("请填这些行业之一：%(names)s") % {"names": named})


def _count(said: str) -> int:
    told = said.removesuffix(".0").replace(",", "")
    if not (told.isascii() and told.isdigit() and len(told) <= 7 and int(told) <= MOST_WORKERS):
        raise CellRefused(reason=_("请填人数，例如 120"))
    return int(told)


def _officers(said: str) -> list[str]:
    """Numbers in E.164, as accounts have them; whether one has is asked nowhere."""
    try:
        found = [mobiles.normalise(part) for part in re.split("[、，,;；]", said) if part.strip()]
    except InvalidMobile as refusal:
        raise CellRefused(reason=InvalidMobile.message) from refusal
    if len(found) > MOST_OFFICERS:
        raise CellRefused(reason=_("最多写 %(most)s 个安全员") % {"most": MOST_OFFICERS})
    return list(dict.fromkeys(found))


ENTERPRISES = Sheet(
    _("重点监管企业"),
    {
        "uscc": Column(_("统一社会信用代码"), _code, is_needed=True),
        "name": Column(_("企业名称"), _short(80), is_needed=True),
        "district": Column(_("区县"), is_needed=True),
        "sector": Column(_("行业"), _sector, is_needed=True),
        "workers": Column(_("职工人数"), _count),
        "young_workers": Column(_("35 周岁以下职工人数"), _count),
        "league_branch": Column(_("企业团组织"), _short(80)),
        "address": Column(_("地址"), _short(120)),
        OFFICER: Column(_("安全员手机号"), _officers, may_lack=True),
    },
)
LABELS = {name: column.label for name, column in ENTERPRISES.columns.items()}


def read_enterprises(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, ENTERPRISES.wanted)


@dataclass(frozen=True, slots=True)
class Change:
    """一处变化 (a change): of which column, from what to what, as both are kept."""

    field: str
    old: str
    new: str

    @property
    def label(self) -> Any:
        return LABELS[self.field]

    @property
    def was(self) -> str:
        return _shown(self.field, self.old)

    @property
    def becomes(self) -> str:
        return _shown(self.field, self.new)


def _shown(name: str, said: str) -> str:
    """As a page says it: a sector by its name, a telephone by its end."""
    if said and name == "sector":
        return str(Enterprise.Sector(said).label)
    if said and name == OFFICER:
        return str(_("尾号 %(end)s") % {"end": said[-4:]})
    return said or str(_("未填写"))


@dataclass(slots=True)
class EnterpriseLine:
    """清单的一行 (a line): what it says, what is wrong, and whether it is new, a change, or nothing."""

    number: int
    values: dict[str, Any]
    problems: list[tuple[Any, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    district: Organisation | None = None
    known: Enterprise | None = None

    def refuse(self, name: str, reason: Any) -> None:
        self.problems.append((LABELS[name], str(reason)))

    @property
    def standing(self) -> str:
        if self.known is None:
            return NEW
        return CHANGED if self.changes else SAME

    @property
    def officers(self) -> list[str]:
        """Numbers of officers whom the enterprise has not got yet."""
        return [change.new for change in self.changes if change.field == OFFICER]

    def is_changed_in(self, names: Sequence[str]) -> bool:
        return any(change.field in names for change in self.changes)

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


def lines_of(rows: Sequence[Row], districts: Sequence[Organisation]) -> list[EnterpriseLine]:
    """Every row with what is wrong with it; ``districts`` are those that the reader may write for."""
    named = {name: each for each in districts for name in _names_of(each)}
    lines = [_line(row, named) for row in rows]
    _look_up(lines, districts)
    _look_for_twins(lines)
    return lines


def _names_of(district: Organisation) -> list[str]:
    area = [district.area.name] if district.area else []
    return [district.code, district.name, district.short_name, *area]


def _line(row: Row, districts: dict[str, Organisation]) -> EnterpriseLine:
    values, problems = read_row(ENTERPRISES, row)
    line = EnterpriseLine(row.number, values, list(problems))
    for name in ("workers", "young_workers"):
        values[name] = values.get(name) or 0
    line.district = districts.get(values.get("district", ""))
    if values.get("district") and line.district is None:
        line.refuse("district", _("没有这个区县，或不在您的范围内"))
    if not problems and values["young_workers"] > values["workers"]:
        line.refuse("young_workers", _("不得多于职工人数"))
    return line


def _look_up(lines: Sequence[EnterpriseLine], districts: Sequence[Organisation]) -> None:
    """What the register holds of each code, whose the code is, and what the line says otherwise."""
    codes = [line.values.get("uscc", "") for line in lines]
    rows = Organisation.objects.filter(uscc__in=codes).exclude(uscc="")
    companies = {each.uscc: each for each in rows.select_related("enterprise", "reporting_org")}
    serving = _numbers_of_officers(companies.values())
    reach = {each.pk for each in districts}
    for line in lines:
        if line.problems:
            continue
        company = companies.get(line.values["uscc"])
        if company is not None and _is_of_another(company, line, reach):
            line.refuse("uscc", _("这个代码已属于其他区县的单位，或该单位不是企业"))
            continue
        line.known = getattr(company, "enterprise", None)
        held = serving.get(company.pk, set()) if company else set()
        line.changes = [*_changes(line), *_new_officers(line, held)]


def _is_of_another(company: Organisation, line: EnterpriseLine, reach: set[int]) -> bool:
    """A company under supervision may go from one to another of the reader's own districts."""
    may_move = hasattr(company, "enterprise") and company.reporting_org_id in reach
    is_there = company.reporting_org == line.district or may_move
    return company.kind != Organisation.Kind.COMPANY or not is_there


def _changes(line: EnterpriseLine) -> Iterator[Change]:
    """Of an address that the list leaves open nothing is said."""
    if line.known is None:
        return
    company, told = line.known.organisation, line.values
    held = {name: getattr(line.known, name) for name in OF_ENTERPRISE}
    held |= {"name": company.name, "address": company.address, "district": company.reporting_org}
    told = told | {"district": line.district, "address": told.get("address") or company.address}
    for name in (*OF_COMPANY, *OF_ENTERPRISE):
        if told.get(name) != held[name]:
            yield Change(name, str(held[name]), str(told.get(name, "")))


def _new_officers(line: EnterpriseLine, serving: set[str]) -> list[Change]:
    return [Change(OFFICER, "", number) for number in line.values[OFFICER] or () if number not in serving]


def _numbers_of_officers(companies: Iterable[Organisation]) -> dict[int, set[str]]:
    """Of each company the numbers under which its safety officers of today log in."""
    held = Membership.objects.filter(organisation__in=list(companies), role=Membership.Role.SAFETY_OFFICER)
    found: dict[int, set[str]] = {}
    serving = held.current(today()).values_list("organisation_id", "person_id")
    users = User.objects.filter(person__in=[person for _of, person in serving])
    numbers = dict(users.values_list("person_id", "mobile"))
    for company, person in serving:
        found.setdefault(company, set()).add(numbers.get(person, ""))
    return found


def _look_for_twins(lines: Sequence[EnterpriseLine]) -> None:
    first: dict[str, int] = {}
    for line in lines:
        code = line.values.get("uscc", "")
        if code and code in first:
            line.refuse("uscc", _("和第 %(number)s 行是同一家企业，请删去一行") % {"number": first[code]})
        first.setdefault(code, line.number)


def since_of(known: Enterprise | None, on: date) -> date:
    """Under supervision from the day of the import on, unless it was before."""
    return known.since if known else on
