"""活动之后 (afterwards): one's certificate and feedback, and the public page that checks a paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import verification
from events.attendance_paper import write_attendance
from events.forms.checkin.afterwards import FeedbackForm, VerifyCodeForm
from events.models import AttendanceCertificate, Feedback, Registration
from events.services.checkin import certificates, feedback
from events.services.rosters.uploading import BRING
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, tried
from zibo_youth.accounts.verifying import asked_from
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.middleware import AddressedRequest

SAID = ("rating", "liked", "again", "words")


@login_required
@answered_once
def afterwards(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """活动之后: whether one was there, the certificate, and what one thinks of it."""
    rows = Registration.objects.of_person(request.user.person_id).whole()
    found: Registration = get_object_or_404(rows, public_id=public_id, state="registered")
    if request.POST.get("act") == "certificate":
        tried(
            request,
            lambda: certificates.take_certificate(actor=request.user, registration=found),
            _("参加证明已出具。"),
        )
        return redirect("event_afterwards", public_id)
    row = found.feedbacks.first()
    form = FeedbackForm(request.POST or None, initial=_initial(row))
    if form.is_valid():
        with shown_on(form):
            feedback.give_feedback(actor=request.user, registration=found, said=form.said())
            messages.success(request, _("谢谢您的反馈，截止前可以再改。"))
            return redirect("event_afterwards", public_id)
    words = {
        "registration": found,
        "form": form,
        "attendance": found.attendances.filter(seat=1).first(),
        "certificates": found.certificates.order_by("-pk"),
        "stands": found.certificates.filter(state="valid").exists(),
        "obstacles": feedback.feedback_obstacles(found),
        "until": feedback.feedback_until(found.session),
        "tones": verification.TONES,
    }
    return render(request, "events/checkin/afterwards.html", words)


def _initial(row: Feedback | None) -> dict[str, object]:
    return {name: getattr(row, name) for name in SAID} if row else {}


@login_required
@require_safe
def paper(request: SignedInRequest, number: str) -> HttpResponse:
    """The PDF of a certificate, for its holder, whoever brought them, and the office; 404 to others."""
    rows = AttendanceCertificate.objects.whole()
    brought = rows.of_groups_within(policy.reach(request.user, BRING).office())
    found = rows.visible_to(request.user).filter(number=number).first() or get_object_or_404(
        brought, number=number
    )
    try:
        content = write_attendance(found)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("my_events")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: AddressedRequest) -> HttpResponse:
    """查验参加证明 (check): by the code of the paper, typed."""
    form = VerifyCodeForm(request.POST or None)
    words: dict[str, object] = {"form": form}
    if form.is_valid():
        with shown_on(form):
            words |= _looked_at(request, form.cleaned_data["code"])
    return render(request, "events/checkin/verify.html", words)


@require_safe
def verify_code(request: AddressedRequest, code: str) -> HttpResponse:
    """查验参加证明 by the link of the paper; an unknown code looks like one that nobody has."""
    words: dict[str, object] = {"form": VerifyCodeForm()}
    try:
        words |= _looked_at(request, code)
    except TooOften as refusal:
        messages.error(request, str(refusal))
    return render(request, "events/checkin/verify.html", words)


def _looked_at(request: AddressedRequest, code: str) -> dict[str, object]:
    verdict = asked_from(request.client_address, code, lambda: verification.by_code(code))
    return {"asked": True, "verdict": verdict}
