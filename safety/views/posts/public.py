"""青安岗 (for everybody): years with their rules, names of units in notice and named; an objection."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safety.forms.posts.unit import ObjectionForm
from safety.models import PostObjection, PostRound, SafetyPost
from safety.services.posts import noticing
from safety.services.posts.rounds import form_in_force
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

MOST = 50
TONES = {
    **dict.fromkeys(("open", "awarded", "reported", "reported_up", "shortlisted", "kept"), "ok"),
    **dict.fromkeys(("scoring", "notice", "public_notice", "city_screening", "submitted"), "info"),
    **dict.fromkeys(("unit_signed", "district_review", "assigned", "proposed"), "info"),
    **dict.fromkeys(("returned",), "warn"),
    **dict.fromkeys(("revoked", "excluded", "cancelled", "declined"), "error"),
}


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """青安岗: every year that was called, the newest first."""
    rows = PostRound.objects.called()[:MOST]
    return render(request, "safety/posts/rounds.html", {"rounds": rows, "tones": TONES})


@require_safe
def round_page(request: HttpRequest, year: int) -> HttpResponse:
    """一个年度: conditions, quotas, how it is judged; names of units in notice and named."""
    found: PostRound = get_object_or_404(PostRound.objects.called(), year=year)
    public = found.posts.public().select_related("enterprise__organisation", "reporting_org", "round")
    form = form_in_force(found)
    words = {
        "round": found,
        "tone": TONES.get(found.state, "plain"),
        "form": form,
        "criteria": form.criteria.all() if form else [],
        "quotas": found.quotas.select_related("district"),
        "in_notice": public.filter(state="public_notice").order_by("reporting_org__code", "team_name"),
        "named": public.exclude(state="public_notice").order_by("number"),
        "today": today(),
        "tones": TONES,
    }
    return render(request, "safety/posts/round.html", words)


@needs_identity
@answered_once
def objection(request: GuestRequest, public_id: UUID) -> HttpResponse:
    """提出异议: while the notice runs; one's own earlier ones with their answers stand below."""
    rows = SafetyPost.objects.public().whole()
    post: SafetyPost = get_object_or_404(rows, public_id=public_id)
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            noticing.object_to(actor=request.user, post=post, **form.cleaned_data)
            messages.success(request, _("异议已提交，团市委会逐条答复。"))
            return redirect("post_objection", public_id)
    own = PostObjection.objects.filter(post=post, by=request.guest)
    runs = post.state == SafetyPost.State.PUBLIC_NOTICE and bool(
        post.notice_until and today() <= post.notice_until
    )
    words = {"post": post, "form": form, "own": own, "runs": runs}
    return render(request, "safety/posts/objection.html", words)
