"""``manage.py print_audit_pack 2025``: counts of one year for the audit of minors' data (网络保护条例 37)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from hope_rooms.services import audit_pack


class Command(BaseCommand):
    """年度合规审计材料: counts only, as they are now; the pack of 2 January stands in the admin."""

    help = "输出一年的儿童信息合规审计材料，只有数字"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="年度，如 2025")

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["year"]
        with translation.override("zh-hans"):
            self.stdout.write(audit_pack.in_words(year, audit_pack.numbers_of(year)))
