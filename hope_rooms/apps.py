from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HopeRoomsConfig(AppConfig):
    name = "hope_rooms"
    verbose_name = _("希望小屋")

    def ready(self) -> None:
        from zibo_youth.core import demo

        from . import queues
        from .cards import register_cards
        from .gift_kpis import register_gift_kpis
        from .holdings import register_holdings
        from .room_kpis import register_room_kpis

        demo.register("hope_rooms.demo")
        register_room_kpis()
        register_gift_kpis()
        register_cards()
        register_holdings()
        _register_pairings()
        _register_erasing()


def _register_pairings() -> None:
    from volunteers import children_gates, credit_gates

    from .building_notices import register_building_notices
    from .concern_notices import register_concern_notices
    from .guard_notices import register_guard_notices
    from .pairing_notices import register_pairing_notices
    from .services.concerns.freeing import is_held
    from .services.visit_watch import refusal_of_credit

    register_concern_notices()
    children_gates.register(is_held)
    register_building_notices()
    register_guard_notices()
    register_pairing_notices()
    credit_gates.register(refusal_of_credit)


def _register_erasing() -> None:
    from zibo_youth.accounts.services import journal
    from zibo_youth.accounts.terms import add_terms

    from .services import child_replay
    from .services.child_terms import TERMS

    add_terms(TERMS)
    journal.beside[_("儿童信息")] = child_replay.replay
