"""Where a person came from and goes back to: addresses of this site only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest, *, otherwise: str) -> str:
    """The ``next`` of the request when it stays on this site, else the named page (or nothing)."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return reverse(otherwise) if otherwise else ""
