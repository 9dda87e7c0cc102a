"""What people who belong together are told; beside `stations.notices`. Nothing of one to another."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import day_words
from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import Party
from .notices import name_of


def _words(party: Party) -> dict[str, Any]:
    return {
        "station": name_of(party.station),
        "arrival": day_words(party.arrival),
        "departure": day_words(party.departure),
        "reason": str(party.get_ended_for_display()),
    }


def register_party_notices() -> None:
    """Called once by ``StationsConfig.ready``."""
    register(
        NoticeKind(
            key="stations.party_ended",
            title=_("同住未成行"),
            channels=(INBOX, SMS),
            holds=lambda party: party.state == Party.State.ENDED,
            words=_words,
            related=("station",),
        )
    )
