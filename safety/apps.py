from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("安全行动")

    def ready(self) -> None:
        from zibo_youth.core import demo

        # Each part registers itself here in a line of its own: hazards, model posts, quizzes, training.
        demo.register("safety.demo")
        self._register_quizzes()

    def _register_quizzes(self) -> None:
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
