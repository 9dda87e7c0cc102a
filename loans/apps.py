from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = _("创业贷款")

    def ready(self) -> None:
        from .invariants import register_invariants
        from .loan_holdings import register_loan_holdings
        from .loan_notices import register_loan_notices

        register_invariants()
        register_loan_holdings()
        register_loan_notices()
