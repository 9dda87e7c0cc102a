"""
我的陪伴 (my visits): the pages of one of the two adults, on the phone.

A page shows the child's code. What the child is called and where the family lives is opened by a
button, because each look is written down.
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
from django.views.decorators.http import require_safe

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.forms.pairings import AskVisitForm, VisitForm
from hope_rooms.models import ChildVisit, Counsellor, Pairing, PairMember
from hope_rooms.records import ChildHome, ChildPerson
from hope_rooms.services import guard, visit_reports, visits
from hope_rooms.services.ladder import window_of
from hope_rooms.services.pair_moves import members_of
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, tried
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on


def _mine(request: SignedInRequest) -> Any:
    """The places in pairs that this user holds now."""
    person = request.user.person_id or 0
    return PairMember.objects.standing().whole().filter(volunteer__person_id=person)


def own_namings(request: SignedInRequest) -> Any:
    """Whom this user counsels now."""
    rows = Counsellor.objects.standing().whole()
    return rows.filter(volunteer__person_id=request.user.person_id or 0).order_by("child__code")


@login_required
@require_safe
def children(request: SignedInRequest) -> HttpResponse:
    """我陪伴的孩子: by their codes."""
    return render(request, "hope_rooms/pairing/children.html", {"members": _mine(request)})


@login_required
@never_cache
@answered_once
def child(request: SignedInRequest, number: int) -> HttpResponse:
    """一名孩子: when the next visit is due, the visit that is agreed, a form to propose one."""
    member = get_object_or_404(_mine(request), pairing=number)
    pairing = Pairing.objects.whole().with_window().get(pk=member.pairing_id)
    if request.POST.get("act") == "name":
        return _child_page(request, pairing, AskVisitForm(), told=_opened(request, pairing, Part.PERSON))
    form = AskVisitForm(request.POST or None)
    if form.is_valid():
        starts, ends = form.span()
        wish = visits.Wish(form.cleaned_data["kind"], starts, ends, form.cleaned_data["is_at_home"])
        with shown_on(form):
            asked = visits.ask_visit(actor=request.user, pairing=pairing, wish=wish)
            messages.success(request, _("已请另一名志愿者确认。"))
            return redirect(asked)
    return _child_page(request, pairing, form)


def _opened(request: SignedInRequest, pairing: Pairing, part: Part) -> Any:
    """What a look shows; a refusal is told, and shows nothing."""
    kind = ChildPerson if part == Part.PERSON else ChildHome
    try:
        return guard.read(request.user, pairing.child, part, purpose=Purpose.VISIT).need(kind)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None


def _child_page(request: SignedInRequest, pairing: Pairing, form: Any, told: Any = None) -> HttpResponse:
    window = window_of(pairing) if pairing.visits_now else None
    words = {
        "pairing": pairing,
        "members": members_of(pairing),
        "form": form if window else None,
        "told": told,
        "age": told.age_on(today()) if told else None,
        "due_on": window.next_due_on(today()) if window else None,
        "missed": window.missed_on(today()) if window else 0,
        "visits": pairing.visits.order_by("-starts_at")[:10],
    }
    return render(request, "hope_rooms/pairing/child.html", words)


@login_required
@never_cache
@answered_once
def visit(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一次走访: accept it, call it off, see the address in its time, report, explain."""
    if ChildVisit.objects.filter(public_id=public_id, counsellor__in=own_namings(request)).exists():
        return redirect("counselling_session", public_id)
    mine = _mine(request).values("pairing")
    found = get_object_or_404(ChildVisit.objects.whole().filter(pairing__in=mine), public_id=public_id)
    act, form = request.POST.get("act", ""), VisitForm(request.POST or None)
    if act == "address":
        return _visit_page(request, found, VisitForm(), _opened(request, found.pairing, Part.HOME))
    if act in ACTS and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(request, lambda: ACTS[act](request, found, words), _("已办理。")):
            return redirect(found)
    return _visit_page(request, found, form)


def _visit_page(request: SignedInRequest, found: ChildVisit, form: Any, home: Any = None) -> HttpResponse:
    have_said = {user.person_id for user in (found.asked_by, found.first_yes_by) if user}
    may_accept = found.state == "asked" and request.user.person_id not in have_said
    words = {"visit": found, "form": form, "home": home, "may_accept": may_accept}
    return render(request, "hope_rooms/pairing/visit.html", words)


def _accept(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    visits.accept_visit(actor=request.user, visit=found)


def _cancel(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    visits.cancel_visit(actor=request.user, visit=found, reason=words)


def _report(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    visit_reports.report_visit(actor=request.user, visit=found, words=words)


def _attempted(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    visit_reports.report_visit(actor=request.user, visit=found, words=words, was_home=False)


def _explain(request: SignedInRequest, found: ChildVisit, words: str) -> None:
    visit_reports.explain_red(actor=request.user, visit=found, words=words)


ACTS = {
    "accept": _accept,
    "cancel": _cancel,
    "report": _report,
    "attempted": _attempted,
    "explain": _explain,
}
