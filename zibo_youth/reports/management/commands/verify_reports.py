from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.reports import services
from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.periods import Month


class Command(BaseCommand):
    """Recount locked months and print every difference with its cause; with one, the exit code is 1."""

    help = "重新统计已锁定的月报，列出每一处差异及原因；加 --record 时登记为更正"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("months", nargs="*", type=Month.from_code, help="月份，如 202105；不写则全部")
        parser.add_argument("--record", action="store_true", help="把差异登记为更正")

    def handle(self, *args: Any, **options: Any) -> None:
        locked = MonthlyReport.objects.filter(state="locked").dates("month", "month")
        months = options["months"] or [Month.of(day) for day in locked]
        found = 0
        for month in months:
            for difference in services.differences_of(month):
                self.stdout.write(str(difference))
                found += 1
            if options["record"]:
                services.record_corrections(actor=SYSTEM, month=month)
        self.stdout.write(f"{len(months)} 个月，{found} 处差异")
        if found:
            raise SystemExit(1)
