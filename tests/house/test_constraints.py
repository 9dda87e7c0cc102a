"""Every constraint has a name that is a sentence, and its violation is explained, or cannot reach a person."""

import ast
import re

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from events.services import registrations, sessions
from events.services.checkin import scanning, walk_ins
from events.services.matchmaking import choosing as match_choosing
from events.services.matchmaking import rounds as match_rounds
from events.services.rosters import editing as rosters_editing
from events.services.weddings import choosing, couples, editions, programme, reviewing
from safety.services.posts import applying, judging, naming, noticing, seating
from safety.services.posts import choosing as post_choosing
from safety.services.posts import rounds as post_rounds
from safety.services.quizzes import holding as quiz_holding
from stations.services import lounge_booking, lounge_closing, lounge_places, taking
from tests.house import sources
from tests.house.internal_constraints import INTERNAL
from volunteers.services import patrol_logs, patrols, places, shifts

OURS = (
    "accounts",
    "articles",
    "notifications",
    "reports",
    "stations",
    "volunteers",
    "hope_rooms",
    "loans",
    "events",
    "safety",
)

# Walls of a migration that a later one has taken down for another.
REPLACED = {"stay_night_sleeps_with_own_gender"}


def declared() -> set[str]:
    """Constraints of our models, and the composite foreign keys of the migrations."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    walls = "".join(
        sources.text(name) for name in sources.files() if "/migrations/" in name and "_walls_" in name
    )
    excluding = set(re.findall(r"ADD CONSTRAINT (\w+) EXCLUDE", walls))
    return (named | excluding | set(re.findall(r'^    \("\w+", "(\w+)"', walls, re.M))) - REPLACED


def told_by_triggers() -> set[str]:
    """Walls that a trigger names as a constraint is named."""
    functions = "".join(str(trigger.func) for _, trigger in pgtrigger.registered() if trigger.func)
    return set(re.findall(r"CONSTRAINT = '(\w+)'", functions))


def explained() -> set[str]:
    """Names that a source maps to a refusal: in ``explaining(...)``, in WALLS, or by comparing the name."""
    found = set(taking.WALLS | lounge_booking.WALLS | lounge_closing.WALLS | lounge_places.WALLS)
    found |= set(places.WALLS | shifts.WALLS | patrols.WALLS | patrol_logs.WALLS)
    found |= set(registrations.WALLS | sessions.WALLS)
    found |= set(couples.WALLS | editions.WALLS | editions.SLOT_WALLS | programme.WALLS)
    found |= set(reviewing.WALLS | choosing.WALLS)
    found |= set(registrations.WALLS | sessions.WALLS | scanning.WALLS | walk_ins.PLACES)
    found |= set(rosters_editing.GROWS)
    found |= set(match_choosing.WALLS | match_rounds.WALLS | quiz_holding.WALLS)
    found |= set(applying.WALLS | judging.WALLS | naming.WALLS | noticing.WALLS | seating.WALLS)
    found |= set(post_choosing.WALLS | post_rounds.WALLS | post_rounds.LINE_WALLS)
    for name in sources.modules(*sources.PORTAL):
        for node in sources.nodes(name):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explaining":
                found |= {keyword.arg for keyword in node.keywords if keyword.arg}
            if isinstance(node, ast.Compare) and "violated_constraint" in ast.dump(node):
                found |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return found


def test_every_constraint_is_explained_or_cannot_reach_a_person():
    assert (declared() | told_by_triggers()) - explained() - set(INTERNAL) == set()


def test_no_name_is_explained_that_no_constraint_has():
    """A mistyped name in ``explaining`` would explain nothing. Django's own names end in _key."""
    assert {
        name for name in explained() - declared() - told_by_triggers() if not name.endswith("_key")
    } == set()


def test_the_list_of_internal_constraints_is_true():
    assert set(INTERNAL) - declared() - told_by_triggers() == set()
    assert set(INTERNAL) & explained() == set()


def test_names_are_sentences():
    assert [name for name in declared() if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){2,}", name)] == []


@pytest.mark.django_db
def test_the_database_has_them_all():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        standing = {row[0] for row in cursor.fetchall()}
    assert declared() - standing == set()


def test_no_model_has_rules_without_a_name():
    unnamed = [
        m._meta.label for m in apps.get_models() if m._meta.app_label in OURS and m._meta.unique_together
    ]
    assert unnamed == []
