"""What every template may ask for (context processor): site texts, display choice, unread notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zibo_youth.core import cards
from zibo_youth.core.display import Display

UnreadCounter = Callable[[Any], int]
_unread_counters: list[UnreadCounter] = []


def count_unread_with(counter: UnreadCounter) -> UnreadCounter:
    """Register how unread notices are counted; called once by the notifications app in ``ready``."""
    _unread_counters.append(counter)
    return counter


def _unread_notices(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return sum(counter(user) for counter in _unread_counters)


def _account_links(request: HttpRequest) -> list[cards.Link]:
    return [link for card in cards.all_cards() for link in card.account_links(request)]


def portal(request: HttpRequest) -> dict[str, Any]:
    """
    The names of base.html. ``unread_notices`` and ``account_links`` cost their
    query only on a page that shows them.
    """
    return {
        "portal": settings.PORTAL,
        "demo": settings.DEMO,
        "display": Display.of(request),
        "programmes": cards.all_cards(),
        "unread_notices": SimpleLazyObject(lambda: _unread_notices(request)),
        "account_links": SimpleLazyObject(lambda: _account_links(request)),
    }
