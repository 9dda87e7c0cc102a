from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "zibo_youth.reports"
    label = "reports"
    verbose_name = _("月报")

    def ready(self) -> None:
        from zibo_youth.core import demo

        from .cards import register_cards
        from .holdings import register_holdings
        from .invariants import register_invariants
        from .manual_kpis import register_manual_kpis
        from .notices import register_notices
        from .queues import register_queues

        register_manual_kpis()
        register_notices()
        register_invariants()
        register_cards()
        register_queues()
        register_holdings()
        demo.register("zibo_youth.reports.demo")
