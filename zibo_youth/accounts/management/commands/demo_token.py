"""A new API token of a demonstration account; nothing else on standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zibo_youth.accounts import services
from zibo_youth.accounts.management.demo import demo_user


class Command(BaseCommand):
    help = "为演示账号建立一个接口令牌并显示（仅演示环境）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mobile")

    def handle(self, *args: Any, **options: Any) -> None:
        _token, secret = services.create_token(demo_user(options["mobile"]), "演示")
        self.stdout.write(secret)
