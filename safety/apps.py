from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("安全行动")

    def ready(self) -> None:
        from zibo_youth.core import demo

        # Each part registers itself here in a line of its own: hazards, model posts, quizzes, training.
        demo.register("safety.demo")
