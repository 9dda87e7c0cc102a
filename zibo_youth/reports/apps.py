from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "zibo_youth.reports"
    label = "reports"
    verbose_name = _("月报")

    def ready(self) -> None:
        from .invariants import register_invariants
        from .manual_kpis import register_manual_kpis
        from .notices import register_notices

        register_manual_kpis()
        register_notices()
        register_invariants()
