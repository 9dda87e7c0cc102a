"""
核对 (checks) before a report is sent: what is missing, contradicts itself, or needs a word.

Rules: domain.md §4.1. A finding that needs a note is answered by the note; one
that does not is answered by putting the figure right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .comparison import change
from .kpis import Kind
from .models import Figure

MISSING = _("未填报；没有开展也要填 0（零报告）")
BEYOND_ITS_WHOLE = _("分子大于分母")
LESS_THAN_THE_MONTH = _("本年累计小于本月完成")
JUMPED = _("比上月增减超过 20%，请在备注中说明")
FELL = _("存量比上月减少，请在备注中说明")
SHRUNK = _("本年累计小于上月的本年累计，请在备注中说明")
BROKEN_SUM = _("本年累计与上月累计加本月完成不一致，请在备注中说明")


@dataclass(frozen=True, slots=True)
class Finding:
    """核对问题 (a finding): the figure, what is the matter, and whether a note answers it."""

    figure: Figure
    words: str | Promise
    by_note: bool

    @property
    def is_open(self) -> bool:
        return not (self.by_note and self.figure.note)

    def __str__(self) -> str:
        return f"{self.figure.local_label}：{self.words}"


def check(figures: Iterable[Figure], before: Iterable[Figure] = ()) -> list[Finding]:
    """All findings; ``before`` are the figures of last month's report, where there is one."""
    last_month = {figure.code: figure for figure in before}
    return [finding for figure in figures for finding in _of(figure, last_month.get(figure.code))]


def still_open(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_open]


def _of(figure: Figure, last: Figure | None) -> Iterator[Finding]:
    month, to_date = figure.amount("month"), figure.amount("to_date")
    if month is None or to_date is None:
        yield Finding(figure, MISSING, by_note=False)
        return
    if month.whole is not None and month.part > month.whole:
        yield Finding(figure, BEYOND_ITS_WHOLE, by_note=False)
    if figure.kind != Kind.SHARE and to_date.part < month.part:
        yield Finding(figure, LESS_THAN_THE_MONTH, by_note=False)
    previous = figure.amount("previous")
    if figure.kind == Kind.STOCK and previous and month.part < previous.part:
        yield Finding(figure, FELL, by_note=True)
    elif change(month, previous).is_jump and figure.kind != Kind.SHARE:
        yield Finding(figure, JUMPED, by_note=True)
    if last is not None:
        yield from _of_the_year(figure, last)


def _of_the_year(figure: Figure, last: Figure) -> Iterator[Finding]:
    """
    The year to date beside last month's; a new year begins at nothing.

    A flow grows by its month. People of a year are counted once each: a month may
    add fewer than it served, and never takes any away.
    """
    month, to_date, so_far = figure.amount("month"), figure.amount("to_date"), last.amount("to_date")
    if month is None or to_date is None or so_far is None:
        return
    before = so_far.part if figure.report.of.number > 1 else 0
    if figure.kind == Kind.FLOW and to_date.part != month.part + before:
        yield Finding(figure, BROKEN_SUM, by_note=True)
    if figure.kind == Kind.PEOPLE and to_date.part < before:
        yield Finding(figure, SHRUNK, by_note=True)
