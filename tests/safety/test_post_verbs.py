"""Whatever somebody can do with model posts stands in a table of state × event × role."""

import importlib
import pkgutil

from safety.services import posts
from tests import tabling
from tests.safety import (
    test_post_check_table,
    test_post_machine,
    test_post_objection_table,
    test_post_round_table,
    test_post_sheet_table,
)

TABLES = (
    test_post_machine.TABLE,
    test_post_round_table.TABLE,
    test_post_sheet_table.TABLE,
    test_post_check_table.TABLE,
    test_post_objection_table.TABLE,
    test_post_objection_table.RAISING,
)
# From nothing to a year: there is no state that it could start from.
BEFORE_ANY_STATE = {"write_round"}


def test_every_verb_of_the_services_is_an_event_of_some_table():
    names = [found.name for found in pkgutil.iter_modules(posts.__path__)]
    modules = [importlib.import_module(f"{posts.__name__}.{name}") for name in names]
    told = {verb for table in TABLES for verb in tabling.verbs_of(table)}
    assert tabling.verbs(*modules) - BEFORE_ANY_STATE == told


def test_the_control_a_verb_that_no_table_names_is_seen():
    """Negative control: of the verbs that decide about names, one table knows all."""
    without = {event: row for event, row in test_post_check_table.TABLE.items() if "void" not in event}
    assert "void_accident" not in tabling.verbs_of(without)
    assert "void_accident" in tabling.verbs(importlib.import_module("safety.services.posts.keeping_names"))
