from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = _("创业贷款")

    def ready(self) -> None:
        from .application_holdings import register_application_holdings
        from .application_notices import register_application_notices
        from .invariants import register_invariants
        from .loan_holdings import register_loan_holdings

        register_application_notices()
        register_application_holdings()
        register_invariants()
        register_loan_holdings()
