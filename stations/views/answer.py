"""回访链接 (links of follow-ups): answered without log-in; a wrong, an early and a stale link look alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stations import services
from stations.errors import FollowUpClosed
from stations.forms.follow_ups import form_of
from stations.models import FollowUp
from zibo_youth.accounts import limits
from zibo_youth.accounts.errors import TooOften
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.middleware import AddressedRequest
from zibo_youth.core.unheard import unheard

# Wrong links from one address in a quarter of an hour; answers to one question in a day.
WRONG_LINKS = 60
ANSWERS_A_DAY = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: AddressedRequest, token: str) -> HttpResponse:
    """回答 (answer) one question; a second answer replaces the first until the question closes."""
    try:
        follow_up = _opened(request, token)
    except DomainError as refusal:
        return unheard(render(request, "stations/answer/closed.html", {"why": refusal}, status=_of(refusal)))
    form = form_of(follow_up)(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _count_answer(follow_up)
            services.answer_by_link(token=token, answer=form.answer)
            return unheard(redirect("answer", token))
    return unheard(render(request, "stations/answer/page.html", _context(follow_up, form)))


def _of(refusal: DomainError) -> int:
    return 429 if isinstance(refusal, TooOften) else refusal.status


def _opened(request: AddressedRequest, token: str) -> FollowUp:
    """What the link opens. Raises `FollowUpClosed`, and `TooOften` after many wrong links."""
    key = limits.named("follow-up-link", request.client_address)
    if limits.counted(key, limits.QUARTER) >= WRONG_LINKS:
        raise TooOften
    follow_up = services.named_by(token)
    if follow_up is None:
        limits.count(key, limits.QUARTER)
        raise FollowUpClosed
    return follow_up


def _count_answer(follow_up: FollowUp) -> None:
    if limits.count(f"follow-up-answer:{follow_up.pk}", limits.DAY) > ANSWERS_A_DAY:
        raise TooOften


def _context(follow_up: FollowUp, form: Any) -> dict[str, Any]:
    """The house and the question; whose stay it was, and what was answered, stands nowhere."""
    return {
        "form": form,
        "follow_up": follow_up,
        "station": follow_up.stay.station,
        "is_answered": follow_up.state == FollowUp.State.ANSWERED,
        "claims": follow_up.result == FollowUp.Result.HERE,
        "home_url": reverse("home"),
    }
