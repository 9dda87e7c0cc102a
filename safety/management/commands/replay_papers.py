"""重放试卷 (replay): every paper drawn again from its seed and graded again from its answers."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from safety.models import Quiz
from safety.quiz_replay import replayed


class Command(BaseCommand):
    help = "Draw every stored paper again from its seed and grade it again; a difference ends with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiz", help="the public number of one quiz; without it all are replayed")

    def handle(self, *args: Any, **options: Any) -> None:
        quizzes = Quiz.objects.exclude(state="draft").order_by("pk")
        if options["quiz"]:
            quizzes = quizzes.filter(public_id=options["quiz"])
        papers = differences = 0
        for quiz in quizzes:
            for attempt, found in replayed(quiz):
                papers += 1
                differences += len(found)
                for each in found:
                    line = f"{attempt.public_id} {each.what}: stored {each.stored}, replayed {each.replayed}"
                    self.stdout.write(line)
        self.stdout.write(f"{papers} papers, {differences} differences")
        if differences:
            sys.exit(1)
