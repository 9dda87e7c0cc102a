"""``manage.py replay_erasures``: after a restore, whoever was erased is erased again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.functional import Promise

from zibo_youth.accounts.services import journal


class Command(BaseCommand):
    """重放注销台账: after every restore, before the portal is opened; a second run changes nothing."""

    help = "恢复备份后，按注销台账再次注销已注销的人员"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="台账文件；不写则用 ERASURE_JOURNAL")

    def handle(self, *args: Any, **options: Any) -> None:
        done = journal.replay(journal.lines(options["file"]))
        self.stdout.write(f"再次注销 {done.now} 人，已注销 {done.before} 人，备份中没有 {done.absent} 人")
        for person, codes in done.hindered.items():
            self.stderr.write(f"人员 {person} 未能注销：{', '.join(codes)}；请先在前台办结后再次运行")
        others = [self._replayed(name, replay, options["file"]) for name, replay in journal.beside.items()]
        if done.hindered or any(others):
            raise SystemExit(1)

    def _replayed(
        self, name: str | Promise, replay: Callable[[Path], journal.Replayed], file: Path | None
    ) -> bool:
        """The journal of a programme; whether something hindered it."""
        done = replay(file or Path(settings.ERASURE_JOURNAL))
        if done.now or done.before or done.absent:
            told = f"再次清除 {done.now} 份，已清除 {done.before} 份，备份中没有 {done.absent} 份"
            self.stdout.write(f"{name}：{told}")
        for code, codes in done.hindered.items():
            self.stderr.write(f"{code} 未能清除：{', '.join(codes)}；请解除后再次运行")
        return bool(done.hindered)
