from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "zibo_youth.accounts"
    label = "accounts"
    verbose_name = _("人员与单位")

    def ready(self) -> None:
        from zibo_youth.core.scope import ScopedQuerySet

        from . import policy, queues, terms
        from .account_holdings import register_holdings
        from .invariants import register_invariants
        from .scoped_admin.links import name_log_ins_without_links
        from .services.keeping import TERMS

        ScopedQuerySet.reach_of = staticmethod(policy.reach)
        register_invariants()
        register_holdings()
        queues.register_queues()
        terms.add_terms(TERMS)
        name_log_ins_without_links()
