"""What a closure tells the guests whom it moves, and those who ring them; beside `stations.notices`."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import day_words, in_english
from zibo_youth.notifications.kinds import EMAIL, INBOX, SMS, NoticeKind, register

from .models import Rehousing, Stay
from .models.rehousing import TO_CALL
from .notices import NAME_IN_CHINESE, NAME_IN_ENGLISH, contact, name_of

State = Rehousing.State


def _rehousing_words(rehousing: Rehousing) -> dict[str, Any]:
    held, bed = rehousing.held, rehousing.bed_words
    due = timezone.localtime(rehousing.answer_by) if rehousing.answer_by else None
    home, longest = name_of(rehousing.station), NAME_IN_ENGLISH if in_english() else NAME_IN_CHINESE
    return {
        "station": home,
        "to": name_of(held.station)
        if rehousing.is_elsewhere
        else truncatechars(rehousing.bed_words, longest),
        "bed": bed,
        "is_elsewhere": rehousing.is_elsewhere,
        "is_held": rehousing.is_acceptable,
        "day": day_words(rehousing.from_on),
        "until": f"{day_words(due)} {due:%H:%M}" if due else "",
        "address": held.station.address,
        "phone": held.station.phone,
        "home_phone": rehousing.station.phone,
        "code": held.check_in_code if held.state == Stay.State.APPROVED else "",
        "reference": held.reference,
    }


def _about_rehousing(name: str, title: str | Promise, *states: str, to_staff: bool = False) -> NoticeKind:
    """What a closure means for one guest; true while the proposal stands where it did."""
    return register(
        NoticeKind(
            key=f"stations.{name}",
            title=title,
            channels=(INBOX, SMS, EMAIL) if to_staff else (INBOX, SMS),
            holds=lambda rehousing: rehousing.state in states,
            words=_rehousing_words,
            url=(lambda rehousing: reverse("desk_rehousing", args=[rehousing.pk])) if to_staff else None,
            mobile=(lambda rehousing: "") if to_staff else (lambda rehousing: contact(rehousing.held)),
            related=("station", "stay", "held__station"),
            prefetched=("held__nights__bed__room",),
        )
    )


def register_closure_notices() -> None:
    """Called once by ``StationsConfig.ready``."""
    _about_rehousing("rehousing_proposed", _("床位停用，请看改住安排"), State.PROPOSED)
    _about_rehousing("rehousing_reminder", _("改住安排请尽快答复"), State.PROPOSED)
    _about_rehousing("rehousing_to_arrange", _("床位停用，驿站会给您打电话"), *TO_CALL)
    _about_rehousing("rehousing_settled", _("改住已确定"), State.ACCEPTED, State.ARRANGED)
    _about_rehousing("rehousing_withdrawn", _("床位不变，无需改住"), State.WITHDRAWN)
    _about_rehousing("rehousing_to_call", _("改住待电话安排"), *TO_CALL, to_staff=True)
