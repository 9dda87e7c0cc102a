"""重算遴选 (redraw a wedding): its result made again from the published files, without the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.wedding_selection import GONE, ranked, ranks_of, result_of
from zibo_youth.core import draw as lots


class Command(BaseCommand):
    help = "Make a wedding's result again from its list, its seed and its points (docs/reference/draw.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("listing", type=Path, help="the list as it was published")
        parser.add_argument("seed")
        parser.add_argument("result", type=Path, help="the published result: points, and who had left")
        parser.add_argument("--places", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            listing = options["listing"].read_bytes().decode()
            published = options["result"].read_bytes().decode()
            told = ranks_of(published)
            points = {each.number: each.points for each in told}
            gone = frozenset(each.number for each in told if each.outcome == GONE)
            again = result_of(ranked(options["seed"], listing, options["places"], points, gone))
        except (OSError, ValueError) as trouble:
            raise CommandError(f"not a published list or result: {trouble}") from trouble
        self.stdout.write(f"list {lots.digest(listing)}")
        self.stdout.write(f"seed {lots.digest(options['seed'])}")
        self.stdout.write(again, ending="")
        if again != published:
            raise CommandError("the published result is another one")
