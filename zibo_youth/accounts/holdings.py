"""
What each table holds of a person, and what becomes of it when the account is closed.

Every table that leads to a person or a log-in is named here by its app, once: with
the columns that are emptied, or as a table whose rows go, or as papers of an office
that tell of no applicant. `tests/accounts/test_holdings.py` walks the foreign keys
and fails for a column that nobody has named (docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from pghistory.models import Event

from zibo_youth.core.errors import DomainError

from .models import Person

# What stands where a rule wants words and the person's own are gone.
WORDS_GONE = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """
    What one table holds of a person.

    ``of``: look-ups from a row to the person. ``blank``: column → what stands there
    afterwards, in the row's history as well. ``then``: columns that follow, and tell
    nothing. ``keep``: text columns that tell nothing of a person, each with its reason.
    ``drop``: the rows go; ``files``: the columns that name their private files.
    """

    model: type[models.Model]
    of: tuple[str, ...]
    drop: bool = False
    blank: Mapping[str, Any] = field(default_factory=dict)
    then: Mapping[str, Any] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def rows(self, people: Iterable[int]) -> QuerySet[Any]:
        return self.model._base_manager.filter(self._of(people))

    def history(self, people: Iterable[int], rows: Iterable[int]) -> QuerySet[Any] | None:
        """The kept changes of these rows, and of rows of the same people that are no longer there."""
        events = history_of(self.model)
        if events is None:
            return None
        lost = self._of(people) if self._leads_from(events) else Q()
        return events._base_manager.filter(Q(pgh_obj__in=rows) | lost)

    def said(self) -> Q:
        """Rows in which a column is not what is left when its words go."""
        found = Q(pk__in=[])
        for column, left in self.blank.items():
            found |= Q(**{f"{column}__isnull": False}) if left is None else ~Q(**{column: left})
        return found

    def _of(self, people: Iterable[int]) -> Q:
        found = Q(pk__in=[])
        for path in self.of:
            found |= Q(**{f"{path}__in": people})
        return found

    def _leads_from(self, events: type[models.Model]) -> bool:
        kept = {column.name for column in events._meta.get_fields()}
        return all(path.split("__")[0] in kept for path in self.of)

    def blank_in_history(self) -> dict[str, Any]:
        """Words become empty, days and numbers unknown."""
        events = history_of(self.model)
        kept = {column.name for column in events._meta.get_fields()} if events else set()
        return {name: None if value is None else "" for name, value in self.blank.items() if name in kept}


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whose account is closed: every row of the human, every log-in, and what they were reached by."""

    people: frozenset[int]
    log_ins: frozenset[int]
    mobiles: frozenset[str]
    names: frozenset[str]


def _nothing(_person: Any) -> Any:
    return ()


def _no_more(_leaving: Leaving) -> None:
    return None


def _not_needed(_person: int) -> date | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    What one app says about closing an account.

    ``obstacles``: what still hangs on it, as refusals with the next step. ``before`` ends
    what is open, ``after`` removes what no foreign key leads to. ``identity_until``: the
    last day on which a rule needs the keyed hash of the document.
    """

    holdings: Sequence[Holding] = ()
    papers: Mapping[type[models.Model], str] = field(default_factory=dict)
    obstacles: Callable[[Person], Iterable[DomainError]] = _nothing
    before: Callable[[Leaving], None] = _no_more
    after: Callable[[Leaving], None] = _no_more
    identity_until: Callable[[int], date | None] = _not_needed


_parts: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Called once by each app that holds something of people, when it is ready."""
    if name in _parts:
        raise ValueError(f"the part {name!r} of what is held is registered twice")
    _parts[name] = part


def parts() -> list[Part]:
    """The programmes first: their rows rest on those of the house."""
    return list(reversed(_parts.values()))


def holdings() -> list[Holding]:
    """In the order in which they are emptied."""
    return [holding for part in parts() for holding in part.holdings]


def holding_of(model: type[models.Model]) -> Holding:
    """Raises `KeyError` for a table that holds nothing of a person."""
    return {holding.model: holding for holding in holdings()}[model]


def told_of(people: QuerySet[Any]) -> set[int]:
    """Of which of these people some row still says something, or is there although it should be gone."""
    found: set[int] = set()
    for holding in holdings():
        rows = holding.rows(people) if holding.drop else holding.rows(people).filter(holding.said())
        for path in holding.of:
            found |= set(rows.values_list(path, flat=True))
    return found & set(people.values_list("pk", flat=True))


def papers() -> dict[type[models.Model], str]:
    """Tables that name a person only as the office that acted, and why."""
    return {model: why for part in parts() for model, why in part.papers.items()}


def obstacles(person: Person) -> list[DomainError]:
    """Why this account cannot be closed now; empty when it can."""
    return [refusal for part in parts() for refusal in part.obstacles(person)]


def identity_until(person: int) -> date | None:
    """The last day on which the keyed hash of the document is needed; None when no rule needs it."""
    days = [day for part in parts() if (day := part.identity_until(person))]
    return max(days, default=None)


def history_of(model: type[models.Model]) -> Any:
    """The table of kept changes of a model, or None."""
    return _histories().get(model)


@cache
def _histories() -> dict[type[models.Model], type[models.Model]]:
    events = (m for m in apps.get_models() if issubclass(m, Event) and not m._meta.proxy)
    return {_tracked(event): event for event in events if _tracked(event)}


def _tracked(event: Any) -> Any:
    """Whose changes an event table keeps."""
    columns = {column.name: column for column in event._meta.get_fields()}
    return columns["pgh_obj"].related_model if "pgh_obj" in columns else None


def if_said(column: str) -> Case:
    """Where a rule wants a reason beside a state: a dash for words, nothing for nothing."""
    return Case(When(**{column: ""}, then=Value("")), default=Value(WORDS_GONE), output_field=CharField())


def by_number(prefix: str) -> Concat:
    """Where a column is unique: the row's own number in place of what stood there."""
    return Concat(Value(prefix), Cast("pk", CharField()), output_field=CharField())
