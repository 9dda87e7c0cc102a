"""``manage.py verify_invariants``: one line per invariant; exit 1 unless all are 0."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zibo_youth.core.invariants import verify


class Command(BaseCommand):
    help = "逐条核对不变量，每条一行；有一条不为 0 即以 1 退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        counts = verify()
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")
        broken = [name for name, count in counts.items() if count]
        if broken:
            raise CommandError("broken: " + ", ".join(broken), returncode=1)
