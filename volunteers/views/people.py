"""志愿者档案 (the desk's file of a volunteer): teams, proofs, exemptions, guardian's consent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.people import ExemptionForm, FindForm
from volunteers.models import Exemption, Volunteer
from volunteers.services import vetting
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError, shown_on

from .doors import needs_office
from .vetting import TONES

CHECK, EXEMPT = "volunteers.check_item", "volunteers.grant_exemption"
PER_PAGE = 50


@needs_office(CHECK)
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """志愿者 of the own district, found by number or name."""
    form = FindForm(request.GET or None)
    rows = Volunteer.objects.managed_by(request.user).select_related("person", "university", "reporting_org")
    if form.is_valid() and form.cleaned_data["q"]:
        asked = form.cleaned_data["q"].strip()
        rows = rows.filter(Q(volunteer_no__iexact=asked) | Q(person__full_name__startswith=asked))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "volunteers/desk/people.html", {"form": form, "page": page})


@needs_office(CHECK)
@answered_once
def volunteer_file(request: SignedInRequest, volunteer_no: str) -> HttpResponse:
    """One volunteer, with the form to exempt from a requirement for those who may."""
    found = _of_desk(request, volunteer_no)
    form = ExemptionForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            vetting.grant_exemption(actor=request.user, volunteer=found, **form.cleaned_data)
            messages.success(request, _("免除已登记。"))
            return redirect("volunteer_file", volunteer_no)
    context: dict[str, Any] = {"form": form, "volunteer": found, "exempts": policy.may(request.user, EXEMPT)}
    context |= {
        "items": [
            {"item": item, "tone": TONES[item.state]}
            for item in found.items.select_related("requirement", "document")
        ],
        "exemptions": found.exemptions.filter(revoked_at__isnull=True).select_related("requirement"),
        "members": found.teams.select_related("team"),
    }
    return render(request, "volunteers/desk/file.html", context)


@needs_office(EXEMPT)
@require_POST
@answered_once
def exemption_revoke(request: SignedInRequest, number: int) -> HttpResponse:
    """撤销免除 (revoke an exemption)."""
    rows = Exemption.objects.managed_by(request.user).select_related("volunteer__person")
    exemption = get_object_or_404(rows, pk=number)
    try:
        freed = vetting.revoke_exemption(actor=request.user, exemption=exemption)
        messages.success(request, _("已撤销，释放班次 %(n)s 个。") % {"n": freed})
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteer_file", exemption.volunteer.volunteer_no)


def _of_desk(request: SignedInRequest, volunteer_no: str) -> Volunteer:
    rows = Volunteer.objects.managed_by(request.user).select_related("person", "university", "reporting_org")
    found: Volunteer = get_object_or_404(rows, volunteer_no=volunteer_no)
    return found
