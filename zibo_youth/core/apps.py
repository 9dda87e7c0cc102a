from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "zibo_youth.core"
    label = "core"

    def import_models(self) -> None:
        """The first of all apps, so that every model finds it done."""
        from .triggers import index_triggers

        index_triggers()
        super().import_models()

    def ready(self) -> None:
        from . import checks
