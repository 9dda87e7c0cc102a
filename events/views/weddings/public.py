"""集体婚礼 (the editions): the list, one edition with its rules, the published list and result by number."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.models import Couple, Wedding, WeddingSelection
from events.wedding_rules import of_edition
from events.wedding_selection import ADMITTED, RESERVE, ranks_of

MOST = 50
TONES = {"open": "ok", "listed": "info", "released": "info", "cancelled": "error"}


def shown(request: HttpRequest, public_id: UUID) -> Wedding:
    """An edition that everybody may read."""
    rows = Wedding.objects.visible_to(request.user).whole()
    found: Wedding = get_object_or_404(rows, public_id=public_id)
    return found


@require_safe
def wedding_list(request: HttpRequest) -> HttpResponse:
    """集体婚礼: every edition that was published, the newest first."""
    rows = Wedding.objects.visible_to(request.user).whole().order_by("-held_on", "-number")[:MOST]
    return render(request, "events/weddings/list.html", {"weddings": rows, "tones": TONES})


@require_safe
def wedding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """一届婚礼: day, places, conditions, gift, deadline; how it is chosen; the result by number."""
    found = shown(request, public_id)
    own = Couple.objects.of_person(getattr(request.user, "person_id", None)).live().filter(wedding=found)
    ranks = ranks_of(found.selection.result) if found.selection.released_at else []
    words = {
        "wedding": found,
        "tone": TONES.get(found.state, "plain"),
        "items": found.items.prefetch_related("slots"),
        "criteria": found.criteria.all() if found.is_scored else [],
        "closed": next(of_edition(found), None),
        "own": own.first(),
        "selection": found.selection,
        "admitted": [each for each in ranks if each.outcome == ADMITTED],
        "reserves": [each for each in ranks if each.outcome == RESERVE],
    }
    return render(request, "events/weddings/wedding.html", words)


@require_safe
def listing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """遴选名单 (the list) byte for byte as it was hashed; it names nobody."""
    return _published(shown(request, public_id).selection, "listing")


@require_safe
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """遴选结果 (the result) once it is released; it names nobody."""
    return _published(shown(request, public_id).selection, "result")


def _published(selection: WeddingSelection, name: str) -> HttpResponse:
    text = str(getattr(selection, name))
    if not text:
        raise Http404
    answer = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="wedding-{selection.wedding.number}-{name}.csv"'
    return answer
