"""不被收录 (unheard): pages behind a secret address."""

from __future__ import annotations

from django.http import HttpResponse


def unheard(response: HttpResponse) -> HttpResponse:
    """
    No search engine keeps the page, and its address is told to no other one.

    ``strict-origin`` and not ``no-referrer``: under the latter browsers send the form
    with "Origin: null", which the check against forgery refuses.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "strict-origin"
    return response
