from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("青年活动")

    def ready(self) -> None:
        from zibo_youth.accounts import own_data
        from zibo_youth.core import demo

        from .cards import register_cards
        from .holdings import register_holdings
        from .invariants import register_invariants
        from .kpis import register_event_kpis
        from .match_notices import register_match_notices
        from .match_queues import register_match_queues
        from .notices import register_notices
        from .own_data import events_hold

        own_data.add_part("events", events_hold)
        register_cards()
        demo.register("events.demo")
        register_holdings()
        register_invariants()
        register_event_kpis()
        register_notices()
        register_match_notices()
        register_match_queues()
