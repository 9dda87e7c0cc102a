"""Who stands before a page of the volunteers: a registered volunteer, or somebody of an office."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from volunteers.models import Volunteer
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity, needs_office

__all__ = ["VolunteerRequest", "needs_office", "needs_volunteer"]

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
