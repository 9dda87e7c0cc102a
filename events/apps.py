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
        from .queues import register_queues

        own_data.add_part("events", events_hold)
        register_cards()
        demo.register("events.demo")
        register_holdings()
        register_invariants()
        register_event_kpis()
        register_notices()
        register_queues()
        register_match_notices()
        register_match_queues()
        self._register_weddings()

    def _register_weddings(self) -> None:
        from zibo_youth.accounts import own_data
        from zibo_youth.accounts.querysets import PersonQuerySet
        from zibo_youth.core.scope import Scope

        from .wedding_holdings import register_wedding_holdings
        from .wedding_invariants import register_wedding_invariants
        from .wedding_notices import register_wedding_notices
        from .wedding_own_data import weddings_hold

        own_data.add_part("weddings", weddings_hold)
        # Both of a couple, once it is handed in: their documents are seen by who reviews them.
        PersonQuerySet.reached_through.append(
            Scope(
                organisation="wedding_seats__couple__wedding__organiser_id",
                district="wedding_seats__couple__wedding__reporting_org_id",
                handed_in="wedding_seats__couple__submitted_at",
            )
        )
        register_wedding_holdings()
        register_wedding_invariants()
        register_wedding_notices()
