"""Three who close their accounts: one thinks it over, one's days of thought are over, one wrote a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from zibo_youth.accounts import services
from zibo_youth.core.calendar import now, standing_at

from .story import person_of

if TYPE_CHECKING:
    from .lately import Lately


def tell_leaving(lately: Lately) -> None:
    """The one whose days are over is closed by the job, in the first minutes of the demonstration."""
    over = now() - timedelta(days=settings.ERASURE["reconsider_days"], hours=1)
    for asked_at in (now(), over):
        guest = lately.guest()
        with standing_at(asked_at):
            services.ask_to_close(actor=guest, person=person_of(guest))
    city = lately.world.accounts["city_staff"]
    services.record_closing(actor=city, person=person_of(lately.guest()), paper="来信申请注销，编号 演示-01")
