"""五张脸 (five faces): what a child sees, on whichever phone is at hand. No log-in, no name, large faces."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from hope_rooms.forms.faces import CardForm, FaceForm
from hope_rooms.models.child_answer import Face
from hope_rooms.services import faces
from zibo_youth.accounts.errors import TooOften
from zibo_youth.core.middleware import AddressedRequest
from zibo_youth.core.unheard import unheard

FACES = list(reversed(Face.choices))


@never_cache
def enter(request: AddressedRequest) -> HttpResponse:
    """输入号码: for a phone that does not read the square."""
    form = CardForm(request.POST or None)
    if form.is_valid():
        digits = "".join(each for each in form.cleaned_data["code"] if each.isdecimal())
        return unheard(redirect("child_faces", digits or "0"))
    return unheard(render(request, "hope_rooms/faces/enter.html", {"form": form}))


@never_cache
@sensitive_variables("code")
def ask(request: AddressedRequest, code: str) -> HttpResponse:
    """选一张脸; where nothing waits, calm words that are the same for every reason."""
    form = FaceForm(request.POST or None)
    try:
        if form.is_valid():
            faces.answer(code=code, address=request.client_address, face=form.cleaned_data["face"])
            return unheard(redirect("child_thanks"))
        waits = faces.visit_of(code, request.client_address) is not None
    except TooOften:
        return _page(request, waits=False, why=_("试了太多次，请过一刻钟再试。"), status=429)
    return _page(request, waits=waits)


def _page(request: AddressedRequest, *, waits: bool, why: str = "", status: int = 200) -> HttpResponse:
    words = {"waits": waits, "faces": FACES, "why": why, "calls": settings.HOPE_ROOMS["child_calls"]}
    return unheard(render(request, "hope_rooms/faces/ask.html", words, status=status))


@require_safe
def thanks(request: AddressedRequest) -> HttpResponse:
    """谢谢: the same for every answer."""
    calls = settings.HOPE_ROOMS["child_calls"]
    return unheard(render(request, "hope_rooms/faces/thanks.html", {"calls": calls}))
