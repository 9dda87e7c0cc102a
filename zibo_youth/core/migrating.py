"""
迁移 (migrating): a database is made in a fraction of the time, by the same statements in the same order.

After every operation of a migration Django draws anew, as classes, each model that is related to the
changed one; through the account all of ours are. Here operations that stand together, and of which none can
see what the others did, share one drawing: it shows their models and what those name.
See docs/decisions/0061.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# A table is written as its class stands: what a later operation adds must not be in it yet.
TABLES: frozenset[type[Operation]] = frozenset({CreateModel})
# What is added asks the class for its table and, at most, for columns: more of them do not disturb it.
ADDITIONS: frozenset[type[Operation]] = frozenset({AddField, AddIndex, AddConstraint, AddTrigger, RunSQL})
# What is removed is looked up by its name among what stood before the first of them.
REMOVALS: frozenset[type[Operation]] = frozenset({RemoveIndex, RemoveConstraint, RemoveTrigger})

Key = tuple[str, str]  # the label of an app and a model's name in lower case, as ProjectState.models has them

one_by_one = Migration.apply


@contextmanager
def drawn_together() -> Iterator[None]:
    """Inside, migrations going forwards share drawings; backwards, and as SQL text, they are Django's."""
    # Each class that is drawn makes Django forget which settings name a model, and each key to a model asks.
    with (
        _standing_in(Migration, "apply", together),
        _standing_in(apps, "get_swappable_settings_name", cache(apps.get_swappable_settings_name)),
    ):
        yield


def together(
    migration: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
) -> ProjectState:
    """In the place of ``Migration.apply``: every operation done to the database, and the state after them."""
    for kind, operations in groupby(migration.operations, _kind):
        part = copy(migration)
        part.operations = list(operations)  # type: ignore[misc]  # the instance's own, says its __init__
        if kind and editor.atomic_migration and not collect_sql:
            _at_once(part, state, editor)
        else:
            _draw_all(state)
            one_by_one(part, state, editor, collect_sql)
    return state


def _kind(operation: Operation) -> frozenset[type[Operation]] | None:
    """Those it may share a drawing with; None: it is not known here, a subclass of one that is included."""
    if isinstance(operation, RunSQL) and operation.state_operations:
        return None
    return next((kind for kind in (TABLES, ADDITIONS, REMOVALS) if type(operation) in kind), None)


def _at_once(part: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor) -> None:
    touched = {(part.app_label, name) for name in map(_model_of, part.operations) if name}
    before = ProjectState(
        {key: state.models[key].clone() for key in touched if key in state.models}, state.real_apps
    )
    drawing = state.__dict__.pop("apps", None)  # what is not drawn is not drawn anew
    for operation in part.operations:
        operation.state_forwards(part.app_label, state)
    if drawing is not None:
        state.__dict__["apps"] = drawing
        state.is_delayed = True  # Django's word for: draw anew before somebody looks at it
    after = ProjectState(_with_all_they_name(state, touched), state.real_apps)
    before.__dict__["apps"] = after.apps  # an addition asks the class before it for the table only
    for operation in part.operations:
        operation.database_forwards(part.app_label, editor, before, after)


def _model_of(operation: Operation) -> str:
    if isinstance(operation, CreateModel):
        return operation.name_lower
    return getattr(operation, "model_name", "").lower()  # RunSQL has none


def _with_all_they_name(state: ProjectState, keys: Iterable[Key]) -> dict[Key, ModelState]:
    """These models, those that their fields and bases name, and so on: no class among them lacks another."""
    found: dict[Key, ModelState] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found and key in state.models:
            found[key] = state.models[key]
            waiting += _named_by(found[key])
    return found


def _named_by(model: ModelState) -> Iterator[Key]:
    named: list[Any] = [base for base in model.bases if isinstance(base, str)]
    for field in model.fields.values():
        if field.remote_field:
            named += [field.remote_field.model, getattr(field.remote_field, "through", None)]
    return (resolve_relation(name, model.app_label, model.name_lower) for name in named if name)


def _draw_all(state: ProjectState) -> None:
    """For operations that may look anywhere; a drawing that lacks nothing is kept."""
    if state.is_delayed or "apps" not in state.__dict__:
        state.__dict__["apps"] = StateApps(list(state.real_apps), state.models)
        state.is_delayed = False


@contextmanager
def _standing_in(owner: object, name: str, other: object) -> Iterator[None]:
    own = vars(owner).get(name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        delattr(owner, name)
        if own:
            setattr(owner, name, own)
