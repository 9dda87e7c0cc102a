"""What is told of coming and leaving: a check-out that was forgotten, a shift that waits for its review."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import Shift, Signup
from .notices import NAME_IN_A_TEXT, OF_SIGNUP, project_words
from .roll import OPEN_STATES


def _shift_words(shift: Shift) -> dict[str, Any]:
    start = timezone.localtime(shift.starts_at)
    return {
        "project": truncatechars(shift.post.project.local_title, NAME_IN_A_TEXT),
        "post": truncatechars(shift.post.local_name, NAME_IN_A_TEXT),
        "day": date_format(start, "MONTH_DAY_FORMAT"),
        "start": f"{start:%H:%M}",
        "end": f"{timezone.localtime(shift.ends_at):%H:%M}",
    }


def _waits(shift: Shift) -> bool:
    return bool(shift.signups.filter(state__in=OPEN_STATES).exists())


def _review(shift: Shift) -> str:
    return reverse("volunteer_review", args=[shift.public_id])


def _own_doors(signup: Signup) -> str:
    return reverse("volunteer_in")


KINDS = [
    NoticeKind(
        key="volunteers.check_out_forgotten",
        title=_("签退由系统补记"),
        channels=(INBOX,),
        holds=lambda signup: signup.state == Signup.State.CHECKED_OUT,
        words=project_words,
        url=_own_doors,
        related=OF_SIGNUP,
    ),
    NoticeKind(
        key="volunteers.review_due",
        title=_("班次待审核"),
        channels=(INBOX, SMS),
        holds=_waits,
        words=_shift_words,
        url=_review,
        related=("post__project",),
    ),
]


def register_scan_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
