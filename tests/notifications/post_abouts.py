"""What notices of the model posts are about, with the longest words and days that they can hold."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from safety.models import PostObjection, PostRound, PostSheet, SafetyPost
from stations.models import Stay
from tests import posting
from zibo_youth.core.calendar import now

STATES = {
    "post_returned": "returned",
    "post_declined": "declined",
    "post_excluded": "excluded",
    "post_ended": "ended",
    "post_shortlisted": "shortlisted",
    "post_not_selected": "not_selected",
    "post_in_notice": "public_notice",
    "post_awarded": "awarded",
    "post_reported": "reported_up",
    "post_check_due": "awarded",
    "post_revoke_proposed": "awarded",
    "post_revoked": "revoked",
    "post_expired": "expired",
}


def _team(state: str) -> SafetyPost:
    post = posting.started(posting.year())
    far = timezone.localdate().replace(month=12, day=28)
    post.team_name, post.state, post.number = "班" * 60, state, 999
    post.notice_until = post.valid_until = far
    post.exclusion = "accident" if state == "excluded" else ""
    return post


def _of(name: str) -> Any:
    def make(_stay: Stay) -> SafetyPost:
        return _team(STATES[name])

    return make


def _sheet(_stay: Stay) -> PostSheet:
    post = _team("scoring")
    return PostSheet(pk=1, round=post.round, post=post, state="assigned")


def _round(_stay: Stay) -> PostRound:
    made = posting.year()
    made.state = "notice"
    return made


def _objection(_stay: Stay) -> PostObjection:
    return PostObjection(pk=1, post=_team("public_notice"), answer="答" * 500, answered_at=now())


MAKERS: dict[str, Any] = {f"safety.{name}": _of(name) for name in STATES} | {
    "safety.post_sheet_assigned": _sheet,
    "safety.post_notice_over": _round,
    "safety.post_objection_answered": _objection,
}
