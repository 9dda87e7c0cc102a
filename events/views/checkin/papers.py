"""表单和汇总 (papers of a session): sheets to print, what was said, certificates that were taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.feedback_figures import feedback_of
from events.forms.checkin.afterwards import RevokeForm
from events.models import AttendanceCertificate, Session
from events.services.checkin import certificates
from events.services.checkin.scanning import CHECK_IN
from events.sheets import device_table, sign_in_table, title_of, write_badges, write_sign_in
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import prepare
from zibo_youth.core.private_files import as_attachment

from .door import session_of

REVOKE = "events.revoke_certificate"
MOST = 200


def _printed(write: Callable[[Session], bytes], name: Any) -> Callable[..., HttpResponse]:
    @needs_office(CHECK_IN)
    @require_safe
    def printed(request: SignedInRequest, public_id: UUID) -> HttpResponse:
        session = session_of(request, public_id)
        try:
            answer = HttpResponse(write(session))
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("event_door_people", public_id)
        return as_attachment(
            answer,
            filename=f"{title_of(session)}-{name}.pdf",
            content_type="application/pdf",
            cache="private, no-store",
        )

    return printed


sign_in_paper = _printed(write_sign_in, gettext_lazy("签到表"))
badge_paper = _printed(write_badges, gettext_lazy("胸牌"))


@needs_office(CHECK_IN)
@require_safe
def sign_in_book(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """签到表 as XLSX."""
    session = session_of(request, public_id)
    return cast(HttpResponse, prepare(_("签到表"), "xlsx", sign_in_table(session)).answer())


@needs_office(CHECK_IN)
@require_safe
def device_list(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """凭证清单 for a device without a network: codes, and masked names."""
    session = session_of(request, public_id)
    return cast(HttpResponse, prepare(_("凭证清单"), "csv", device_table(session)).answer())


@needs_office(CHECK_IN)
@require_safe
def feedback(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """反馈汇总: sums, and words without names."""
    session = session_of(request, public_id)
    words = {"session": session, "figures": feedback_of(session)}
    return render(request, "events/desk/checkin/feedback.html", words)


@needs_office(REVOKE)
@answered_once
def certificate_list(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """参加证明 of a session: those that were taken, and one taken back with a reason."""
    session = session_of(request, public_id)
    form = RevokeForm(request.POST or None, session=session)
    if form.is_valid():
        with shown_on(form):
            told = form.cleaned_data
            certificates.revoke_certificate(
                actor=request.user, certificate=told["number"], reason=told["reason"]
            )
            messages.success(request, _("已撤销，查验时立即可见。"))
            return redirect("event_certificates", public_id)
    rows = AttendanceCertificate.objects.whole().filter(registration__session=session)
    words = {"session": session, "form": form, "rows": rows[:MOST]}
    return render(request, "events/desk/checkin/certificates.html", words)
