"""表单和汇总 (papers of a session): sheets to print, what was said, certificates that were taken."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.feedback_figures import feedback_of
from events.forms.checkin.afterwards import RevokeForm
from events.models import AttendanceCertificate, Session
from events.services.checkin import certificates
from events.services.checkin.scanning import CHECK_IN
from events.sheets import device_table, seats_of, sign_in_table, title_of, write_badges, write_sign_in
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services import record_export
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Export, prepare
from zibo_youth.core.exports.answers import PDF

from .door import session_of

REVOKE = "events.revoke_certificate"
MOST = 200


def _pdf(session: Session, content: bytes, name: Any, rows: int) -> Export:
    return Export(io.BytesIO(content), PDF, f"{title_of(session)}-{name}", rows)


def _sign_in_paper(session: Session) -> Export:
    return _pdf(session, write_sign_in(session), _("签到表"), len(list(seats_of(session))))


def _badges(session: Session) -> Export:
    return _pdf(session, write_badges(session), _("胸牌"), len(list(seats_of(session))))


def _sign_in_book(session: Session) -> Export:
    return prepare(_("签到表"), "xlsx", sign_in_table(session))


def _device_list(session: Session) -> Export:
    return prepare(_("凭证清单"), "csv", device_table(session))


SHEETS: dict[str, Callable[[Session], Export]] = {
    "sign_in_pdf": _sign_in_paper,
    "sign_in_xlsx": _sign_in_book,
    "badges_pdf": _badges,
    "passes_csv": _device_list,
}


@needs_office(CHECK_IN)
@require_POST
def sheets(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """签到表、胸牌、凭证清单: names leave the house, so it is written down who took them, and what for."""
    session, form = session_of(request, public_id), ExportForm(request.POST)
    write = SHEETS.get(request.POST.get("act", ""))
    if write is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("请写明用途，导出会留下记录。"))
        return redirect("event_door_people", public_id)
    try:
        export = write(session)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("event_door_people", public_id)
    record_export(
        actor=request.user,
        table="events.registration",
        format_name=export.format.ending,
        rows=export.rows,
        reason=form.cleaned_data["reason"],
        conditions=f"{export.title} {session.pk}",
        action=CHECK_IN,
    )
    return cast(HttpResponse, export.answer())


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
