"""队员管理 (members): who asks to join a leader's team, and who is in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.vetting import ReasonForm
from volunteers.models import TeamMember
from volunteers.services import teams
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office

DECIDE = "volunteers.decide_member"


@needs_office(DECIDE)
@require_safe
def member_list(request: SignedInRequest) -> HttpResponse:
    """队员管理: the requests first, then the members."""
    members = TeamMember.objects.managed_by(request.user).select_related("team", "volunteer__person")
    context = {
        "asked": members.asked(),
        "members": members.active().order_by("team", "volunteer__volunteer_no")[:500],
    }
    return render(request, "volunteers/desk/members.html", context)


@needs_office(DECIDE)
@answered_once
def member(request: SignedInRequest, number: int) -> HttpResponse:
    """One member: let in, refuse, or remove, each with its reason."""
    rows = TeamMember.objects.managed_by(request.user).select_related("team", "volunteer__person")
    found = get_object_or_404(rows, pk=number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _decide(request, found, str(form.cleaned_data["reason"]))
            messages.success(request, _("已办理，志愿者会收到消息。"))
            return redirect("volunteer_members")
    return render(request, "volunteers/desk/member.html", {"form": form, "member": found})


def _decide(request: SignedInRequest, found: TeamMember, reason: str) -> None:
    act = request.POST.get("act")
    if act == "admit":
        teams.admit_member(actor=request.user, member=found)
    elif act == "remove":
        teams.remove_member(actor=request.user, member=found, reason=reason)
    else:
        teams.refuse_member(actor=request.user, member=found, reason=reason)
