"""捐赠说明与进展 (giving): where one gives, and what a donor reads by a code. The portal takes no payment."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.services.adoptions import followed
from zibo_youth.core.errors import DomainError


@require_safe
def giving(request: HttpRequest) -> HttpResponse:
    """怎样捐赠: the charity's platform (慈善法 26, 27)."""
    return render(request, "hope_rooms/giving.html", {"platform": settings.HOPE_ROOMS["donate_at"]})


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """认领进展: the area and the stages; a refusal is a sentence, with its status."""
    try:
        return render(request, "hope_rooms/follow.html", {"seen": followed(code)})
    except DomainError as refusal:
        return render(request, "hope_rooms/follow.html", {"refusal": str(refusal)}, status=refusal.status)
