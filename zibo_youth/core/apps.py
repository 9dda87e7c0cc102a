from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "zibo_youth.core"
    label = "core"

    def ready(self) -> None:
        from . import checks
        from .migrating import draw_models_less_often

        draw_models_less_often()
