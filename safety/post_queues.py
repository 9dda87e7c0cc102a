"""待办队列 (work queues) of the model posts: what waits for a district, for the city and for a reviewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core import queues

from .models import PostCheck, PostObjection, PostSheet, SafetyPost

P = SafetyPost.State


def posts_in_district(user: User) -> Any:
    """Signed, and not recommended yet."""
    waiting = SafetyPost.objects.managed_by(user)
    return waiting.filter(state__in=[P.UNIT_SIGNED, P.DISTRICT_REVIEW])


def posts_to_screen(user: User) -> Any:
    return SafetyPost.objects.managed_by(user).filter(state=P.CITY_SCREENING)


def objections_to_answer(user: User) -> Any:
    return PostObjection.objects.managed_by(user).unanswered()


def checks_open(user: User) -> Any:
    return PostCheck.objects.managed_by(user).open()


def checks_proposed(user: User) -> Any:
    return PostCheck.objects.managed_by(user).proposed()


def sheets_owed(user: User) -> Any:
    return PostSheet.objects.of_person(user.person_id).filter(state=PostSheet.State.ASSIGNED)


def _is_reviewer(user: User) -> bool:
    return any(role == Membership.Role.POST_REVIEWER for role, _organisation in user.offices)


def _queue(key: str, label: str | Promise, rows: Callable[[User], Any], page: str, action: str) -> None:
    queues.register(
        queues.WorkQueue(
            key=f"safety.{key}",
            label=label,
            count=lambda user: rows(user).count(),
            url=lambda user: reverse(page),
            may_see=lambda user: policy.may(user, action),
        )
    )


def register_post_queues() -> None:
    """Called once, when the app is ready."""
    desk = "post_desk"
    _queue("posts_in_district", _("待审核的青安岗申报"), posts_in_district, desk, "safety.review_post")
    _queue("posts_to_screen", _("待初审的青安岗申报"), posts_to_screen, desk, "safety.screen_post")
    _queue(
        "post_objections",
        _("待答复的青安岗异议"),
        objections_to_answer,
        desk,
        "safety.answer_postobjection",
    )
    _queue("post_checks", _("待办的青安岗复核"), checks_open, "post_checks", "safety.check_post")
    _queue(
        "post_proposals",
        _("待决定的青安岗撤销建议"),
        checks_proposed,
        "post_checks",
        "safety.decide_post_check",
    )
    queues.register(
        queues.WorkQueue(
            key="safety.post_sheets",
            label=_("待提交的青安岗评审表"),
            count=lambda user: sheets_owed(user).count(),
            url=lambda user: reverse("post_reviews"),
            may_see=_is_reviewer,
        )
    )
