"""Migrate as Django does, with fewer drawings of the models in between (``core/migrating.py``)."""

from contextlib import nullcontext
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from zibo_youth.core.migrating import drawn_together


class Command(migrate.Command):
    """Takes the place of Django's command of the same name; tests make their template with it too."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--one-by-one",
            action="store_true",
            help="draw all models after each operation, as Django does: minutes instead of seconds",
        )

    def handle(self, *args: Any, one_by_one: bool = False, **options: Any) -> None:
        # --fake-initial looks at all models between two migrations.
        with nullcontext() if one_by_one or options["fake_initial"] else drawn_together():
            super().handle(*args, **options)
