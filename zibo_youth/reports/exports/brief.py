"""
文字通报 (the brief): one page of plain words, written from the figures of the sheet.

It says nothing that no figure says: no praise, no cause, no plan. What was not
reported is named as such, and what has no base is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import BinaryIO

from django.utils import timezone, translation

from zibo_youth.core.exports.table import clean
from zibo_youth.reports.comparison import Evaluation
from zibo_youth.reports.ranking import Standing, standing_of, standings_of
from zibo_youth.reports.sheet import Line, Sheet

from . import city, layout
from .wording import ordinal, sentence

INDENT = layout.SPACE * 2
# Of one action; with more, seven actions would not fit a page.
MOST_OF_ACTION, FIRST_PLACES = 3, 3


def brief_of(sheet: Sheet) -> str:
    """The text, paragraphs indented as in a notice."""
    with translation.override("zh-hans"):
        return "\n".join([_title(sheet), *_standing(sheet), "", *_body(sheet), *_end(sheet)]) + "\n"


def write_brief(sheet: Sheet, target: BinaryIO) -> None:
    """The same as a text file that opens in Chinese everywhere."""
    target.write(brief_of(sheet).replace("\n", "\r\n").encode("utf-8-sig"))


def _title(sheet: Sheet) -> str:
    about = "进展情况通报" if sheet.is_city else "进展情况"
    return f"{sheet.month}{clean(sheet.unit)}共青团重点工作{about}"


def _standing(sheet: Sheet) -> list[str]:
    return [] if sheet.is_sent else [f"（{layout.standing(sheet)}）"]


def _body(sheet: Sheet) -> Iterator[str]:
    yield INDENT + _lead(sheet)
    number = 0
    for action, lines in sheet.by_action:
        told = _sentences(lines)
        if told:
            number += 1
            yield f"{INDENT}{ordinal(number)}、{action}"
            yield INDENT + told
    if sheet.units:
        yield f"{INDENT}{ordinal(number + 1)}、各单位进度"
        yield INDENT + "".join(_units(sheet))
    for correction in sheet.corrections:
        yield INDENT + "更正：" + layout.corrected(correction).removeprefix("* ")


# --- the lead ------------------------------------------------------------------------------------


def _lead(sheet: Sheet) -> str:
    """How many indicators, how many reported, how those with a target stand beside the schedule."""
    reported = [amount for line in sheet.lines if (amount := line.this_month) is not None]
    idle = [amount for amount in reported if amount.value == 0]
    said = f"{layout.period_of(sheet.month)}，月报共{len(sheet.lines)}项指标，已填报{len(reported)}项"
    said += f"，其中本月为零的{len(idle)}项。" if idle else "。"
    return said + _targets(sheet)


def _targets(sheet: Sheet) -> str:
    """Every class that holds one, so that they add up to those with a target."""
    standing = standing_of(sheet, sheet.lines)
    if not standing.with_target:
        return ""
    counted = [f"{one.label}{standing.counts[one]}项" for one in Evaluation if standing.counts[one]]
    if standing.counts[None]:
        counted.append(f"未填报{standing.counts[None]}项")
    schedule = f"序时进度为{sheet.month.schedule}%"
    return f"有年度目标的{standing.with_target}项，{schedule}，{'、'.join(counted)}。"


# --- the actions ---------------------------------------------------------------------------------


def _sentences(lines: Sequence[Line]) -> str:
    """Those with a target first, then what has happened this year; the rest stands in the sheet."""
    worth = [line for line in lines if line.figure.target] + [
        line for line in lines if not line.figure.target and _has_happened(line)
    ]
    chosen = [line for line in worth if sentence(line)][:MOST_OF_ACTION]
    return "".join(sentence(line) for line in sorted(chosen, key=lambda line: line.figure.position))


def _has_happened(line: Line) -> bool:
    return line.to_date is not None and bool(line.to_date.part)


# --- the units -----------------------------------------------------------------------------------


def _units(sheet: Sheet) -> Iterator[str]:
    """First places, delays, who has not sent: as the ranking sheet counts them."""
    placed = standings_of(sheet.units)
    first = [(place, standing) for place, standing in placed if place and place <= FIRST_PLACES]
    if first:
        yield f"有年度目标指标达序时比例：{'；'.join(_places(first))}。"
    behind = [(s.sheet.unit, s.counts[Evaluation.BEHIND]) for _place, s in placed]
    told = [f"{clean(unit)}{count}项" for unit, count in behind if count]
    if told:
        yield f"慢序时指标：{'、'.join(told)}。"
    yield from _punctuality(sheet)


def _places(first: Sequence[tuple[int | None, Standing]]) -> Iterator[str]:
    for place, sharing in groupby(first, key=lambda one: one[0]):
        standings = [standing for _place, standing in sharing]
        names = "、".join(clean(standing.sheet.unit) for standing in standings)
        shared = "并列" if len(standings) > 1 else ""
        yield f"{names}{shared}第{place}位（{standings[0].share}%）"


def _punctuality(sheet: Sheet) -> Iterator[str]:
    told = [(clean(unit.unit), city.punctuality(unit)) for unit in sheet.units]
    late = [f"{unit}（{words}）" for unit, words in told if words.startswith("迟报")]
    unsent = [unit for unit, words in told if words == city.UNSENT]
    if late:
        yield f"迟报：{'、'.join(late)}。"
    if unsent:
        yield f"尚未上报：{'、'.join(unsent)}。"


def _end(sheet: Sheet) -> list[str]:
    """Who tells it, and the day on which it was sent."""
    report = sheet.report
    day = report.submitted_at and layout.day(timezone.localdate(report.submitted_at))
    return ["", clean(report.organisation.name), *([day] if day and sheet.is_sent else [])]
