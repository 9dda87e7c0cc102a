"""Triggers are registered through an index, and it says what pgtrigger itself would say."""

import pgtrigger
import pytest
from django.contrib.auth.models import Group
from pgtrigger import registry

from zibo_youth.accounts.models import User
from zibo_youth.core.triggers import Indexed

ASKED = ("by_db_table", "pg_function_names")


def answers(kind):
    return [getattr(kind, name).fget(registry._registry) for name in ASKED]


@pytest.fixture
def another():
    """One trigger more, for as long as a test lasts."""
    trigger = pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)
    trigger.register(User)
    yield trigger
    trigger.unregister(User)


def test_the_index_says_what_is_registered(another):
    assert type(registry._registry) is Indexed
    assert len(answers(Indexed)[0]) > 300
    assert answers(Indexed) == answers(registry._Registry)
    assert another.get_pgid(User) in registry._registry.pg_function_names


def test_what_is_taken_out_is_gone_from_the_index():
    before = [set(answer) for answer in answers(Indexed)]
    trigger = pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)
    trigger.register(User)
    assert [set(answer) for answer in answers(Indexed)] != before

    trigger.unregister(User)

    assert [set(answer) for answer in answers(Indexed)] == before
    assert answers(Indexed) == answers(registry._Registry)


def test_a_name_that_is_taken_is_refused_on_its_table_and_free_on_another(another):
    twin = pgtrigger.Protect(name="stays", operation=pgtrigger.Update)
    with pytest.raises(KeyError, match="already used for model"):
        twin.register(User)

    twin.register(Group)
    twin.unregister(Group)


@pytest.mark.control
def test_without_the_index_kept_up_a_taken_name_would_pass(another, monkeypatch):
    monkeypatch.setattr(registry._registry, "_by_table", {})
    monkeypatch.setattr(registry._registry, "_functions", set())
    twin = pgtrigger.Protect(name="stays", operation=pgtrigger.Update)

    uri = twin.get_uri(User)
    twin.register(User)

    assert registry._registry[uri][1] is twin
