"""评审员 (the reviewer's pages): what is owed; a sheet beside text and facts; others' once the own is in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from safety.facts import facts_of
from safety.models import PostSheet
from safety.post_drafts import draft_of
from safety.post_results import result_for
from safety.post_rules import window_from
from safety.post_scoring import shown
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import today

from .public import TONES
from .steps import OF_SHEET

S = PostSheet.State


@login_required
@never_cache
@require_safe
def sheet_list(request: SignedInRequest) -> HttpResponse:
    """我的评审: what is owed first."""
    rows = PostSheet.objects.of_person(request.user.person_id).select_related(
        "round", "post__enterprise__organisation"
    )
    words = {
        "owed": rows.filter(state=S.ASSIGNED).order_by("assigned_at"),
        "others": rows.exclude(state=S.ASSIGNED).order_by("-pk"),
        "tones": TONES,
    }
    return render(request, "safety/posts/reviews.html", words)


@login_required
@never_cache
@answered_once
def sheet(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份评审表: the text of the very revision that is judged; a recusal closes it."""
    rows = PostSheet.objects.of_person(request.user.person_id).exclude(state=S.RECUSED)
    rows = rows.select_related("round", "post__enterprise__organisation", "post__form", "reviewer__person")
    found: PostSheet = get_object_or_404(rows, public_id=public_id)
    found.post.round = found.round
    offered = offer(request, found, OF_SHEET, as_="sheet")
    if offered.done:
        return redirect("post_reviews")
    post = found.post
    words = {
        "sheet": found,
        "post": post,
        "offer": offered,
        "tone": TONES.get(found.state, "plain"),
        "text": post.revisions.get(number=found.revision),
        "facts": facts_of(post.enterprise, window_from(post), today()),
        "facts_from": window_from(post),
        "draft": draft_of(found),
        "own": found.scores.select_related("criterion"),
    } | _others(request, found)
    return render(request, "safety/posts/sheet.html", words)


def _others(request: SignedInRequest, own: PostSheet) -> dict[str, Any]:
    """Sheets of the others, by seat and never by name, only once the own is in; their mean, by setting."""
    if own.state != S.SUBMITTED:
        return {}
    visible = PostSheet.objects.visible_to(request.user).filter(post=own.post, revision=own.revision)
    others = visible.exclude(pk=own.pk).prefetch_related("scores__criterion").order_by("seat")
    told: dict[str, Any] = {"others": others}
    is_current = own.revision == own.post.revision
    if settings.SAFETY["post_mean_shown_to_reviewers"] and is_current:
        result = result_for(own.post)
        if result is not None:
            told |= {"mean": shown(result.mean), "spread": result.spread, "counted": result.counted}
    return told
