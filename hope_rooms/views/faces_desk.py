"""孩子的回答 at the desk: a card to print, children who are unhappy twice in a row, one answer."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from hope_rooms.forms.faces import LookAfterForm
from hope_rooms.models import Child, ChildAnswer
from hope_rooms.services import faces
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on

VIEW = "hope_rooms.view_childanswer"


@needs_office(faces.MAKE)
@never_cache
@sensitive_variables("code")
@answered_once
def card(request: SignedInRequest, code: str) -> HttpResponse:
    """制作卡片: shown and printed once; a new one replaces it."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    words = {"child": child, "page": _address(request, "child_card")}
    if request.method == "POST":
        number = faces.make_card(actor=request.user, child=child)
        words |= {"number": faces.spoken(number), "qr": _qr_of(request, number)}
    return render(request, "hope_rooms/faces/card.html", words)


def _address(request: SignedInRequest, name: str, *args: str) -> str:
    """In Chinese, whatever the desk reads in."""
    with override(settings.LANGUAGE_CODE):
        return str(request.build_absolute_uri(reverse(name, args=args)))


def _qr_of(request: SignedInRequest, number: str) -> str:
    address = _address(request, "child_faces", number)
    return str(segno.make(address, error="m").svg_data_uri(scale=6, border=2, dark="#1f2328", light="#fff"))


@needs_office(VIEW)
@require_safe
def unhappy(request: SignedInRequest) -> HttpResponse:
    """连续不开心: by the children's codes, the longest waiting first."""
    rows = ChildAnswer.objects.managed_by(request.user).whole().unhappy()
    return render(request, "hope_rooms/faces/unhappy.html", {"answers": rows[:100]})


@needs_office(VIEW)
@never_cache
@answered_once
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """一次回答: which face, and what staff found out."""
    found = get_object_or_404(ChildAnswer.objects.managed_by(request.user).whole(), pk=number)
    may_look = found.looked_at is None and policy.may(request.user, faces.LOOK_AFTER, found)
    form = LookAfterForm(request.POST or None) if may_look else None
    if form is not None and form.is_valid():
        with shown_on(form):
            faces.look_after(actor=request.user, answer=found, words=form.cleaned_data["words"])
            messages.success(request, _("已办理。"))
            return redirect(found)
    return render(request, "hope_rooms/faces/answer.html", {"answer": found, "form": form})
