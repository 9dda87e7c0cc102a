from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "zibo_youth.core"
    label = "core"

    def ready(self) -> None:
        from . import checks
