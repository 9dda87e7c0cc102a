from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("安全行动")

    def ready(self) -> None:
        from zibo_youth.core import demo

        # Each part registers itself here in a line of its own: hazards, model posts, quizzes, training.
        demo.register("safety.demo")
        _register_campaigns()


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
