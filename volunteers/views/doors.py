"""Who stands before a page of the volunteers: a registered volunteer, or somebody of an office."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from volunteers.models import Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity

P = ParamSpec("P")


class VolunteerRequest(GuestRequest):
    """A request of a registered volunteer."""

    volunteer: Volunteer


def needs_volunteer(
    view: Callable[Concatenate[VolunteerRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorator: log-in, identity and registration, each asked for on the way and not as a refusal."""

    @wraps(view)
    def wrapper(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        volunteer = Volunteer.objects.filter(person=request.guest).first()
        if volunteer is None:
            messages.info(request, _("请先注册成为志愿者。"))
            return redirect("volunteer_register")
        volunteer.person = request.guest
        request.volunteer = volunteer
        return view(request, *args, **kwargs)

    return needs_identity(wrapper)


def needs_office(
    action: str,
) -> Callable[[Callable[Concatenate[SignedInRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Decorator: whoever holds no office with this right finds no such page."""

    def decorator(
        view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_staff or not policy.may(request.user, action):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(wrapper)

    return decorator
