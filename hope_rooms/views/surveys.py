"""勘察人的页面 (pages of a surveyor): check in, see where it is for a purpose, hand in together, propose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.forms.building import SurveyForm
from hope_rooms.models import SurveyVisit
from hope_rooms.records import ChildHome
from hope_rooms.services import guard
from hope_rooms.services.building import surveys
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, tried
from zibo_youth.core.errors import DomainError, shown_on


def _own(request: SignedInRequest) -> Any:
    """One's own places, whatever office one holds besides."""
    return (
        SurveyVisit.objects.visible_to(request.user)
        .filter(hand__person_id=request.user.person_id or 0)
        .whole()
    )


@login_required
@require_safe
def survey_list(request: SignedInRequest) -> HttpResponse:
    """我的勘察: rooms by code, the open ones first."""
    visits = _own(request).order_by("-survey__submitted_at", "-pk")[:50]
    return render(request, "hope_rooms/rooms/surveys.html", {"visits": visits})


@login_required
@never_cache
@answered_once
def survey(request: SignedInRequest, number: int) -> HttpResponse:
    """一次勘察: where it is after a look that is written down, who is there, what was found."""
    visit = get_object_or_404(_own(request), pk=number)
    act = request.POST.get("act", "")
    if act == "address":
        return _page(request, visit, SurveyForm(), _home_of(request, visit))
    if act in PLAIN and tried(request, lambda: PLAIN[act](actor=request.user, visit=visit), _("已办理。")):
        return redirect("hope_survey", visit.pk)
    form = SurveyForm(request.POST if act == "hand_in" else None)
    if act == "hand_in" and form.is_valid():
        with shown_on(form):
            surveys.hand_in(actor=request.user, visit=visit, findings=form.told())
            messages.success(request, _("勘察已提交。"))
            return redirect("hope_survey", visit.pk)
    return _page(request, visit, form)


PLAIN: dict[str, Any] = {"check_in": surveys.check_in, "propose": surveys.propose}


def _page(
    request: SignedInRequest, visit: SurveyVisit, form: SurveyForm, home: ChildHome | None = None
) -> HttpResponse:
    words = {
        "visit": visit,
        "others": visit.survey.visits.exclude(pk=visit.pk),
        "form": form,
        "home": home,
        "is_open": visit.survey.submitted_at is None and visit.survey.room.state == "surveying",
        "may_propose": surveys.standing_survey(visit.survey.room) == visit.survey
        and visit.survey.room.state == "surveying",
    }
    return render(request, "hope_rooms/rooms/survey.html", words)


def _home_of(request: SignedInRequest, visit: SurveyVisit) -> ChildHome | None:
    """Where it is; a refusal is told, and shows nothing."""
    try:
        read = guard.read(request.user, visit.survey.room.child, Part.HOME, purpose=Purpose.SURVEY)
        return read.need(ChildHome)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
