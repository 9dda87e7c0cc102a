"""
成效漏斗 (funnel): of the stays that were applied for, how many were approved, slept, answered and signed.

Counted from the rows when it is asked for; the list behind a number filters the
same rows by the same condition. A stay counts in the days on which it was handed
in, so the later steps of recent days are still to come. One query, whatever the
number of stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.calendar import at
from zibo_youth.core.ratios import Ratio

from .models import FollowUp, Placement, Stay
from .querysets import StayQuerySet

State = Stay.State
# States that lie behind an approval (`Stay.NEXT`).
APPROVED = (State.APPROVED, State.CHECKED_IN, State.CHECKED_OUT, State.CANCELLED, State.NO_SHOW)
# Keys of the groups of nobody's word, of the small ones together, and before the word of a group.
UNSAID, REST, WORD = "unsaid", "rest", "is:"
MOST_LINES = 20


def _answered() -> Exists:
    return Exists(FollowUp.objects.filter(stay=OuterRef("pk"), state=FollowUp.State.ANSWERED))


def _signed() -> Exists:
    return Exists(Placement.objects.confirmed().filter(stay=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Stage:
    """一步 (stage): its word, and the condition of a stay that has come so far."""

    key: str
    label: str | Promise
    condition: Callable[[], Any]


STAGES = {
    stage.key: stage
    for stage in (
        Stage("applied", pgettext_lazy("漏斗", "申请"), lambda: Q(submitted_at__isnull=False)),
        Stage("approved", pgettext_lazy("漏斗", "通过"), lambda: Q(state__in=APPROVED)),
        Stage("stayed", pgettext_lazy("漏斗", "入住"), lambda: Q(checked_in_at__isnull=False)),
        Stage("answered", pgettext_lazy("漏斗", "回访有回答"), _answered),
        Stage("signed", pgettext_lazy("漏斗", "签约已核实"), _signed),
    )
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """分组 (dimension): what stays are told apart by; ``names`` in Chinese and English lead to the words."""

    key: str
    label: str | Promise
    path: str
    names: tuple[str, str]

    def name(self) -> str:
        return self.names[1] if get_language() == "en" else self.names[0]


DIMENSIONS = {
    dimension.key: dimension
    for dimension in (
        Dimension(
            "channel",
            _("得知渠道"),
            "referral_channel_id",
            ("referral_channel__name", "referral_channel__name_en"),
        ),
        Dimension("university", _("毕业院校"), "guest__university", ("guest__university",) * 2),
        Dimension(
            "partner",
            _("推荐单位"),
            "referral_codes__partner_id",
            ("referral_codes__partner__name",) * 2,
        ),
        Dimension(
            "district",
            _("区县"),
            "station__reporting_org_id",
            ("station__reporting_org__area__name",) * 2,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """一行 (a line of the funnel): one group's counts, in the order of `STAGES`."""

    key: str
    label: str | Promise
    counts: tuple[int, ...]

    def __getitem__(self, stage: str) -> int:
        return self.counts[list(STAGES).index(stage)]

    @property
    def is_named(self) -> bool:
        """Whether the line is one group's own."""
        return self.key.startswith(WORD)

    @property
    def signed_share(self) -> Ratio:
        """签约率: signed of those who stayed."""
        return Ratio(self["signed"], self["stayed"])


def handed_in_between(stays: StayQuerySet, first: date, last: date) -> StayQuerySet:
    """Stays handed in on the days of a span, both ends included."""
    return stays.filter(
        submitted_at__gte=at(first, time.min), submitted_at__lt=at(last + timedelta(days=1), time.min)
    )


def lines(stays: StayQuerySet, by: str) -> list[Line]:
    """The funnel of each group, the largest first; of many the small ones are one line. One query."""
    dimension = DIMENSIONS[by]
    counts = {f"n_{key}": Count("pk", filter=stage.condition()) for key, stage in STAGES.items()}
    grouped = stays.order_by().values_list(dimension.path, dimension.name()).annotate(**counts)
    found = [_line(by, value, name, tuple(numbers)) for value, name, *numbers in grouped]
    found.sort(key=lambda line: (line.key == UNSAID, [-count for count in line.counts], line.key))
    named, unsaid = [line for line in found if line.key != UNSAID], found[-1:]
    unsaid = [line for line in unsaid if line.key == UNSAID]
    kept, small = named[:MOST_LINES], named[MOST_LINES:]
    rest = [Line(REST, _("其他"), _sum(small))] if small else []
    return [*kept, *rest, *unsaid]


def _line(by: str, value: Any, name: str | None, counts: tuple[int, ...]) -> Line:
    if value in (None, ""):
        return Line(UNSAID, _("未填写"), counts)
    word = name or str(value)
    return Line(f"{WORD}{value}", pgettext("区域", word) if by == "district" else word, counts)


def _sum(some: Collection[Line]) -> tuple[int, ...]:
    return tuple(sum(line[stage] for line in some) for stage in STAGES)


def total(found: Sequence[Line]) -> Line:
    """All groups together: every stay is in one of them."""
    return Line("", _("合计"), _sum(found))


def behind(stays: StayQuerySet, by: str, key: str, stage: str) -> StayQuerySet:
    """
    The stays behind one number: those of a group that came as far as a stage.

    Raises `KeyError` for a group or a stage that there is not.
    """
    dimension = DIMENSIONS[by]
    # Grouped before it is narrowed: which groups are small is told by all of their stays.
    group = _group(stays, dimension, key)
    return stays.filter(group).filter(STAGES[stage].condition())


def _group(stays: StayQuerySet, dimension: Dimension, key: str) -> Q:
    unsaid = Q(**{f"{dimension.path}__isnull": True})
    if dimension.key == "university":
        unsaid |= Q(**{dimension.path: ""})
    if key == "":
        return Q()
    if key == UNSAID:
        return unsaid
    if key == REST:
        named = [line.key.removeprefix(WORD) for line in lines(stays, dimension.key) if line.is_named]
        return ~unsaid & ~Q(**{f"{dimension.path}__in": named})
    if not key.startswith(WORD):
        raise KeyError(key)
    return _is(dimension, key.removeprefix(WORD))


def _is(dimension: Dimension, word: str) -> Q:
    """A group by its own word; a number where the group is a row."""
    if dimension.key == "university":
        return Q(**{dimension.path: word})
    if not (word.isascii() and word.isdigit() and len(word) < 18):
        raise KeyError(word)
    return Q(**{dimension.path: int(word)})
