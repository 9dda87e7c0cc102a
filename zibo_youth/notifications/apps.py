from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "zibo_youth.notifications"
    label = "notifications"
    verbose_name = _("消息与短信")

    def ready(self) -> None:
        # The Celery app must be the current one before the first task is published.
        from zibo_youth import celery
        from zibo_youth.accounts import terms
        from zibo_youth.core import context

        from . import house_notices, invariants
        from .holdings import register_holdings
        from .models import Notice
        from .services.keeping import TERMS

        house_notices.register_notices()
        invariants.register_invariants()
        register_holdings()
        terms.add_terms(TERMS)
        context.count_unread_with(lambda user: Notice.objects.unread_of(user).count())
