"""``manage.py load_demo``: the demonstration's data once, and its accounts every time."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zibo_youth.accounts.demo.accounts import table
from zibo_youth.core import demo


class Command(BaseCommand):
    help = "载入演示数据（只在第一次），并列出演示账号；仅演示环境可用。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("此命令只在演示环境中可用。")
        missing = [part for part in demo.parts() if not part.is_loaded()]
        started = time.monotonic()
        for part in missing:
            part.load(lambda words: self.stderr.write(f"  演示数据：{words}"))
        if missing:
            self.stderr.write(f"  演示数据：完成，{time.monotonic() - started:.0f} 秒")
        self.stdout.write(table())
