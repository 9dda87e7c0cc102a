"""我的志愿服务 (my service): register, see and change what is told, join and leave teams."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.registration import RegistrationForm, TeamForm
from volunteers.models import Application, Signup, TeamMember, Volunteer
from volunteers.services import registration, teams
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on

from .doors import VolunteerRequest, needs_volunteer

MEMBER_TONES = {"asked": "info", "active": "ok", "refused": "warn", "left": "plain"}


@needs_identity
@answered_once
def register(request: GuestRequest) -> HttpResponse:
    """注册志愿者 (register)."""
    if Volunteer.objects.filter(person=request.guest).exists():
        return redirect("volunteer_me")
    form = RegistrationForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            registration.register(actor=request.user, person=request.guest, **form.cleaned_data)
            messages.success(request, _("注册成功，现在可以报名了。"))
            return redirect("volunteer_me")
    return render(request, "volunteers/register.html", {"form": form})


@needs_volunteer
@require_safe
def me(request: VolunteerRequest) -> HttpResponse:
    """我的志愿服务: number, what waits for an answer, teams, and the ways to shifts, hours and proofs."""
    volunteer = request.volunteer
    members = volunteer.teams.select_related("team").order_by("-asked_at")
    offered = {"volunteer": volunteer, "state": "offered", "offer_until__gt": now()}
    context = {
        "volunteer": volunteer,
        "lines": [{"member": member, "tone": MEMBER_TONES[member.state]} for member in members],
        "applications": Application.objects.filter(**offered).whole(),
        "places": Signup.objects.filter(**offered).whole(),
    }
    return render(request, "volunteers/me.html", context)


@needs_volunteer
@answered_once
def change(request: VolunteerRequest) -> HttpResponse:
    """修改资料 (change)."""
    form = RegistrationForm(request.POST or None, volunteer=request.volunteer)
    if form.is_valid():
        with shown_on(form):
            registration.change_registration(
                actor=request.user, volunteer=request.volunteer, **form.cleaned_data
            )
            messages.success(request, _("资料已更新。"))
            return redirect("volunteer_me")
    return render(request, "volunteers/change.html", {"form": form})


@needs_volunteer
@answered_once
def leave(request: VolunteerRequest) -> HttpResponse:
    """退出志愿者队伍 (leave), after a question."""
    if request.method == "POST":
        try:
            registration.leave(actor=request.user, volunteer=request.volunteer)
            messages.success(request, _("已退出。时长和证明都会保留，随时可以重新注册。"))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("volunteer_me")
    return render(request, "volunteers/leave.html", {"volunteer": request.volunteer})


@needs_volunteer
@require_POST
@answered_once
def come_back(request: VolunteerRequest) -> HttpResponse:
    """重新注册 (come back) under the same number."""
    try:
        registration.come_back(actor=request.user, volunteer=request.volunteer)
        messages.success(request, _("欢迎回来，编号不变。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteer_me")


@needs_volunteer
@answered_once
def join(request: VolunteerRequest) -> HttpResponse:
    """申请入队 (join a team)."""
    form = TeamForm(request.POST or None, volunteer=request.volunteer)
    if form.is_valid():
        with shown_on(form):
            teams.ask_to_join(actor=request.user, volunteer=request.volunteer, **form.cleaned_data)
            messages.success(request, _("申请已提交，负责人审核后会发消息告诉您。"))
            return redirect("volunteer_me")
    return render(request, "volunteers/join.html", {"form": form})


@needs_volunteer
@require_POST
@answered_once
def leave_team(request: VolunteerRequest, number: int) -> HttpResponse:
    """离队 (leave a team)."""
    own = TeamMember.objects.filter(volunteer=request.volunteer)
    member = get_object_or_404(own, pk=number)
    try:
        teams.leave_team(actor=request.user, member=member)
        messages.success(request, _("已离队。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteer_me")
