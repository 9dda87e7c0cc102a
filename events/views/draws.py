"""公开抽签 (a session's draw): what is published of it, for everybody to check."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.models import Session, SessionDraw
from events.outcome import outcome_of

PER_PAGE = 100


def _draw_of(request: HttpRequest, public_id: UUID) -> SessionDraw:
    session = get_object_or_404(Session.objects.visible_to(request.user).whole(), public_id=public_id)
    found: SessionDraw = get_object_or_404(SessionDraw, session=session)
    found.session = session
    return found


@require_safe
def draw_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """公开抽签: hashes, the list, the seed and the order, each when it is its time."""
    draw = _draw_of(request, public_id)
    groups = {each.pk: each for each in draw.session.quotas.all()}
    page = Paginator(outcome_of(draw), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(each, groups.get(each.entry.group)) for each in page]
    words = {"draw": draw, "groups": groups.values(), "page": page, "lines": lines}
    return render(request, "events/draw.html", words)


@require_safe
def listing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """抽签名单 (the list) byte for byte as it was hashed; it names nobody."""
    draw = _draw_of(request, public_id)
    if draw.listed_at is None:
        raise Http404
    answer = HttpResponse(draw.listing.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{draw.session.pk}.csv"'
    return answer
