"""The first administrator of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zibo_youth.accounts import mobile, services
from zibo_youth.core.errors import DomainError


class Command(BaseCommand):
    help = "建立系统管理员：以手机号和验证码登录，首次登录时设置动态口令。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mobile", help="手机号，例如 13800138000")
        parser.add_argument("full_name", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = mobile.normalise(options["mobile"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        services.create_administrator(mobile=number, full_name=options["full_name"])
        self.stdout.write(f"{number} 现在是系统管理员。请用手机号和验证码登录，并设置动态口令。")
