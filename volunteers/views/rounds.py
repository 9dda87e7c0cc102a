"""招募 (calls for volunteers): what is open, how its places go, apply, and the public draw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers import draw_words
from volunteers.eligibility import standings
from volunteers.forms.rounds import ApplicationForm
from volunteers.models import Application, Round, Volunteer
from volunteers.services import applications
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_volunteer

PER_PAGE = 20


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """志愿者招募: calls that are open, those that come, and those that are over."""
    rounds, at = Round.objects.visible_to(request.user).whole(), now()
    page = Paginator(rounds.over(at), PER_PAGE).get_page(request.GET.get("page"))
    context = {"taking": rounds.taking(at), "coming": rounds.coming(at), "page": page}
    return render(request, "volunteers/rounds/list.html", context)


@require_safe
def round_page(request: HttpRequest, number: int) -> HttpResponse:
    """One call: dates, places and how many are left, risks, rules."""
    found = _visible(request, number)
    mine = Application.objects.filter(round=found, volunteer__person=getattr(request.user, "person_id", None))
    context = {
        "round": found,
        "pools": _pools(found),
        "posts": found.project.posts.filter(staffing="round").select_related("role"),
        "is_taking": found.is_taking(now()),
        "mine": mine.first() if request.user.is_authenticated else None,
    }
    return render(request, "volunteers/rounds/call.html", context)


@needs_identity
@answered_once
def apply(request: GuestRequest, number: int) -> HttpResponse:
    """报名 (apply). A press goes straight to its service, which reads volunteer and round itself."""
    form = ApplicationForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            made = applications.apply(
                actor=request.user, round=Round(pk=number), statement=form.cleaned_data["statement"]
            )
            messages.success(request, _("已报名，序号 %(number)s。") % {"number": made.number})
            return redirect(made)
    return _apply_page(request, number, form)


@needs_volunteer
def _apply_page(request: VolunteerRequest, number: int, form: ApplicationForm) -> HttpResponse:
    """The form, beside what is to be handed in before duty."""
    found = _visible(request, number)
    context = {"form": form, "round": found, "to_do": to_do(request.volunteer, found)}
    return render(request, "volunteers/rounds/apply.html", context)


@require_safe
def draw_page(request: HttpRequest, number: int) -> HttpResponse:
    """公开抽签 (the draw): hashes before, the seed after, and the order; numbers and never a name."""
    found = _drawn(request, number)
    page = Paginator(draw_words.result(found), 200).get_page(request.GET.get("page"))
    context = {"round": found, "page": page, "quotas": draw_words.quotas(found)}
    return render(request, "volunteers/rounds/draw.html", context)


@require_safe
def draw_listing(request: HttpRequest, number: int) -> HttpResponse:
    """抽签名单 (the list of a draw) as it was hashed, byte by byte."""
    found = _drawn(request, number)
    if found.listed_at is None:
        raise Http404
    answer = HttpResponse(found.listing.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.csv"'
    return answer


def to_do(volunteer: Volunteer, of: Round) -> list[str]:
    """What the posts of a round ask for and is not there yet: due before duty, not before applying."""
    posts = of.project.posts.filter(staffing="round").select_related("role")
    missing = [
        str(each.requirement)
        for post in posts
        for each in standings(volunteer, post.role, of.serves_from)
        if not each.is_met
    ]
    return list(dict.fromkeys(missing))


def _visible(request: HttpRequest, number: int) -> Round:
    found: Round = get_object_or_404(Round.objects.visible_to(request.user).whole(), pk=number)
    return found


def _drawn(request: HttpRequest, number: int) -> Round:
    found = _visible(request, number)
    if not found.is_draw:
        raise Http404
    return found


def _pools(of: Round) -> list[dict[str, Any]]:
    """Each pool with the places that are left."""
    return [{"pool": pool, "left": pool.quota - pool.taken} for pool in of.pools.counted()]
