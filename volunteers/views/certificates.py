"""服务记录证明 (certificates): asked for by the volunteer, issued by the organiser, checked by anybody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from volunteers import verification
from volunteers.certificate_paper import write_certificate
from volunteers.forms.hours import AskCertificateForm, IssueForm, VerifyForm
from volunteers.models import Certificate
from volunteers.services import certificates
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.middleware import AddressedRequest

from .doors import VolunteerRequest, needs_office, needs_volunteer

ISSUE = certificates.ISSUE
TONES = verification.TONES | {"asked": "info", "refused": "warn"}


@needs_volunteer
@require_safe
def my_certificates(request: VolunteerRequest) -> HttpResponse:
    """我的证明: what was asked for and issued, the latest first."""
    rows = Certificate.objects.filter(volunteer=request.volunteer).whole()[:100]
    lines = [{"certificate": row, "tone": TONES[row.state]} for row in rows]
    return render(request, "volunteers/certificates.html", {"lines": lines})


@needs_volunteer
@answered_once
def ask(request: VolunteerRequest) -> HttpResponse:
    """申请证明."""
    form = AskCertificateForm(request.POST or None, volunteer=request.volunteer)
    if form.is_valid():
        with shown_on(form):
            certificates.ask_certificate(actor=request.user, volunteer=request.volunteer, **form.cleaned_data)
            messages.success(request, _("已申请，出具后会发消息告诉您。"))
            return redirect("volunteer_certificates")
    return render(request, "volunteers/certificate_ask.html", {"form": form})


@login_required
@require_safe
def paper(request: SignedInRequest, number: str) -> HttpResponse:
    """The PDF, for the volunteer and the issuer; 404 to others."""
    rows = Certificate.objects.visible_to(request.user).whole()
    certificate = get_object_or_404(rows, number=number)
    try:
        content = write_certificate(certificate)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        own = certificate.volunteer.person_id == request.user.person_id
        return redirect("volunteer_certificates" if own else "volunteer_certificate_desk")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs_office(ISSUE)
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """证明办理 (desk): the requests, the oldest first, then what was issued lately."""
    rows = Certificate.objects.managed_by(request.user)
    issued = rows.issued().whole().order_by("-issued_at")[:100]
    context = {
        "asked": rows.asked().whole()[:200],
        "lines": [{"certificate": row, "tone": TONES[row.state]} for row in issued],
    }
    return render(request, "volunteers/desk/certificates.html", context)


@needs_office(ISSUE)
@answered_once
def certificate(request: SignedInRequest, number: str) -> HttpResponse:
    """One request or certificate: issue, refuse, or revoke."""
    found = get_object_or_404(Certificate.objects.managed_by(request.user).whole(), number=number)
    form = IssueForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            messages.success(request, _decide(request, found, form))
            return redirect("volunteer_certificate_desk")
    context = {"form": form, "certificate": found, "entries": certificates.to_certify(found)}
    return render(request, "volunteers/desk/certificate.html", context)


def _decide(request: SignedInRequest, found: Certificate, form: IssueForm) -> str:
    told, act = form.cleaned_data, request.POST.get("act")
    if act == "issue":
        certificates.issue_certificate(
            actor=request.user,
            certificate=found,
            contact_phone=told["contact_phone"],
            handler=told["handler"],
            remark=told["remark"],
        )
        return _("已出具，公示 7 天后有效。")
    if act == "revoke":
        certificates.revoke_certificate(actor=request.user, certificate=found, reason=told["reason"])
        return _("已撤销，查验时立即可见。")
    certificates.refuse_certificate(actor=request.user, certificate=found, reason=told["reason"])
    return _("已登记为不出具。")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: AddressedRequest) -> HttpResponse:
    """查验证明 (check): by number and the last four characters of the holder's document."""
    form = VerifyForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        number, last4 = form.cleaned_data["number"], form.cleaned_data["last4"]
        with shown_on(form):
            verdict = verification.asked_from(
                request.client_address, number, lambda: verification.by_number(number, last4)
            )
            context |= {"asked": True, "verdict": verdict}
    return render(request, "volunteers/certificate_verify.html", context)


@require_safe
def verify_code(request: AddressedRequest, code: str) -> HttpResponse:
    """查验证明 by the code of the paper; an unknown code looks like a number that nobody has."""
    context: dict[str, object] = {"form": VerifyForm()}
    try:
        verdict = verification.asked_from(request.client_address, code, lambda: verification.by_code(code))
        context |= {"asked": True, "verdict": verdict}
    except TooOften as refusal:
        messages.error(request, str(refusal))
    return render(request, "volunteers/certificate_verify.html", context)
