"""重算抽签 (redraw): a session's draw made again from its published files, without the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.drawing import entries_of, told
from events.outcome import numbers_of
from zibo_youth.core import draw as lots


class Command(BaseCommand):
    help = "Make a session's draw again from its list and its seed (docs/reference/draw.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("listing", type=Path, help="the list as it was published")
        parser.add_argument("seed")
        parser.add_argument("--places", type=int, required=True)
        parser.add_argument("--group", action="append", default=[], metavar="NUMBER=PLACES")
        parser.add_argument("--gone", default="", metavar="NUMBER,NUMBER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            listing = options["listing"].read_bytes().decode()
            entries = entries_of(listing)
            pairs = (each.split("=") for each in options["group"])
            groups = {int(group): int(places) for group, places in pairs}
            gone = numbers_of(options["gone"])
        except (OSError, ValueError) as trouble:
            raise CommandError(f"not a published list, group or number: {trouble}") from trouble
        self.stdout.write(f"list {lots.digest(listing)}")
        self.stdout.write(f"seed {lots.digest(options['seed'])}")
        order = lots.drawn_order(options["seed"], listing)
        for each in told(order, entries, options["places"], groups, gone):
            became = "place" if each.has_places else "gone" if each.has_left else "waits"
            self.stdout.write(f"{each.rank} {each.entry.number} {became}")
