from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HopeRoomsConfig(AppConfig):
    name = "hope_rooms"
    verbose_name = _("希望小屋")

    def ready(self) -> None:
        from zibo_youth.core import demo

        demo.register("hope_rooms.demo")
