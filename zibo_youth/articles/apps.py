from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "zibo_youth.articles"
    label = "articles"
    verbose_name = _("来淄须知")

    def ready(self) -> None:
        from zibo_youth.core import demo

        from .cards import register_cards
        from .holdings import register_holdings
        from .invariants import register_invariants

        register_cards()
        register_invariants()
        register_holdings()
        demo.register("zibo_youth.articles.demo")
