"""复核和事故 (re-checks and accidents): what is due, what is proposed, what was recorded."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from safety.forms.posts.desk import AccidentForm
from safety.models import EnterpriseAccident, PostCheck
from safety.services.posts import keeping_names
from safety.services.posts.keeping_names import RECORD
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import shown_on

from .desk import DESK, PER_PAGE
from .public import TONES
from .steps import OF_ACCIDENT, OF_CHECK


@needs_office(DESK)
@require_safe
def check_list(request: SignedInRequest) -> HttpResponse:
    """青安岗复核: what is due and what is proposed first, then what was decided."""
    reach = policy.reach(request.user, DESK).office()
    rows = PostCheck.objects.within(reach).select_related(
        "post__round", "post__enterprise__organisation", "post__reporting_org"
    )
    waiting = rows.filter(state__in=["open", "proposed"])
    over = rows.exclude(state__in=["open", "proposed"]).order_by("-decided_at")
    words = {
        "waiting": waiting,
        "page": Paginator(over, PER_PAGE).get_page(request.GET.get("page")),
        "tones": TONES,
    }
    return render(request, "safety/posts/desk/checks.html", words)


@needs_office(DESK)
@never_cache
@answered_once
def check(request: SignedInRequest, number: int) -> HttpResponse:
    """一次复核: what was found, and what was decided."""
    reach = policy.reach(request.user, DESK).office()
    rows = PostCheck.objects.within(reach).select_related(
        "post__round", "post__enterprise__organisation", "post__reporting_org", "accident"
    )
    found: PostCheck = get_object_or_404(rows, pk=number)
    offered = offer(request, found, OF_CHECK, as_="check")
    if offered.done:
        return redirect("managed_post_check", number)
    words = {"check": found, "offer": offered, "tone": TONES.get(found.state, "plain")}
    return render(request, "safety/posts/desk/check.html", words)


@needs_office(RECORD)
@answered_once
def accident_list(request: SignedInRequest) -> HttpResponse:
    """企业事故记录: of the office's reach, the latest first, and a new one."""
    form = AccidentForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            keeping_names.record_accident(actor=request.user, **form.cleaned_data)
            return redirect("post_accidents")
    reach = policy.reach(request.user, RECORD).office()
    rows = EnterpriseAccident.objects.within(reach).select_related("enterprise__organisation")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/posts/desk/accidents.html", {"form": form, "page": page})


@needs_office(RECORD)
@never_cache
@answered_once
def accident(request: SignedInRequest, number: int) -> HttpResponse:
    """一条事故记录: what followed from it; recorded by mistake, it is voided."""
    reach = policy.reach(request.user, RECORD).office()
    rows = EnterpriseAccident.objects.within(reach).select_related("enterprise__organisation")
    found: EnterpriseAccident = get_object_or_404(rows, pk=number)
    offered = offer(request, found, OF_ACCIDENT, as_="accident")
    if offered.done:
        return redirect("managed_accident", number)
    words = {
        "accident": found,
        "offer": offered,
        "checks": found.checks.select_related("post__round", "post__enterprise__organisation"),
    }
    return render(request, "safety/posts/desk/accident.html", words)
