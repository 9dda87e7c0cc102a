from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = _("青年驿站")

    def ready(self) -> None:
        from zibo_youth.accounts import own_data
        from zibo_youth.accounts.querysets import PersonQuerySet
        from zibo_youth.core import demo
        from zibo_youth.core.scope import Scope

        from . import queues
        from .cards import register_cards
        from .closure_notices import register_closure_notices
        from .holdings import register_holdings
        from .invariants import register_invariants
        from .kpis import register_kpis
        from .landmarks import register_landmarks
        from .ledgers import register_ledgers
        from .lounge_notices import register_lounge_notices
        from .notices import register_notices
        from .own_data import stations_hold
        from .party_notices import register_party_notices

        own_data.add_part("stations", stations_hold)
        PersonQuerySet.reached_through.append(
            Scope(
                organisation="stays__station__operator_id",
                district="stays__station__reporting_org_id",
                handed_in="stays__submitted_at",
            )
        )
        told = (register_notices, register_closure_notices, register_lounge_notices, register_party_notices)
        counted = (register_invariants, register_kpis, register_ledgers, register_holdings)
        for register in (*told, register_cards, *counted, register_landmarks):
            register()
        demo.register("stations.demo")
