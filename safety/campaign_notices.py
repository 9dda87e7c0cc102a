"""What enterprises are told of the places that are kept for their people."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Quota
from events.words import moment_words
from zibo_youth.core.brief_days import moment_words as brief_moment
from zibo_youth.core.calendar import now
from zibo_youth.notifications.kinds import NoticeKind, register

NAME_IN_A_TEXT = 14
RELATED = ("session__event",)


def _words(part: Quota) -> dict[str, Any]:
    """The values of every template, in the active language."""
    session = part.session
    return {
        "event": truncatechars(session.event.local_title, NAME_IN_A_TEXT),
        "places": part.capacity,
        "left": part.left,
        "until": moment_words(session.closes_at),
        "brief": brief_moment(session.closes_at),
        "place": session.place,
        "starts": moment_words(session.starts_at),
    }


def _takes_people(part: Quota) -> bool:
    """Still to be filled: the registration is not over, and the session stands."""
    return part.session.state == "planned" and part.session.closes_at > now()


def _list_of(part: Quota) -> str:
    return reverse("safety_trainees", args=[part.session.public_id])


def register_campaign_notices() -> None:
    """Called once, when the app is ready."""
    register(
        NoticeKind(
            key="safety.part_kept",
            title=_("安全培训给本企业留了名额"),
            holds=_takes_people,
            words=_words,
            url=_list_of,
            related=RELATED,
        )
    )
    register(
        NoticeKind(
            key="safety.part_unfilled",
            title=_("本企业的培训名额还没有报满"),
            holds=lambda part: _takes_people(part) and part.left > 0,
            words=_words,
            url=_list_of,
            related=RELATED,
        )
    )
