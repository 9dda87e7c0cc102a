from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("志愿服务")

    def ready(self) -> None:
        from zibo_youth.accounts import own_data
        from zibo_youth.accounts.querysets import PersonQuerySet
        from zibo_youth.core import demo
        from zibo_youth.core.scope import Scope

        from . import queues, scan_queues
        from .cards import register_cards
        from .holdings import register_holdings
        from .notices import register_notices
        from .own_data import volunteers_hold
        from .scan_notices import register_scan_notices
        from .shift_notices import register_shift_notices

        own_data.add_part("volunteers", volunteers_hold)
        PersonQuerySet.reached_through.append(
            Scope(organisation="volunteer__teams__team_id", district="volunteer__reporting_org_id")
        )
        register_cards()
        register_holdings()
        demo.register("volunteers.demo")
        register_notices()
        register_shift_notices()
        register_scan_notices()
        _register_rounds()
        _register_hours()
        _register_association()
        _register_patrols()
        _register_crowds()


def _register_rounds() -> None:
    from zibo_youth.accounts import own_data

    from .round_kpis import register_round_kpis
    from .round_notices import register_round_notices
    from .round_own_data import rounds_hold

    own_data.add_part("volunteer_rounds", rounds_hold)
    register_round_kpis()
    register_round_notices()


def _register_hours() -> None:
    from zibo_youth.accounts import own_data

    from .hour_notices import register_hour_notices
    from .hour_own_data import hours_hold
    from .kpis import register_kpis

    own_data.add_part("volunteer_hours", hours_hold)
    register_hour_notices()
    register_kpis()


def _register_association() -> None:
    from zibo_youth.accounts import own_data

    from . import association_notices, association_own_data

    own_data.add_part("association", association_own_data.association_holds)
    association_notices.register_notices()


def _register_patrols() -> None:
    from zibo_youth.accounts import own_data

    from . import patrol_queues
    from .patrol_notices import register_patrol_notices
    from .patrol_own_data import patrols_hold

    own_data.add_part("volunteer_patrols", patrols_hold)
    register_patrol_notices()


def _register_crowds() -> None:
    from . import crowd_queues
    from .crowd_kpis import register_crowd_kpis

    register_crowd_kpis()
