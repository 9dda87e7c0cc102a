"""What every request passes: hostile input refused, the caller's address known, private pages private."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_structlog.middlewares import RequestMiddleware

from .afterwards import afterwards

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


class AddressedRequest(HttpRequest):
    """A request that has passed `ClientAddress`, as every request of a view has."""

    client_address: str


# The desk scans codes with its camera; nothing else of the device is asked for.
PERMISSIONS = "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def asks_where_the_device_is(view: View) -> View:
    """A page that has a button for the device's position; every other page may not ask."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = view(request, *args, **named)
        response["Permissions-Policy"] = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
        return response

    return asking


class RefuseHostileInput:
    """
    400 for what no browser of a person sends: NUL, lone surrogates, bytes that are not UTF-8.

    PostgreSQL takes no NUL in text, so each of these would be a 500 at the first
    query that meets it. Cookies count too: a quoted one may spell a NUL as ``\\000``.
    Fields of a form answer for themselves, with a sentence beside the field.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_hostile(request):
            raise BadRequest("undecodable or NUL in path, query or cookie")
        return self.get_response(request)


def _is_hostile(request: HttpRequest) -> bool:
    # Django leaves a percent sign before each byte of a path that is no text; WSGI
    # hands the query over as it came, its bytes in latin-1.
    path = unquote_to_bytes(request.path_info)
    query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1", "surrogateescape"))
    cookies = "".join(f"{name}{value}" for name, value in request.COOKIES.items())
    return not (_is_clean(path) and _is_clean(query)) or "\0" in cookies


def _is_clean(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:  # a lone surrogate is not UTF-8 either
        return False


class ClientAddress:
    """
    客户端地址 (client address): ``request.client_address``, the one that limits and logs go by.

    With N trusted proxies in front, the N-th hop from the right of
    X-Forwarded-For was written by our own outermost proxy; whatever stands left
    of it was sent by the caller and is never believed. Without proxies the
    header is ignored.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: AddressedRequest) -> HttpResponse:
        address = client_address(request)
        request.client_address = address
        # Libraries that read the peer's address (logging) must see the same one.
        request.META["REMOTE_ADDR"] = address
        request.META.pop("HTTP_X_FORWARDED_FOR", None)
        return self.get_response(request)


def client_address(request: HttpRequest) -> str:
    """The caller's address in canonical form; the peer's own where the proxies give none."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    claimed = hops[-proxies] if 0 < proxies <= len(hops) else peer
    return _canonical(claimed) or _canonical(peer) or "0.0.0.0"  # noqa: S104 (a socket has no address)


def _canonical(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


# A link that opens without a log-in is a key, and so is one that gives whoever comes first a place.
KEY_IN_PATH = re.compile(r"^((?:/en)?/(?:a|stations/together/join)/)[^/]+")


class RequestLog(RequestMiddleware):
    """
    请求日志 (request log): the path alone; a query string may hold a name or a telephone number.

    A key in it (`KEY_IN_PATH`) is left out (nginx.conf says the same).
    """

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        path = KEY_IN_PATH.sub(r"\1-", request.path)
        return f"{request.method} {path}"


class PrivatePages:
    """A signed-in person's page is kept by no cache: the next one at a shared computer finds nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if _is_signed_in(request):
            patch_cache_control(response, no_store=True, private=True)
            patch_vary_headers(response, ["Cookie"])
        return response


class WordsForWrongMethod:
    """
    405 in words: who comes by an address that only a button opens is told so, and led on.

    A press after the session had ended, or a kept address, comes here by GET.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or request.path.startswith("/api/"):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class Afterwards:
    """What is to be remembered of a request is written when its transactions are over (`core.afterwards`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with afterwards():
            return self.get_response(request)


def _is_signed_in(request: HttpRequest) -> bool:
    session: Any = getattr(request, "session", None)
    # A visitor without a session is not asked about one: the page stays cacheable.
    if session is None or not (session.modified or settings.SESSION_COOKIE_NAME in request.COOKIES):
        return False
    return SESSION_KEY in session
