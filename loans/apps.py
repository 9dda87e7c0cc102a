from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = _("创业贷款")

    def ready(self) -> None:
        from zibo_youth.accounts import own_data
        from zibo_youth.core import demo

        from . import queues
        from .application_holdings import register_application_holdings
        from .application_notices import register_application_notices
        from .cards import register_cards
        from .guarantee_parts import register_guarantees
        from .invariants import register_invariants
        from .investing_parts import register_investing
        from .loan_holdings import register_loan_holdings
        from .loan_kpis import register_loan_kpis
        from .loan_notices import register_loan_notices
        from .own_data import loans_hold

        own_data.add_part("loans", loans_hold)
        register_cards()
        register_application_notices()
        register_application_holdings()
        demo.register("loans.demo")
        register_guarantees()
        register_invariants()
        register_investing()
        register_loan_holdings()
        register_loan_kpis()
        register_loan_notices()
