from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("安全行动")

    def ready(self) -> None:
        from zibo_youth.core import demo

        # Each part registers itself here in a line of its own: hazards, model posts, quizzes, training.
        demo.register("safety.demo")
        self._register_posts()

    def _register_posts(self) -> None:
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
