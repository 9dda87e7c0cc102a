"""A reason or an answer stands above several buttons: Enter in it begins a line and presses none of them."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps

WORDS = ("reason", "answer")


def forms_of_the_portal() -> list[type[forms.Form]]:
    """Every form class that an app of ours writes in its forms."""
    found = set()
    for config in apps.get_app_configs():
        package = importlib.util.find_spec(f"{config.name}.forms")
        if package is None or "site-packages" in (package.origin or ""):
            continue
        module = importlib.import_module(f"{config.name}.forms")
        names = [name for _, name, _ in pkgutil.iter_modules(getattr(module, "__path__", []))]
        for part in [module, *(importlib.import_module(f"{config.name}.forms.{name}") for name in names)]:
            found |= {
                thing
                for thing in vars(part).values()
                if isinstance(thing, type)
                and issubclass(thing, forms.Form)
                and thing.__module__ == part.__name__
            }
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


@pytest.mark.parametrize("form", forms_of_the_portal(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_words_that_one_button_of_several_asks_for_are_no_single_line(form):
    """They are optional in the form, for only one of its buttons needs them: the service says so."""
    single = [
        name
        for name, field in form.base_fields.items()
        if name in WORDS and isinstance(field, forms.CharField) and not field.required
        if not isinstance(field.widget, forms.Textarea | forms.HiddenInput)
    ]
    assert single == []


def test_the_forms_are_found():
    assert {"VerdictForm", "TakeBackForm", "ReasonForm"} <= {form.__name__ for form in forms_of_the_portal()}
