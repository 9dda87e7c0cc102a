"""What the model posts tell units, reviewers, the city and who objected, and when each still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.words import day_said
from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import PostObjection, PostRound, PostSheet, SafetyPost

P = SafetyPost.State
NAMED = (P.AWARDED, P.REPORTED_UP)
# What asks somebody to do something goes by text message too.
TEXTED = ("post_returned", "post_check_due")


def _day(day: Any) -> str:
    return day_said(day) if day else ""


def _of_post(post: SafetyPost) -> dict[str, Any]:
    """The values of every template, in the active language."""
    last = [move for move in post.transitions.all() if move.to_state == post.state]
    return {
        "year": post.round.year,
        "team": post.team_name,
        "state": post.get_state_display(),
        "exclusion": post.get_exclusion_display() if post.exclusion else "",
        "note": last[-1].note if last else "",
        "until": _day(post.notice_until),
        "valid": _day(post.valid_until),
        "plate": post.plate,
    }


def _of_sheet(sheet: PostSheet) -> dict[str, Any]:
    return {"year": sheet.round.year, "team": sheet.post.team_name}


def _of_round(round: PostRound) -> dict[str, Any]:
    return {"year": round.year}


def _of_objection(objection: PostObjection) -> dict[str, Any]:
    return {"year": objection.post.round.year, "team": objection.post.team_name, "answer": objection.answer}


def _post(name: str, title: str | Promise, holds: Callable[[SafetyPost], bool]) -> None:
    register(
        NoticeKind(
            key=f"safety.{name}",
            title=title,
            channels=(INBOX, SMS) if name in TEXTED else (INBOX,),
            holds=holds,
            words=_of_post,
            related=("round", "enterprise__organisation"),
            prefetched=("transitions",),
        )
    )


def _in(*states: str) -> Callable[[SafetyPost], bool]:
    return lambda post: post.state in states


def register_post_notices() -> None:
    """Called once, when the app is ready."""
    _post("post_returned", _("青安岗申报退回补正"), _in(P.RETURNED))
    _post("post_declined", _("青安岗申报未予推荐"), _in(P.DECLINED))
    _post("post_excluded", _("青安岗申报被否决"), _in(P.EXCLUDED))
    _post("post_ended", _("青安岗申报结束"), _in(P.ENDED))
    _post("post_shortlisted", _("青安岗入围"), _in(P.SHORTLISTED, P.PUBLIC_NOTICE))
    _post("post_not_selected", _("青安岗未入围"), _in(P.NOT_SELECTED))
    _post("post_in_notice", _("青安岗开始公示"), _in(P.PUBLIC_NOTICE))
    _post("post_awarded", _("青安岗命名"), _in(*NAMED))
    _post("post_reported", _("青安岗已上报"), _in(P.REPORTED_UP))
    _post("post_check_due", _("青安岗年度复核"), _in(*NAMED))
    _post("post_revoke_proposed", _("青安岗建议撤销命名"), _in(*NAMED))
    _post("post_revoked", _("青安岗命名已撤销"), _in(P.REVOKED))
    _post("post_expired", _("青安岗命名到期"), _in(P.EXPIRED))
    _register_others()


def _register_others() -> None:
    register(
        NoticeKind(
            key="safety.post_sheet_assigned",
            title=_("青安岗评审任务"),
            holds=lambda sheet: sheet.state == PostSheet.State.ASSIGNED,
            words=_of_sheet,
            related=("round", "post"),
        )
    )
    register(
        NoticeKind(
            key="safety.post_notice_over",
            title=_("青安岗公示期满"),
            channels=(INBOX,),
            holds=lambda round: round.state == PostRound.State.NOTICE,
            words=_of_round,
        )
    )
    register(
        NoticeKind(
            key="safety.post_objection_answered",
            title=_("青安岗公示异议已答复"),
            channels=(INBOX,),
            holds=lambda objection: objection.answered_at is not None,
            words=_of_objection,
            related=("post__round",),
        )
    )
