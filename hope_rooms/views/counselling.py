"""
我做的心理疏导 (my counselling): the pages of a named counsellor, on the phone.

A page shows the child's code. What the child is called, and what was written before, is opened by a
button, because each look is written down. The address is the pair's.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.forms.counselling import SessionForm, SessionWordsForm
from hope_rooms.models import ChildVisit, Counsellor
from hope_rooms.records import ChildPerson
from hope_rooms.services import guard
from hope_rooms.services.counselling import notes, sessions
from hope_rooms.services.visits import Wish
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, tried
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on

from .my_visits import own_namings


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """我做心理疏导的孩子: by their codes."""
    return render(request, "hope_rooms/counselling/mine.html", {"namings": own_namings(request)})


@login_required
@never_cache
@answered_once
def child(request: SignedInRequest, number: int) -> HttpResponse:
    """一名孩子: sessions, a form to propose one, the name and the own notes behind buttons."""
    naming = get_object_or_404(own_namings(request), pk=number)
    act = request.POST.get("act", "")
    if act in LOOKS:
        return _child_page(request, naming, SessionForm(), **_looked(request, naming, act))
    form = SessionForm(request.POST or None)
    if form.is_valid():
        starts, ends = form.span()
        wish = Wish(ChildVisit.Kind.COUNSELLING, starts, ends, form.cleaned_data["is_at_home"])
        with shown_on(form):
            asked = sessions.ask_session(actor=request.user, counsellor=naming, wish=wish)
            messages.success(request, _("已请两名结对志愿者确认。"))
            return redirect("counselling_session", asked.public_id)
    return _child_page(request, naming, form)


def _child_page(request: SignedInRequest, naming: Counsellor, form: Any, **seen: Any) -> HttpResponse:
    visits = naming.visits.order_by("-starts_at")[:20]
    words = {"naming": naming, "form": form, "visits": visits, **seen}
    return render(request, "hope_rooms/counselling/child.html", words)


def _looked(request: SignedInRequest, naming: Counsellor, act: str) -> dict[str, Any]:
    """What a look shows; a refusal is told, and shows nothing."""
    try:
        return LOOKS[act](request, naming)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return {}


def _name(request: SignedInRequest, naming: Counsellor) -> dict[str, Any]:
    read = guard.read(request.user, naming.child, Part.PERSON, purpose=Purpose.COUNSELLING)
    told = read.need(ChildPerson)
    return {"told": told, "age": told.age_on(today())}


def _notes(request: SignedInRequest, naming: Counsellor) -> dict[str, Any]:
    return {"notes": notes.read_own(actor=request.user, counsellor=naming), "are_open": True}


LOOKS = {"name": _name, "notes": _notes}


@login_required
@never_cache
@sensitive_post_parameters("words")
@answered_once
def session(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一次心理疏导: call it off, or write what was."""
    rows = ChildVisit.objects.whole().filter(counsellor__in=own_namings(request))
    found = get_object_or_404(rows, public_id=public_id)
    act, form = request.POST.get("act", ""), SessionWordsForm(request.POST or None)
    if act in ACTS and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(request, lambda: ACTS[act](request, found, words), _("已办理。")):
            return redirect("counselling_session", public_id)
    return render(request, "hope_rooms/counselling/session.html", {"visit": found, "form": form})


def _write(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    notes.write_note(actor=request.user, visit=found, words=words)


def _cancel(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    sessions.cancel_session(actor=request.user, visit=found, reason=words)


ACTS = {"write": _write, "cancel": _cancel}
