"""企业清单 (the list of enterprises): its columns, and what a line would change in the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zibo_youth.accounts import identity
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import LANGUAGES, CellRefused, Column, Sheet, read_row
from zibo_youth.core.workbooks import Row

from .models import Enterprise

MOST_WORKERS = 1_000_000
# What an import may change of an enterprise that is known; its code and district it never does.
CHANGES = ("sector", "workers", "young_workers", "league_branch")
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
    },
)
LABELS = {name: column.label for name, column in ENTERPRISES.columns.items()}


def read_enterprises(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, ENTERPRISES.wanted)


@dataclass(slots=True)
class EnterpriseLine:
    """清单的一行 (a line): what it says, what is wrong, and whether it is new, a change, or nothing."""

    number: int
    values: dict[str, Any]
    problems: list[tuple[Any, str]] = field(default_factory=list)
    standing: str = NEW
    district: Organisation | None = None
    known: Enterprise | None = None

    def refuse(self, name: str, reason: Any) -> None:
        self.problems.append((LABELS[name], str(reason)))

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


def lines_of(rows: Sequence[Row], districts: Sequence[Organisation]) -> list[EnterpriseLine]:
    """Every row with what is wrong with it; ``districts`` are those that the reader may write for."""
    named = {name: each for each in districts for name in _names_of(each)}
    lines = [_line(row, named) for row in rows]
    _look_up(lines)
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


def _look_up(lines: Sequence[EnterpriseLine]) -> None:
    """What the register holds of each code, and whose the code is."""
    codes = [line.values.get("uscc", "") for line in lines]
    companies = {
        each.uscc: each
        for each in Organisation.objects.filter(uscc__in=codes).exclude(uscc="").select_related("enterprise")
    }
    for line in lines:
        company = companies.get(line.values.get("uscc", ""))
        if company is None or line.problems:
            continue
        if company.kind != Organisation.Kind.COMPANY or company.reporting_org != line.district:
            line.refuse("uscc", _("这个代码已属于其他区县的单位，或该单位不是企业"))
            continue
        line.known = getattr(company, "enterprise", None)
        if line.known is not None:
            told = {name: line.values.get(name) for name in CHANGES}
            is_same = told == {name: getattr(line.known, name) for name in CHANGES}
            line.standing = SAME if is_same else CHANGED


def _look_for_twins(lines: Sequence[EnterpriseLine]) -> None:
    first: dict[str, int] = {}
    for line in lines:
        code = line.values.get("uscc", "")
        if code and code in first:
            line.refuse("uscc", _("和第 %(number)s 行是同一家企业，请删去一行") % {"number": first[code]})
        first.setdefault(code, line.number)


def since_of(known: Enterprise | None, today: date) -> date:
    """Under supervision from the day of the import on, unless it was before."""
    return known.since if known else today
