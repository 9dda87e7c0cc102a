"""What notices of the weddings are about: a couple, with the longest words and days that it can hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from events.models import Couple
from stations.models import Stay
from tests import marrying
from zibo_youth.core.calendar import at

STATES = {
    "couple_joined": "draft",
    "couple_submitted": "submitted",
    "couple_returned": "returned",
    "couple_reminder": "draft",
    "couple_eligible": "eligible",
    "couple_refused": "refused",
    "couple_admitted": "admitted",
    "couple_reserve": "reserve",
    "couple_offer": "offered",
    "couple_lapsed": "lapsed",
    "couple_withdrawn": "withdrawn",
    "couple_ended": "ended",
    "wedding_cancelled": "ended",
}


def _of(name: str) -> Any:
    def make(_stay: Stay) -> Couple:
        couple, _two = marrying.joined(marrying.wedding(contact_phone="0533-" + "0" * 25))
        far = date(timezone.localdate().year + 1, 12, 28)
        couple.wedding.number, couple.wedding.held_on = 200, far
        couple.wedding.closes_at = couple.offer_until = at(far, datetime.max.time())
        couple.number, couple.rank, couple.state, couple.refusal = 9999, 999, STATES[name], ""
        couple.refusal = "outside_window" if name == "couple_refused" else ""
        return couple

    return make


MAKERS: dict[str, Any] = {f"events.{name}": _of(name) for name in STATES}
