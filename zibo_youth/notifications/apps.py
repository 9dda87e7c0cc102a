from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "zibo_youth.notifications"
    label = "notifications"
    verbose_name = _("消息与短信")

    def ready(self) -> None:
        # The Celery app must be the current one before the first task is published.
        from zibo_youth import celery  # noqa: F401, PLC0415
        from zibo_youth.core import context  # noqa: PLC0415

        from .models import Notice  # noqa: PLC0415 (models load after the app configs)

        context.count_unread_with(lambda user: Notice.objects.unread_of(user).count())
