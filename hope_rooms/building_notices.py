"""What the building of rooms tells: the code and what is to be done, nothing of the child."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, NoticeKind, register

from .models import RoomNudge, SurveyVisit


def _visit_words(visit: SurveyVisit) -> dict[str, Any]:
    return {"code": visit.survey.room.child.code}


def _nudge_words(nudge: RoomNudge) -> dict[str, Any]:
    return {
        "code": nudge.room.child.code,
        "state": str(nudge.get_state_display()),
        "due": nudge.due_on.isoformat(),
        "kind": nudge.kind,
    }


def _still_waits(nudge: RoomNudge) -> bool:
    """A re-check waits in any state of a room that is lived in."""
    return nudge.kind == RoomNudge.Kind.RECHECK or nudge.room.state == nudge.state


def register_building_notices() -> None:
    """Called once, when the app is ready."""
    register(
        NoticeKind(
            key="hope_rooms.survey_named",
            title=_("请到现场勘察小屋"),
            channels=(INBOX,),
            holds=lambda visit: visit.survey.submitted_at is None,
            words=_visit_words,
            url=lambda visit: reverse("hope_survey", args=[visit.pk]),
            related=("survey__room__child",),
        )
    )
    register(
        NoticeKind(
            key="hope_rooms.room_overdue",
            title=_("小屋办理超期"),
            channels=(INBOX,),
            holds=_still_waits,
            words=_nudge_words,
            url=lambda nudge: reverse("hope_room", args=[nudge.room.child.code]),
            related=("room__child",),
        )
    )
