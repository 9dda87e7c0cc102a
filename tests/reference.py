"""What migrations load, loaded again: a test with real commits ends by emptying every table."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from zibo_youth.accounts.models import Area

OURS = {"accounts", "articles", "notifications", "stations", "volunteers"}


@transaction.atomic
def load_reference_data() -> None:
    """Run the data part of our migrations again, when the last test left nothing."""
    if Area.objects.exists():
        return
    loader = MigrationLoader(connection)
    plan = [key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)]
    for app, name in dict.fromkeys(plan):
        if app in OURS:
            for step in loader.disk_migrations[app, name].operations:
                if isinstance(step, RunPython):
                    step.code(apps, connection.schema_editor())
