"""青安岗工作台 (the desk) of districts and the city: what waits, one year, one team, one objection."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from safety.facts import facts_of
from safety.forms.posts.desk import RoundForm
from safety.models import PostObjection, PostRound, SafetyPost
from safety.post_queues import posts_in_district, posts_to_screen
from safety.post_results import result_for
from safety.post_rules import accident_against, window_from
from safety.post_scoring import shown
from safety.services.posts import rounds
from safety.services.posts.noticing import ANSWER
from safety.services.posts.reviewing import REVIEW, SCREEN
from safety.services.posts.rounds import MANAGE
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .public import TONES
from .steps import OF_OBJECTION, OF_POST, OF_ROUND

DESK = "safety.work_at_post_desk"
PER_PAGE = 50


def _posts(request: SignedInRequest) -> Any:
    """Of the office's reach, never a draft."""
    reach = policy.reach(request.user, DESK).office()
    return SafetyPost.objects.within(reach).whole()


@needs_office(DESK)
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """青安岗工作台: what waits for this office, then the years."""
    user = request.user
    may_answer = policy.may(user, ANSWER)
    objections = PostObjection.objects.managed_by(user).unanswered().select_related("post__round")
    words = {
        "to_review": posts_in_district(user).whole() if policy.may(user, REVIEW) else [],
        "to_screen": posts_to_screen(user).whole() if policy.may(user, SCREEN) else [],
        "objections": objections if may_answer else [],
        "rounds": PostRound.objects.managed_by(user).annotate(posts_in_all=Count("posts")),
        "may_manage": policy.may(user, MANAGE),
        "tones": TONES,
    }
    return render(request, "safety/posts/desk/desk.html", words)


@needs_office(MANAGE)
@answered_once
def new(request: SignedInRequest) -> HttpResponse:
    """新建年度."""
    form = RoundForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            made = rounds.write_round(actor=request.user, plan=form.plan(), limits=form.limits())
            return redirect("managed_post_round", made.year)
    return render(request, "safety/posts/desk/new.html", {"form": form})


@needs_office(DESK)
@never_cache
@answered_once
def round_page(request: SignedInRequest, year: int) -> HttpResponse:
    """一个年度: the next step, forms and quotas, reviewers and what they owe, teams by rank."""
    found: PostRound = get_object_or_404(PostRound.objects.managed_by(request.user), year=year)
    offered = offer(request, found, OF_ROUND, as_="round")
    if offered.done:
        return redirect("managed_post_round", year)
    posts = _posts(request).filter(round=found).order_by("rank", "pk")
    words = {
        "round": found,
        "tone": TONES.get(found.state, "plain"),
        "offer": offered,
        "forms": found.forms.prefetch_related("criteria"),
        "quotas": found.quotas.select_related("district"),
        "page": Paginator(posts, PER_PAGE).get_page(request.GET.get("page")),
        "counts": _counts(posts),
        "tones": TONES,
    } | _panel(request, found)
    return render(request, "safety/posts/desk/round.html", words)


def _counts(posts: Any) -> list[tuple[str, int]]:
    rows = posts.order_by().values("state").annotate(n=Count("pk"))
    found = {each["state"]: each["n"] for each in rows}
    return [(str(state.label), found[state]) for state in SafetyPost.State if state in found]


def _panel(request: SignedInRequest, found: PostRound) -> dict[str, Any]:
    """How many sheets are in is told to the city; what stands on them is not, before the shortlist."""
    if not policy.may(request.user, MANAGE, found):
        return {}
    sheets = found.sheets.order_by().values("reviewer", "state").annotate(n=Count("pk"))
    by_state: dict[int, dict[str, int]] = {}
    for each in sheets:
        by_state.setdefault(each["reviewer"], {})[each["state"]] = each["n"]
    panel = found.reviewers.select_related("person")
    return {"panel": [(each, by_state.get(each.pk, {})) for each in panel]}


@needs_office(DESK)
@never_cache
@answered_once
def post(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个集体: the signed text, what our data say, what was done, points once the shortlist is made."""
    found: SafetyPost = get_object_or_404(_posts(request), public_id=public_id)
    offered = offer(request, found, OF_POST, as_="post")
    if offered.done:
        return redirect("managed_post", public_id)
    signed = found.revisions.filter(signed_at__isnull=False).order_by("-number")
    words = {
        "post": found,
        "tone": TONES.get(found.state, "plain"),
        "offer": offered,
        "text": signed.select_related("form").first(),
        "revisions": signed,
        "facts": facts_of(found.enterprise, window_from(found), today()),
        "facts_from": window_from(found),
        "accident": accident_against(found),
        "moves": found.transitions.select_related("actor__person"),
        "checks": found.checks.all(),
        "judged": _judged(request, found),
    }
    return render(request, "safety/posts/desk/post.html", words)


def _judged(request: SignedInRequest, found: SafetyPost) -> dict[str, Any]:
    """Points of the whole, for the city alone, and not before the shortlist is made of them."""
    if not found.round.shows_points or not policy.may(request.user, SCREEN, found):
        return {}
    result = result_for(found)
    if result is None:
        return {}
    return {
        "mean": shown(result.mean),
        "spread": result.spread,
        "deducted": shown(result.deducted),
        "counted": result.counted,
        "dropped": result.dropped,
        "skipped": result.skipped,
    }


@needs_office(ANSWER)
@never_cache
@answered_once
def objection(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一条异议: what was said, by whom, and the answer."""
    rows = PostObjection.objects.managed_by(request.user).select_related(
        "post__round", "post__enterprise__organisation", "by"
    )
    found: PostObjection = get_object_or_404(rows, public_id=public_id)
    offered = offer(request, found, OF_OBJECTION, as_="objection")
    if offered.done:
        return redirect("managed_post_objection", public_id)
    words = {"objection": found, "offer": offered}
    return render(request, "safety/posts/desk/objection.html", words)
