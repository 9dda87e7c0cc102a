from typing import Any

from django.core.management.base import BaseCommand

from zibo_youth.notifications import services


class Command(BaseCommand):
    """Deliver what waits, by hand or by cron, when Celery or Redis is away."""

    help = "投递所有到期的通知（Celery 或 Redis 停用时可手工或由 cron 执行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{services.sweep()}")
