"""申报单位 (the unit's pages): its teams, a new application, one application with what may be done now."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from safety.forms.posts.unit import StartPostForm
from safety.models import PostRound, SafetyPost
from safety.post_rules import obstacles
from safety.services.posts import applying
from safety.services.posts.applying import APPLY
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .public import TONES
from .steps import OF_UNIT

# Words of these moves are meant for the unit; what a district recommends with, and what was cleared, is not.
TOLD = ("returned", "declined", "excluded", "ended", "revoked")
INTERNAL = ("vetoes_cleared", "kept")


def _own(request: SignedInRequest) -> QuerySet[SafetyPost]:
    """Posts of the enterprises where this user answers for safety."""
    reach = policy.reach(request.user, APPLY).office()
    rows: QuerySet[SafetyPost] = SafetyPost.objects.within(reach).whole()
    return rows


@needs_office(APPLY)
@answered_once
def post_list(request: SignedInRequest) -> HttpResponse:
    """青安岗申报: what the unit has applied for, the newest first, and how to apply."""
    form = StartPostForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            return redirect(applying.start_post(actor=request.user, **form.cleaned_data))
    words = {
        "posts": _own(request).order_by("-pk"),
        "form": form,
        "is_open": PostRound.objects.taking(today()).exists(),
        "tones": TONES,
    }
    return render(request, "safety/posts/unit_posts.html", words)


@needs_office(APPLY)
@never_cache
@answered_once
def post(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份申报: what the form asks, what stands in the way, what was said, what may be done now."""
    found: SafetyPost = get_object_or_404(_own(request), public_id=public_id)
    offered = offer(request, found, OF_UNIT, as_="post")
    if offered.done:
        return redirect(found)
    draft = found.revisions.filter(signed_at__isnull=True).select_related("form").first()
    words = {
        "post": found,
        "offer": offered,
        "tone": TONES.get(found.state, "plain"),
        "missing": obstacles(found, draft) if draft else [],
        "text": draft or found.revisions.order_by("-number").first(),
        "moves": found.transitions.exclude(reason__in=INTERNAL),
        "told": TOLD,
    }
    return render(request, "safety/posts/unit_post.html", words)
