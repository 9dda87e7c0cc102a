"""
设备标记 (the mark of a device): which browser, or which program, began an attempt; by page and by call alike.

A browser keeps a random mark in a cookie. A program without cookies sends one of its own. What is stored is a
keyed digest, compared with others of the same quiz and shown to nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponseBase

from zibo_youth.core import crypto

COOKIE = "quiz_device"
COOKIE_AGE = timedelta(days=90)
LONGEST = 64


def mark_of(cookies: Mapping[str, str], sent: str = "") -> str:
    """The cookie's mark before one that was sent: a browser is the same one on a page and in a call."""
    return cookies.get(COOKIE, "")[:LONGEST] or sent or secrets.token_hex(16)


def device_of(mark: str) -> str:
    """What is stored of a mark."""
    return crypto.blind_index("quiz.device", mark)


def remember(answer: HttpResponseBase, mark: str) -> None:
    """The browser's next attempt, of whomever, has the same mark."""
    answer.set_cookie(
        COOKIE,
        mark,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
