"""
注销 (erase): afterwards nothing in the database tells of the person, and every count is what it was.

Rows that figures rest on stay, with nobody's name in them. The history of each row is
emptied with it; how many changes there were, and when, remains.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pgtrigger
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from zibo_youth.accounts import holdings
from zibo_youth.accounts.errors import AccountErased
from zibo_youth.accounts.holdings import Holding, Leaving
from zibo_youth.accounts.models import ErasureRecord, Person, User
from zibo_youth.core import private_files
from zibo_youth.core.calendar import today


def lock_living(person_id: int) -> Person:
    """
    Wait for what else happens to this person, who is then still there.

    Raises `AccountErased`. The caller holds a transaction.
    """
    person: Person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if person.is_erased:
        raise AccountErased
    return person


def erase(person: Person) -> None:
    """
    Empty every row of the person, and write it down. The caller holds the person's lock.

    Nothing is asked here: `closing` has asked what hangs on the account.
    """
    people = wipe(person)
    row = Person.objects.filter(pk=person.pk)
    row.update(erased_at=Now(), returned_at=None)
    [erased_at] = row.values_list("erased_at", flat=True)
    ErasureRecord.objects.create(person_number=person.pk, public_id=person.public_id, erased_at=erased_at)
    forget_identity(people)
    person.refresh_from_db()


def wipe(person: Person) -> frozenset[int]:
    """The same without a line in the journal; returns every row that this human has been."""
    leaving = _leaving(person)
    for part in holdings.parts():
        part.before(leaving)
    files = [name for holding in holdings.holdings() for name in _empty(holding, leaving.people)]
    for part in holdings.parts():
        part.after(leaving)
    transaction.on_commit(lambda: _forget_files(files))
    return leaving.people


def forget_identity(people: Iterable[int]) -> int:
    """The keyed hash goes when no rule of a year needs it any more; returns how many went now."""
    gone = 0
    for number in people:
        until = holdings.identity_until(number)
        if until is None or until < today():
            row = Person.objects.filter(pk=number).exclude(id_index="")
            gone += row.update(id_index="")
        empty_history(holdings.history_of(Person).objects.filter(pgh_obj=number), {"id_index": ""})
    return gone


def _leaving(person: Person) -> Leaving:
    """
    Every row that this human has been.

    A log-in that was linked to another person left the row behind that its first code had made.
    """
    log_ins = set(User.objects.filter(person=person).values_list("pk", flat=True))
    been = holdings.history_of(User).objects.filter(pgh_obj__in=log_ins, person__isnull=False)
    others = User.objects.exclude(pk__in=log_ins).filter(person__isnull=False).values("person")
    left = Person.objects.filter(pk__in=been.values("person")).exclude(pk__in=others)
    people = {person.pk, *left.values_list("pk", flat=True)}
    return Leaving(
        people=frozenset(people),
        log_ins=frozenset(log_ins),
        mobiles=frozenset(_ever(people, log_ins, "mobile")),
        names=frozenset(_ever(people, (), "full_name")),
    )


def _ever(people: Collection[int], log_ins: Collection[int], column: str) -> set[str]:
    """What the column says, and what it said before."""
    rows: list[Any] = [
        Person.objects.filter(pk__in=people),
        holdings.history_of(Person).objects.filter(pgh_obj__in=people),
    ]
    if log_ins:
        rows += [
            User.objects.filter(pk__in=log_ins),
            holdings.history_of(User).objects.filter(pgh_obj__in=log_ins),
        ]
    return {said for each in rows for said in each.values_list(column, flat=True) if said}


def _empty(holding: Holding, people: Collection[int]) -> list[str]:
    """One table, its history, and what the log of the admin says of its rows; returns files to remove."""
    numbers = list(holding.rows(people).values_list("pk", flat=True))
    rows = holding.model._base_manager.filter(pk__in=numbers)
    files = [name for column in holding.files for name in rows.values_list(column, flat=True) if name]
    if holding.drop:
        rows._raw_delete(rows.db)
    _empty_rows(holding, numbers, holding.history(people, numbers))
    return files


def empty_words(rows: QuerySet[Any]) -> int:
    """抹去文字 (empty): rows whose term is over lose their words, as when an account is closed."""
    holding = holdings.holding_of(rows.model)
    numbers = list(rows.values_list("pk", flat=True))
    events = holdings.history_of(rows.model)
    _empty_rows(holding, numbers, events and events.objects.filter(pgh_obj__in=numbers))
    return len(numbers)


def empty_history_of(model: type[models.Model], numbers: Iterable[int]) -> None:
    """Rows that were deleted leave their history without words."""
    events = holdings.history_of(model).objects.filter(pgh_obj__in=numbers)
    empty_history(events, holdings.holding_of(model).blank_in_history())


def _empty_rows(holding: Holding, numbers: list[Any], events: Any) -> None:
    if not holding.drop and (holding.blank or holding.then):
        holding.model._base_manager.filter(pk__in=numbers).update(**holding.blank, **holding.then)
    if events is not None:
        empty_history(events, holding.blank_in_history())
    _empty_log(holding.model, numbers)


def empty_history(events: Any, blank: dict[str, Any]) -> None:
    """History only grows; an erasure alone may empty what a change had copied."""
    if not blank:
        return
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.update(**blank)


def _empty_log(model: type[models.Model], numbers: Iterable[int]) -> None:
    kind = ContentType.objects.get_for_model(model)
    said = LogEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in numbers])
    said.update(object_repr="", change_message="")


def _forget_files(names: Iterable[str]) -> None:
    for name in names:
        private_files.forget(name)
