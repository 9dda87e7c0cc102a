"""班次管理 (a leader's shifts): what is planned, who is on it, what changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.shifts import ReleaseForm, ShiftForm, ShiftStopForm
from volunteers.models import Post, ServiceProject, Shift, Signup
from volunteers.services import shifts, signups
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .doors import needs_office
from .my_shifts import TONES

MANAGE = shifts.MANAGE
SHIFT_TONES = {"open": "ok", "suspended": "warn", "cancelled": "error"}
MOST = 100


@needs_office(MANAGE)
@require_safe
def managed_projects(request: SignedInRequest) -> HttpResponse:
    """班次管理: the projects that one manages, with the shifts to come."""
    coming = Count("posts__shifts", filter=Q(posts__shifts__starts_at__gt=now()))
    rows = ServiceProject.objects.managed_by(request.user).exclude(state="cancelled")
    projects = rows.annotate(coming=coming).select_related("organiser").order_by("-ends_on", "pk")
    return render(request, "volunteers/shifts/manage/projects.html", {"projects": projects[:MOST]})


@needs_office(MANAGE)
@require_safe
def project_shifts(request: SignedInRequest, code: str) -> HttpResponse:
    """一个项目的班次: every post, its shifts, how many places are taken and who waits."""
    project = get_object_or_404(ServiceProject.objects.managed_by(request.user), code=code)
    posts = [
        {"post": post, "lines": [_line(row) for row in _latest_of(post)]}
        for post in project.posts.select_related("role")
    ]
    return render(request, "volunteers/shifts/manage/project.html", {"project": project, "posts": posts})


def _latest_of(post: Post) -> Any:
    return post.shifts.counted().order_by("-starts_at")[:MOST]


def _line(shift: Shift) -> dict[str, Any]:
    return {"shift": shift, "tone": SHIFT_TONES.get(shift.state, "plain")}


@needs_office(MANAGE)
@answered_once
def shift_new(request: SignedInRequest, number: int) -> HttpResponse:
    """发布班次 (open a shift) of a post."""
    post = get_object_or_404(Post.objects.managed_by(request.user).select_related("project"), pk=number)
    form = ShiftForm(request.POST or None, initial={"place": post.project.place})
    if form.is_valid():
        with shown_on(form):
            shifts.open_shift(actor=request.user, post=post, plan=form.plan())
            messages.success(request, _("班次已发布。"))
            return redirect("manage_project_shifts", code=post.project.code)
    return render(request, "volunteers/shifts/manage/plan.html", {"form": form, "post": post})


def _managed(request: SignedInRequest, public_id: UUID) -> Shift:
    rows = Shift.objects.managed_by(request.user).counted().whole()
    found: Shift = get_object_or_404(rows, public_id=public_id)
    return found


@needs_office(MANAGE)
@require_safe
def managed_shift(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个班次: who is on it, who waits, and what a leader may do."""
    found = _managed(request, public_id)
    rows = found.signups.select_related("volunteer__person").order_by("seat", "pk")
    live = rows.exclude(state__in=["signed_off", "declined", "released"])
    context = _line(found) | {
        "people": [
            {"signup": row, "tone": TONES.get(row.state, "plain"), "may_release": row.may_become("released")}
            for row in live
        ],
        "is_ahead": found.starts_at > now(),
        "is_over": found.is_over(now()),
    }
    return render(request, "volunteers/shifts/manage/shift.html", context)


@needs_office(MANAGE)
@answered_once
def shift_change(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """修改班次 (change a shift)."""
    found = _managed(request, public_id)
    form = ShiftForm(request.POST or None, initial=ShiftForm.told_by(found))
    if form.is_valid():
        with shown_on(form):
            shifts.change_shift(actor=request.user, shift=found, plan=form.plan())
            messages.success(request, _("班次已修改；时间或地点有变化的，已通知报名的志愿者。"))
            return redirect("manage_shift", public_id=found.public_id)
    context = {"form": form, "post": found.post, "shift": found}
    return render(request, "volunteers/shifts/manage/plan.html", context)


@needs_office(MANAGE)
@answered_once
def shift_stop(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """暂停、恢复或取消 (stop a shift), each told to everybody on it."""
    found = _managed(request, public_id)
    form = ShiftStopForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _stop(request, found, **form.cleaned_data)
            messages.success(request, _("已办理，志愿者会收到消息。"))
            return redirect("manage_shift", public_id=found.public_id)
    return render(request, "volunteers/shifts/manage/stop.html", {"form": form, "shift": found})


def _stop(request: SignedInRequest, found: Shift, act: str, reason: str) -> None:
    if act == "resume":
        shifts.resume_shift(actor=request.user, shift=found)
    elif act == "suspend":
        shifts.suspend_shift(actor=request.user, shift=found, reason=reason)
    else:
        shifts.cancel_shift(actor=request.user, shift=found, reason=reason)


@needs_office("volunteers.manage_signup")
@answered_once
def release(request: SignedInRequest, number: int) -> HttpResponse:
    """取消一位志愿者的报名 (release), with a reason that the volunteer reads."""
    found = get_object_or_404(Signup.objects.managed_by(request.user).whole(), pk=number)
    form = ReleaseForm(request.POST or None)
    back = redirect("manage_shift", public_id=found.shift.public_id)
    if form.is_valid():
        with shown_on(form):
            signups.release_signup(actor=request.user, signup=found, **form.cleaned_data)
            messages.success(request, _("已办理，志愿者会收到消息。"))
            return back
    context = {"form": form, "signup": found, "back_url": back.url}
    return render(request, "volunteers/shifts/manage/release.html", context)
