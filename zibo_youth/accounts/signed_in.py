"""Who stands before a page: log-in and stated identity, asked for on the way and not as a refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zibo_youth.core.errors import DomainError

from . import policy
from .models import Person, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class SignedInRequest(HttpRequest):
    """A request of a user who has logged in."""

    user: User


class GuestRequest(SignedInRequest):
    """A request of a person who has stated the own identity."""

    guest: Person


def needs_identity(
    view: Callable[Concatenate[GuestRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorator: log-in first, then the identity page, and back to where one wanted to go."""

    @wraps(view)
    def wrapper(request: GuestRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = request.user.person
        if person is None or not person.has_identity:
            messages.info(request, _("预约需要先填写实名信息，填完后会回到这里。"))
            return redirect(f"{reverse('identity')}?{urlencode({'next': request.get_full_path()})}")
        request.guest = person
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def needs_office(
    action: str,
) -> Callable[[Callable[Concatenate[SignedInRequest, P], R]], Callable[..., R]]:
    """Decorator: whoever holds no office with this right finds no such page."""

    def decorator(
        view: Callable[Concatenate[SignedInRequest, P], R],
    ) -> Callable[..., R]:
        @wraps(view)
        def wrapper(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not request.user.is_staff or not policy.may(request.user, action):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(wrapper)

    return decorator


def tried(request: SignedInRequest, act: Callable[[], Any], told: str) -> bool:
    """Say what was done, or why it was not; whether it was."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, told)
    return True
