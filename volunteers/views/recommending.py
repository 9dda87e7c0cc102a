"""推荐 (recommendations): of oneself, of one's own, of somebody else; and the word of whom it is about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.award_errors import NobodyByThisName
from volunteers.forms.awards import NominationForm, OwnNominationForm, PublicNominationForm
from volunteers.models import AwardNomination, AwardSeason, Volunteer
from volunteers.models.awards import AwardKind
from volunteers.services import recommending as service
from volunteers.services.congress import active_volunteer
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_office, needs_volunteer
from .steps import tried

PAGE = "volunteers/awards/recommend.html"
# How many pairs of number and name one log-in may try in a day.
NAMES_A_DAY = 20


def _open_season(code: str) -> AwardSeason:
    return get_object_or_404(AwardSeason.objects.filter(state=AwardSeason.State.RECOMMENDING), code=code)


@needs_volunteer
@answered_once
def recommend_oneself(request: VolunteerRequest, code: str) -> HttpResponse:
    """自荐."""
    found = _open_season(code)
    form = OwnNominationForm(request.POST or None, season=found)
    if form.is_valid():
        with shown_on(form):
            service.recommend(actor=request.user, subject=request.volunteer, **form.cleaned_data)
            messages.success(request, _("推荐已提交，由团市委审查。"))
            return redirect("volunteer_own_awards")
    return render(request, PAGE, {"form": form, "season": found})


@needs_office(service.RECOMMEND)
@answered_once
def recommend(request: SignedInRequest, code: str) -> HttpResponse:
    """单位推荐."""
    found = _open_season(code)
    reach = policy.reach(request.user, service.RECOMMEND)
    units = Organisation.objects.filter(pk__in=reach.organisations | reach.districts)
    form = NominationForm(request.POST or None, season=found, organisations=units)
    if form.is_valid():
        with shown_on(form):
            service.recommend(actor=request.user, **_asked(form.cleaned_data))
            messages.success(request, _("推荐已提交，由团市委审查。"))
            return redirect("volunteer_recommended")
    return render(request, PAGE, {"form": form, "season": found})


def _asked(told: dict[str, Any]) -> dict[str, Any]:
    """The subject, by the kind of the category."""
    subjects = {
        AwardKind.INDIVIDUAL: lambda: active_volunteer(told["volunteer_no"]),
        AwardKind.COLLECTIVE: lambda: told["recommender"],
        AwardKind.PROJECT: lambda: told["project"],
    }
    kept = {name: told[name] for name in ("category", "citation", "recommender")}
    return kept | {"subject": subjects[told["category"].kind]()}


@needs_identity
@answered_once
def recommend_another(request: GuestRequest, code: str) -> HttpResponse:
    """社会推荐: whoever knows number and name of a volunteer, an organisation or a project."""
    found = _open_season(code)
    form = PublicNominationForm(request.POST or None, season=found)
    if form.is_valid():
        with shown_on(form):
            told = form.cleaned_data
            service.recommend_another(
                actor=request.user,
                category=told["category"],
                subject=_known(request, told),
                citation=told["citation"],
            )
            messages.success(request, _("推荐已提交，本人或单位同意后参评。"))
            return redirect(found)
    return render(request, PAGE, {"form": form, "season": found, "is_public": True})


def _known(request: GuestRequest, told: dict[str, Any]) -> Any:
    """Whom the form names. Raises `NobodyByThisName`, and `TooOften` to whoever tries names."""
    kind = told["category"].kind
    if kind != AwardKind.INDIVIDUAL:
        return told["organisation" if kind == AwardKind.COLLECTIVE else "project"]
    if limits.count(limits.named("award-name", str(request.user.pk)), limits.DAY) > NAMES_A_DAY:
        raise TooOften
    number, name = told["volunteer_no"].strip().upper(), told["full_name"].strip()
    volunteer = Volunteer.objects.active().filter(volunteer_no=number, person__full_name=name).first()
    if volunteer is None:
        raise NobodyByThisName
    return volunteer


@needs_office(service.RECOMMEND)
@require_safe
def recommended(request: SignedInRequest) -> HttpResponse:
    """本单位的推荐, what waits for the organisation's word, and the seasons that take more."""
    rows = AwardNomination.objects.managed_by(request.user).whole().order_by("-pk")
    context = {
        "asked": rows.filter(state=AwardNomination.State.ASKED).exclude(recommender=None)[:50],
        "nominations": rows.handed_in()[:200],
        "seasons": AwardSeason.objects.filter(state=AwardSeason.State.RECOMMENDING),
    }
    return render(request, "volunteers/awards/recommended.html", context)


@needs_office(service.RECOMMEND)
@require_POST
@answered_once
def answer_for_organisation(request: SignedInRequest, number: int) -> HttpResponse:
    """同意参评, or not: the organisation, of itself or of its project."""
    rows = AwardNomination.objects.managed_by(request.user).exclude(recommender=None)
    _answer(request, get_object_or_404(rows.whole(), pk=number))
    return redirect("volunteer_recommended")


@needs_volunteer
@require_POST
@answered_once
def answer_for_oneself(request: VolunteerRequest, number: int) -> HttpResponse:
    """同意参评, or not: the volunteer."""
    rows = AwardNomination.objects.filter(volunteer=request.volunteer)
    _answer(request, get_object_or_404(rows.whole(), pk=number))
    return redirect("volunteer_own_awards")


def _answer(request: SignedInRequest, found: AwardNomination) -> None:
    act = {"agree": service.take_up, "decline": service.decline}.get(request.POST.get("act", ""))
    told = {"agree": _("已同意参评，由团市委审查。"), "decline": _("已回复不参评。")}
    if act:
        tried(request, lambda: act(actor=request.user, nomination=found), told[request.POST["act"]])
