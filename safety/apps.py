from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("安全行动")

    def ready(self) -> None:
        from zibo_youth.core import demo

        # Each part registers itself here in a line of its own: hazards, model posts, quizzes, training.
        demo.register("safety.demo")
        _register_hazards()
        _register_campaigns()
        _register_posts()
        _register_quizzes()


def _register_hazards() -> None:
    """隐患随手拍."""
    from zibo_youth.accounts import own_data

    from .hazard_facts import register_hazard_facts
    from .hazard_holdings import hazards_hold, register_hazard_holdings
    from .hazard_invariants import register_hazard_invariants
    from .hazard_kpis import register_hazard_kpis
    from .hazard_notices import register_hazard_notices
    from .hazard_queues import register_hazard_queues

    own_data.add_part("hazards", hazards_hold)
    register_hazard_facts()
    register_hazard_holdings()
    register_hazard_invariants()
    register_hazard_kpis()
    register_hazard_notices()
    register_hazard_queues()


def _register_campaigns() -> None:
    """Campaigns and training."""
    from .campaign_cards import register_campaign_cards
    from .campaign_facts import register_campaign_facts
    from .campaign_holdings import register_campaign_holdings
    from .campaign_kpis import register_campaign_kpis
    from .campaign_notices import register_campaign_notices

    register_campaign_cards()
    register_campaign_facts()
    register_campaign_holdings()
    register_campaign_kpis()
    register_campaign_notices()


def _register_posts() -> None:
    """青安岗."""
    from zibo_youth.accounts import own_data

    from .post_holdings import register_post_holdings
    from .post_invariants import register_post_invariants
    from .post_kpis import register_post_kpis
    from .post_notices import register_post_notices
    from .post_own_data import posts_hold
    from .post_queues import register_post_queues

    own_data.add_part("posts", posts_hold)
    register_post_holdings()
    register_post_invariants()
    register_post_kpis()
    register_post_notices()
    register_post_queues()


def _register_quizzes() -> None:
    """安全知识竞赛."""
    from zibo_youth.accounts import own_data

    from .quiz_holdings import register_quiz_holdings
    from .quiz_invariants import register_quiz_invariants
    from .quiz_notices import register_quiz_notices
    from .quiz_own_data import quizzes_hold
    from .quiz_take_up import register_quiz_facts

    own_data.add_part("quizzes", quizzes_hold)
    register_quiz_holdings()
    register_quiz_invariants()
    register_quiz_notices()
    register_quiz_facts()
