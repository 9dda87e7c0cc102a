"""年度管理 (rounds): a year's rules are written and opened; form versions, sheet and quotas; called off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum
from django.db.models.functions import Now

from safety.models import PostCriterion, PostForm, PostQuota, PostRound, SafetyPost
from safety.models.posts.words import OPEN_STATES, CriterionKind
from safety.post_errors import (
    CriterionWrong,
    PostFormNotReady,
    PostFormOpen,
    PostReasonMissing,
    PostRoundDaysWrong,
    PostRoundNotReady,
    PostRoundYearTaken,
    QuotaBelowTaken,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import draw as lots
from zibo_youth.core.errors import explaining

from .moves import lock_round, move_post, move_round, round_in
from .telling import tell_unit

MANAGE = "safety.manage_postround"
R, P = PostRound.State, SafetyPost.State
FULL = 100
LIMITS = ("team_most", "young_age", "young_share", "leader_age_most", "accident_years")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """What the city says about a year."""

    year: int
    places: int
    opens_on: date
    closes_on: date
    conditions: str
    conditions_en: str = ""
    reviewers_each: int = 3
    notice_workdays: int = 5
    valid_years: int = 3

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


WALLS = {
    "post_round_one_per_year": PostRoundYearTaken,
    "post_round_closes_after_it_opens": PostRoundDaysWrong,
}
LINE_WALLS = {
    "post_criterion_is_of_its_kind": CriterionWrong,
    "post_criterion_stays_once_published": PostFormNotReady,
}


def write_round(*, actor: Actor, plan: RoundPlan, limits: Mapping[str, int] | None = None) -> PostRound:
    """
    新建年度 (write a round) with the first version of its form; its seed is made at once.

    Raises `PostRoundYearTaken`, `PostRoundDaysWrong`.
    """
    policy.require(actor, MANAGE)
    seed = lots.new_seed()
    with explaining(**WALLS), transaction.atomic():
        made: PostRound = PostRound.objects.create(**plan.columns(), seed=seed, seed_hash=lots.digest(seed))
        PostForm.objects.create(round=made, version=1, **limits or {})
    return made


@transaction.atomic
def set_quota(*, actor: Actor, round: PostRound, district: Organisation, places: int) -> PostQuota:
    """推荐名额 (quota) of a district, never below what it has recommended. Raises `QuotaBelowTaken`."""
    policy.require(actor, MANAGE, round)
    held = round_in(round.pk, R.DRAFT, R.OPEN)
    with explaining(post_quota_never_overfull=QuotaBelowTaken), transaction.atomic():
        made, _is_new = PostQuota.objects.update_or_create(
            round=held, district=district, defaults={"places": places}
        )
    return made


@transaction.atomic
def new_version(*, actor: Actor, round: PostRound, **limits: int) -> PostForm:
    """
    新版申报表 (new version): a draft with the lines of the newest; drafts of units keep the old one.

    Raises `PostFormOpen` while another draft waits, `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    held = round_in(round.pk, R.DRAFT, R.OPEN)
    newest: PostForm = held.forms.order_by("-version")[0]
    told = {name: getattr(newest, name) for name in LIMITS} | limits
    with explaining(post_form_one_draft_per_round=PostFormOpen), transaction.atomic():
        made = PostForm.objects.create(
            round=held, version=newest.version + 1, guidance=newest.guidance, **told
        )
    for line in newest.criteria.all():
        line.pk, line.form = None, made
        line.save(force_insert=True)
    return made


@transaction.atomic
def add_criterion(
    *,
    actor: Actor,
    form: PostForm,
    kind: str,
    name: str,
    most: int = 1,
    weight: int = 0,
    name_en: str = "",
) -> PostCriterion:
    """增加评审项 (criterion) to an unpublished version. Raises `PostFormNotReady`, `CriterionWrong`."""
    policy.require(actor, MANAGE, form.round)
    round_in(form.round_id, R.DRAFT, R.OPEN)
    number = int(form.criteria.aggregate(last=Max("number"))["last"] or 0) + 1
    with explaining(**LINE_WALLS), transaction.atomic():
        made: PostCriterion = form.criteria.create(
            number=number, kind=kind, name=name, name_en=name_en, weight=weight, most=most
        )
    return made


@transaction.atomic
def publish_form(*, actor: Actor, form: PostForm) -> PostForm:
    """发布申报表 (publish): its weights add up to a hundred. Raises `PostFormNotReady`, `PostRoundMoved`."""
    policy.require(actor, MANAGE, form.round)
    round_in(form.round_id, R.DRAFT, R.OPEN)
    scored = form.criteria.filter(kind=CriterionKind.SCORE).aggregate(all=Sum("weight"))["all"]
    if scored != FULL or form.published_at is not None:
        raise PostFormNotReady
    PostForm.objects.filter(pk=form.pk, published_at=None).update(published_at=Now())
    form.refresh_from_db()
    return form


@transaction.atomic
def open_round(*, actor: Actor, round: PostRound) -> PostRound:
    """开始申报 (open): with a published form and a quota. Raises `PostRoundNotReady`, `PostRoundMoved`."""
    policy.require(actor, MANAGE, round)
    held = round_in(round.pk, R.DRAFT)
    has_form = held.forms.filter(published_at__isnull=False).exists()
    if not has_form or not held.quotas.filter(places__gt=0).exists():
        raise PostRoundNotReady
    return move_round(held, R.OPEN)


def form_in_force(round: PostRound) -> PostForm | None:
    """The newest version that is published."""
    found: PostForm | None = round.forms.filter(published_at__isnull=False).order_by("-version").first()
    return found


@transaction.atomic
def cancel_round(*, actor: Actor, round: PostRound, reason: str) -> PostRound:
    """取消年度 (call off), before anybody is named: every unit is told why. Raises `PostReasonMissing`."""
    policy.require(actor, MANAGE, round)
    if not reason.strip():
        raise PostReasonMissing
    held = lock_round(round.pk)
    for post in held.posts.filter(state__in=OPEN_STATES).order_by("pk"):
        post.round = held
        cleared: dict[str, Any] = {"mean": None, "spread": None, "deducted": None, "rank": None}
        tell_unit("post_ended", move_post(actor, post, P.ENDED, note=reason.strip(), **cleared))
    return move_round(held, R.CANCELLED)


def places_left(round: PostRound) -> int:
    """How many districts' recommendations are still free, all together."""
    found = round.quotas.aggregate(left=Sum(F("places") - F("taken")))["left"]
    return int(found or 0)
