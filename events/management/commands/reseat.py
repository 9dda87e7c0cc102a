"""重算座位 (reseat): the plan of tables made again from its list and its seed, without the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.seating import seated
from zibo_youth.core import draw as lots


class Command(BaseCommand):
    help = "Make a plan of tables again from its list and its seed (docs/guides/events.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("listing", type=Path, help="the list as the desk gave it out")
        parser.add_argument("seed")
        parser.add_argument("--rounds", type=int, required=True)
        parser.add_argument("--seats", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            listing = options["listing"].read_bytes().decode()
            plan = seated(listing, options["seed"], rounds=options["rounds"], seats=options["seats"])
        except (OSError, ValueError) as trouble:
            raise CommandError(f"not a list of badges and groups: {trouble}") from trouble
        self.stdout.write(f"list {lots.digest(listing)}")
        for number, tables in enumerate(plan, 1):
            for table, badges in enumerate(tables, 1):
                self.stdout.write(f"{number} {table} {' '.join(map(str, badges))}")
