"""婚礼工作台 (the desk): editions, the queue of reviews, one couple, sheets of the day."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.forms.wedding_desk import ScoreForm, SheetForm, WeddingForm
from events.models import Couple, CoupleMember, Wedding
from events.services.weddings import editions, sheets
from events.services.weddings.editions import MANAGE
from events.services.weddings.reviewing import REVIEW
from events.wedding_querysets import HOLDING, IN_REVIEW
from events.wedding_sheets import seating_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.errors import shown_on

from .mine import TONES as COUPLE_TONES
from .public import TONES
from .steps import OF_COUPLE, OF_WEDDING

PER_PAGE = 50
HEALTH = "events.view_couplehealth"


@needs_office(MANAGE)
@require_safe
def wedding_list(request: SignedInRequest) -> HttpResponse:
    """婚礼工作台: every edition of the office, the newest first."""
    rows = Wedding.objects.managed_by(request.user).whole()
    waiting = Count("couples", filter=Q(couples__state__in=IN_REVIEW))
    page = Paginator(rows.annotate(waiting=waiting).order_by("-number"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "events/weddings/desk/list.html", {"page": page, "tones": TONES})


@needs_office(MANAGE)
@answered_once
def new(request: SignedInRequest) -> HttpResponse:
    """新建一届."""
    form = WeddingForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = editions.write_wedding(actor=request.user, plan=form.plan())
            return redirect("managed_wedding", made.public_id)
    return render(request, "events/weddings/desk/new.html", {"form": form})


def _managed(request: SignedInRequest, public_id: UUID) -> Wedding:
    rows = Wedding.objects.managed_by(request.user).whole()
    found: Wedding = get_object_or_404(rows, public_id=public_id)
    return found


@needs_office(MANAGE)
@answered_once
def wedding(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一届婚礼: its programme, how many couples stand where, the next step."""
    found = _managed(request, public_id)
    offered = offer(request, found, OF_WEDDING, as_="wedding")
    if offered.done:
        return redirect("managed_wedding", public_id)
    counts = found.couples.exclude(number=None).order_by().values("state").annotate(n=Count("pk"))
    words = {
        "wedding": found,
        "tone": TONES.get(found.state, "plain"),
        "offer": offered,
        "items": found.items.prefetch_related("slots"),
        "criteria": found.criteria.all(),
        "counts": [(Couple.State(each["state"]).label, each["n"]) for each in counts],
        "moves": found.transitions.select_related("actor__person"),
        "may_see_health": policy.may(request.user, HEALTH, found),
    }
    return render(request, "events/weddings/desk/wedding.html", words)


@needs_office(MANAGE)
@require_safe
def couple_list(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """新人名单: what waits for a review first, then by number."""
    found = _managed(request, public_id)
    rows = Couple.objects.managed_by(request.user).filter(wedding=found)
    words = {
        "wedding": found,
        "waiting": rows.filter(state__in=IN_REVIEW).order_by("submitted_at", "pk"),
        "page": Paginator(rows.order_by("number"), PER_PAGE).get_page(request.GET.get("page")),
        "tones": COUPLE_TONES,
        "scored_by_me": set(rows.filter(scores__scorer=request.user.person_id).values_list("pk", flat=True)),
    }
    return render(request, "events/weddings/desk/couples.html", words)


@needs_office(REVIEW)
@never_cache
@answered_once
def couple(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一对新人: who they are, certificate and papers, the looks, the sheet of points."""
    rows = Couple.objects.managed_by(request.user).whole()
    found: Couple = get_object_or_404(rows, public_id=public_id)
    offered = offer(request, found, _steps(request.user.person_id), as_="couple")
    if offered.done:
        return redirect("managed_couple", public_id)
    words = {
        "couple": found,
        "members": found.members.select_related("person"),
        "tone": COUPLE_TONES.get(found.state, "plain"),
        "offer": offered,
        "papers": found.documents.all(),
        "certificate": found.marriage_cert_no if found.state in IN_REVIEW else found.masked_cert,
        "moves": found.transitions.select_related("actor__person"),
        "bookings": found.bookings.select_related("item", "slot").order_by("starts_at"),
    }
    return render(request, "events/weddings/desk/couple.html", words)


def _steps(scorer: int | None) -> list[Step]:
    """As for everybody; the sheet shows what this scorer gave, and nobody else's points."""
    sheet: Any = partial(ScoreForm, scorer=scorer)
    return [replace(each, form=sheet) if each.act == "score" else each for each in OF_COUPLE]


@needs_office(MANAGE)
@never_cache
def day_sheets(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """当天工作表: the seating, and the sheets as a workbook or on paper, for a written reason."""
    found = _managed(request, public_id)
    form = SheetForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            return sheets.export_sheets(actor=request.user, wedding=found, **form.cleaned_data)
    words = {"wedding": found, "form": form, "seating": seating_of(found)}
    return render(request, "events/weddings/desk/sheets.html", words)


@needs_office(HEALTH)
@never_cache
@require_safe
def health(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """健康提示: by number, for who prepares the day, and nobody else."""
    found = _managed(request, public_id)
    if not policy.may(request.user, HEALTH, found):
        raise Http404
    told = CoupleMember.objects.filter(couple__wedding=found, couple__state__in=HOLDING).exclude(
        health_sealed=""
    )
    lines = told.select_related("couple", "person").order_by("couple__number", "seat")
    return render(request, "events/weddings/desk/health.html", {"wedding": found, "lines": lines})
