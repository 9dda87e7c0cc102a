"""心理疏导人员 (counsellors) on pages of the case: named and ended by the centre; the lead reads notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hope_rooms.forms.counselling import EndCounsellorForm, NameCounsellorForm
from hope_rooms.models import Child, Counsellor
from hope_rooms.services.counselling import naming
from hope_rooms.services.counselling.notes import READ, Note, read_for_safeguarding
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on

VIEW = "hope_rooms.view_counsellor"


@needs_office(VIEW)
@answered_once
def counsellor(request: SignedInRequest, code: str) -> HttpResponse:
    """心理疏导人员: who it is and who it was; the centre names, and ends."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    if not policy.may(request.user, VIEW, Counsellor(child=child)):
        raise Http404
    rows = Counsellor.objects.managed_by(request.user).whole().filter(child=child)
    standing = rows.standing().first()
    form = _form_of(request, child, standing)
    if form is not None and form.is_valid():
        with shown_on(form):
            _do(request, child, standing, form)
            messages.success(request, _("已办理。"))
            return redirect("hope_counsellor", code)
    words = {
        "child": child,
        "standing": standing,
        "form": form,
        "earlier": rows.filter(ended_at__isnull=False),
    }
    return render(request, "hope_rooms/counselling/counsellor.html", words)


def _form_of(request: SignedInRequest, child: Child, standing: Counsellor | None) -> Any:
    """What the centre fills in; the other offices read."""
    if not policy.may(request.user, naming.NAME, child):
        return None
    return (EndCounsellorForm if standing else NameCounsellorForm)(request.POST or None)


def _do(request: SignedInRequest, child: Child, standing: Counsellor | None, form: Any) -> None:
    if standing:
        naming.end_counsellor(actor=request.user, counsellor=standing, **form.cleaned_data)
    else:
        told = naming.Naming(**form.cleaned_data)
        naming.name_counsellor(actor=request.user, child=child, naming=told)


@needs_office(READ)
@never_cache
@answered_once
def notes(request: SignedInRequest, code: str) -> HttpResponse:
    """心理疏导记录: behind a button, for the safeguarding lead; each look is written down."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    found = _read(request, child) if request.POST.get("act") == "read" else None
    return render(request, "hope_rooms/counselling/notes.html", {"child": child, "notes": found})


def _read(request: SignedInRequest, child: Child) -> list[Note] | None:
    try:
        return read_for_safeguarding(actor=request.user, child=child)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
