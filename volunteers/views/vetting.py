"""我的资质 (my proofs), and the desks of those who check them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.eligibility import standings
from volunteers.forms.vetting import GuardianForm, ItemForm, ReasonForm
from volunteers.models import GuardianConsent, RequirementItem, ServiceRole, Volunteer, VolunteerDocument
from volunteers.services import guardians, vetting
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core import private_files
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_office, needs_volunteer

CHECK, RECORD = "volunteers.check_item", "volunteers.record_guardian"
TONES = {"submitted": "info", "passed": "ok", "failed": "warn", "revoked": "warn"}


@needs_volunteer
@answered_once
def own_proofs(request: VolunteerRequest) -> HttpResponse:
    """我的资质: how one stands to each role, what was handed in, and a form for more."""
    form = ItemForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with shown_on(form):
            vetting.submit_item(actor=request.user, volunteer=request.volunteer, **form.cleaned_data)
            messages.success(request, _("已提交，核验后会发消息告诉您。"))
            return redirect("volunteer_vetting")
    roles = ServiceRole.objects.prefetch_related("requirements")
    items = request.volunteer.items.select_related("requirement", "document")
    context = {
        "form": form,
        "roles": [(role, standings(request.volunteer, role)) for role in roles],
        "items": [{"item": item, "tone": TONES[item.state]} for item in items],
    }
    return render(request, "volunteers/proofs.html", context)


@login_required
@require_safe
def document(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """The paper to those who may see it, 404 to others."""
    file = get_object_or_404(VolunteerDocument.objects.visible_to(request.user), public_id=public_id)
    return private_files.download(
        str(file.file.name),
        filename=file.original_name,
        content_type=file.content_type,
        cache="no-store, private",
    )


@needs_office(CHECK)
@require_safe
def proofs_to_check(request: SignedInRequest) -> HttpResponse:
    """待核验资质 (to check), the oldest first."""
    items = RequirementItem.objects.managed_by(request.user).to_check()
    rows = items.select_related("requirement", "volunteer__person", "volunteer__reporting_org")[:200]
    return render(request, "volunteers/desk/proofs.html", {"items": rows})


@needs_office(CHECK)
@answered_once
def proof(request: SignedInRequest, number: int) -> HttpResponse:
    """核验 (check) one proof: pass, refuse, or revoke what was passed."""
    items = RequirementItem.objects.managed_by(request.user)
    item = get_object_or_404(items.select_related("requirement", "document", "volunteer__person"), pk=number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            told = _decide(request, item, str(form.cleaned_data["reason"]))
            messages.success(request, told)
            return redirect("volunteer_proofs")
    return render(request, "volunteers/desk/proof.html", {"form": form, "item": item})


def _decide(request: SignedInRequest, item: RequirementItem, reason: str) -> str:
    act = request.POST.get("act")
    if act == "pass":
        vetting.pass_item(actor=request.user, item=item)
        return _("已通过。")
    if act == "revoke":
        freed = vetting.revoke_item(actor=request.user, item=item, reason=reason)
        return _("已撤销，释放班次 %(n)s 个。") % {"n": freed}
    vetting.fail_item(actor=request.user, item=item, reason=reason)
    return _("已登记为未通过，志愿者可以重新提交。")


@needs_office(RECORD)
@answered_once
def guardian(request: SignedInRequest, volunteer_no: str) -> HttpResponse:
    """监护人同意 (guardian's consent) of a volunteer who is not yet 18."""
    volunteers = Volunteer.objects.managed_by(request.user).select_related("person")
    volunteer = get_object_or_404(volunteers, volunteer_no=volunteer_no)
    standing = GuardianConsent.objects.standing().filter(volunteer=volunteer).first()
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and "withdraw" in request.POST and standing:
        freed = guardians.withdraw_guardian_consent(actor=request.user, consent=standing)
        messages.success(request, _("已撤回，释放班次 %(n)s 个。") % {"n": freed})
        return redirect("volunteer_guardian", volunteer_no)
    if form.is_valid():
        form.cleaned_data.pop("seen")
        with shown_on(form):
            guardians.record_guardian_consent(actor=request.user, volunteer=volunteer, **form.cleaned_data)
            messages.success(request, _("监护人同意已登记。"))
            return redirect("volunteer_guardian", volunteer_no)
    context = {"form": form, "volunteer": volunteer, "standing": standing}
    return render(request, "volunteers/desk/guardian.html", context)
