"""What the authenticator of a demonstration account shows now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zibo_youth.accounts import second_factor
from zibo_youth.accounts.management.demo import demo_user


class Command(BaseCommand):
    help = "显示演示账号此刻的动态口令（仅演示环境）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mobile")

    def handle(self, *args: Any, **options: Any) -> None:
        code = second_factor.current_code(demo_user(options["mobile"]))
        if not code:
            raise CommandError("这个账号没有设置动态口令。")
        self.stdout.write(code)
