"""
保存期限 (terms): which data is kept how long, from when, and what becomes of it then.

Each app adds its own; the numbers stand in ``settings.RETENTION`` by the term's key.
``manage.py print_retention`` writes the table into docs/reference/retention.md. What a
legal hold keeps is kept past every term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise

from zibo_youth.core.calendar import now

from .models import LegalHold


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """
    One kind of data.

    ``due(before)`` gives the rows whose time is over and that still hold something,
    ``let_go`` deletes or empties some of them and returns how many. ``of`` are the
    look-ups from a row to the person, for whom a hold may stand.
    """

    key: str
    what: str | Promise
    since: str | Promise
    then: str | Promise
    source: str
    due: Callable[[datetime], QuerySet[Any]]
    let_go: Callable[[QuerySet[Any]], int]
    of: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return int(settings.RETENTION[self.key])

    def rows(self) -> QuerySet[Any]:
        """What would go now."""
        found = self.due(now() - timedelta(days=self.days))
        held = LegalHold.objects.standing().values("person")
        for path in self.of:
            found = found.exclude(**{f"{path}__in": held})
        return found


_terms: dict[str, Term] = {}


def add_terms(terms: Iterable[Term]) -> None:
    """Called once by each app, when it is ready."""
    for term in terms:
        if term.key in _terms:
            raise ValueError(f"the term {term.key!r} is registered twice")
        _terms[term.key] = term


def terms() -> list[Term]:
    """In the order in which the apps registered them."""
    return list(_terms.values())


def term(key: str) -> Term:
    """Raises `KeyError` for a key that nobody has registered."""
    return _terms[key]
