"""The forms of events and of the safety action; what each needs beside its answers is found by its name."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

from django import forms

from events import forms as event_forms
from safety import forms as safety_forms
from safety.models import EnterpriseAccident, PostObjection, PostSheet
from tests import campaigning, eventing, guarding, hazarding, marrying, matching, people, posting, quizzing

# All there are: a new one is asked as soon as it is written.
MODULES = [
    importlib.import_module(found.name)
    for package in (event_forms, safety_forms)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


def _member() -> Any:
    couple, (user, _other) = marrying.joined(marrying.wedding())
    return marrying.seat_of(user, couple)


def _sheet() -> PostSheet:
    _held, [post] = posting.scoring(1)
    return posting.owed(post)[0]


def _check() -> Any:
    _held, [post, *_others] = posting.awarded(1)
    return post.checks.model(post=post)


GIVEN: dict[str, Callable[[], Any]] = {
    "user": people.officer,
    "person": lambda: people.applicant().person,
    "event": eventing.event,
    "session": eventing.session,
    "wedding": marrying.wedding,
    "couple": lambda: marrying.joined(marrying.wedding())[0],
    "member": _member,
    "scorer": lambda: None,
    "own": lambda: None,
    "cards": list,
    "most": lambda: 3,
    "chosen": list,
    "turn": matching.turn,
    "hazard": lambda: hazarding.Plant().claimed(),
    "enterprise": guarding.enterprise,
    "activity": campaigning.activity,
    "campaign": campaigning.campaign,
    "round": posting.year,
    "post": lambda: posting.written(posting.year()),
    "sheet": _sheet,
    "objection": PostObjection,
    "check": _check,
    "accident": EnterpriseAccident,
    "quiz": quizzing.quiz,
    "entry": lambda: None,
    "options": lambda: ["先停机", "先撤人"],
}


def _asked(form: type) -> set[str]:
    """Names that a form, or one it is made from, must be given."""
    own = [
        kind for kind in form.__mro__ if issubclass(kind, forms.BaseForm) and kind.__module__[:6] != "django"
    ]
    return {
        one.name
        for kind in own
        for one in inspect.signature(kind.__init__).parameters.values()
        if one.kind is one.KEYWORD_ONLY
    }


def needs(form: type) -> dict[type, dict[str, Any]]:
    """What a form is given beside its answers, by the form."""
    if form.__module__.split(".")[0] not in ("events", "safety"):
        return {}
    return {form: {name: GIVEN[name]() for name in _asked(form)}}
