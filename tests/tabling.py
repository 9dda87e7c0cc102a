"""
State × event × role tables for tests: what whoever presses is told, in every state, by every event.

A row of a table names who may, and has a cell for each state: the state that it leads to, or the class of the
refusal. Whoever may not is told `NotAllowed` in every state, so the whole cross product stands in one table.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from types import ModuleType
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from safety.models import Enterprise
from tests import guarding, people, posting
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, NotAllowed

Act = Callable[[Any, Any], Any]
# Who may, and what they are told in each state, in the order of the states.
Row = tuple[tuple[str, ...], tuple[Any, ...]]
# One row, or several where offices are told different things.
Table = Mapping[str, Row | list[Row]]
Wrong = list[tuple[str, Any, Any]]


def tried(act: Callable[[], Any], told: Callable[[], Any]) -> Any:
    """What the act leads to, or the class of its refusal; nothing of it stays."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            return told()
        except DomainError as refusal:
            return type(refusal)
        finally:
            transaction.set_rollback(True)


def row(may: tuple[str, ...], states: Iterable[Any], rest: Any, **cells: Any) -> Row:
    """A row of many states: what is told in the named ones, and in all the ``rest``."""
    names = [str(each) for each in states]
    assert set(cells) <= set(names), set(cells) - set(names)
    return may, tuple(cells.get(name, rest) for name in names)


def rows_of(found: Row | list[Row]) -> list[Row]:
    return found if isinstance(found, list) else [found]


def disagreements(
    table: Table,
    events: Mapping[str, Act],
    at: int,
    by: Mapping[str, Any],
    fresh: Callable[[], Any],
    told: Callable[[Any], Any] = lambda row: row.state,
) -> dict[str, Wrong]:
    """
    Event by event, who is told something else than the table says: the name, what was found, what it says.

    ``fresh`` reads the row anew for every press; ``at`` is the column of the state that it is in.
    """
    wrong = {}
    for event, act in events.items():
        told_to = {name: cells[at] for may, cells in rows_of(table[event]) for name in may}
        expected = {name: told_to.get(name, NotAllowed) for name in by}
        found = {
            name: tried(lambda a=act, u=user: a(u, fresh()), lambda: told(fresh()))
            for name, user in by.items()
        }
        wrong[event] = [(name, found[name], expected[name]) for name in by if found[name] != expected[name]]
    return {event: cells for event, cells in wrong.items() if cells}


def holes(table: Table, states: Iterable[Any], by: Iterable[str]) -> list[str]:
    """Events with a row that has no cell for some state, or names somebody who is not there."""
    size, names = len(list(states)), set(by)
    return [
        event
        for event, found in table.items()
        for may, cells in rows_of(found)
        if len(cells) != size or not set(may) <= names
    ]


def moves_in(table: Table, states: Sequence[Any]) -> set[tuple[str, str]]:
    """From which state to which other one, by the cells."""
    every = {str(each) for each in states}
    return {
        (str(state), str(cell))
        for found in table.values()
        for _may, cells in rows_of(found)
        for state, cell in zip(states, cells, strict=True)
        if str(cell) in every and str(cell) != str(state)
    }


def verbs(*modules: ModuleType) -> set[str]:
    """What somebody can do there: each public function of these services that asks who acts."""
    return {
        name
        for module in modules
        for name, one in vars(module).items()
        if inspect.isfunction(one)
        and inspect.unwrap(one).__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(one).parameters.get("actor", _POSITIONAL).kind == inspect.Parameter.KEYWORD_ONLY
    }


_POSITIONAL = inspect.Parameter("actor", inspect.Parameter.POSITIONAL_ONLY)


def verbs_of(table: Iterable[str]) -> set[str]:
    """An event is called like its verb, and perhaps how: ``answer_objection: upheld``."""
    return {event.partition(":")[0] for event in table}


def retired(user: User) -> User:
    """Whose office ended yesterday."""
    Membership.objects.filter(person=user.person).update(until_on=today() - timedelta(days=1))
    return user


def everybody(enterprise: Enterprise) -> dict[str, Any]:
    """Whoever could have to do with an enterprise's posts and names, and whoever could not."""
    return {
        "unit": posting.unit(enterprise),
        "colleague": guarding.safety_officer(enterprise, name="同安"),
        "unit elsewhere": guarding.safety_officer(guarding.enterprise(), name="外安"),
        "district": posting.district_officer(enterprise.organisation.reporting_org.code),
        "district elsewhere": posting.district_officer("linzi"),
        "city": posting.city(),
        "city before": retired(people.city_staff("前市")),
        "reviewer": posting.reviewer_user(),
        "bureau": guarding.emergency_officer(),
        "administrator": people.administrator(),
        "applicant": people.applicant(),
        "newcomer": people.newcomer(),
        "nobody": AnonymousUser(),
    }
