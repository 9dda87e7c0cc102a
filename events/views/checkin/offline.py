"""离线登记 (offline): the list for a device, a file of what it recorded, and what becomes of each row."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.forms.checkin.afterwards import ScanFileForm, VerifyUploadForm
from events.models import EntryScan, Session
from events.passes import code_of
from events.services.checkin import uploads
from events.services.checkin.scanning import CHECK_IN
from events.services.checkin.uploads import Preview
from events.sheets import masked, seats_of
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.form_fields import SealedForm

from .door import named, session_of

RESULTS = {
    uploads.RECORDED: gettext_lazy("可以记录"),
    uploads.SAME: gettext_lazy("已有相同记录"),
    uploads.DIFFERS: gettext_lazy("与现有记录冲突，另外保留"),
    uploads.REFUSED: gettext_lazy("不能接受"),
}
TONES = {uploads.RECORDED: "ok", uploads.SAME: "plain", uploads.DIFFERS: "warn", uploads.REFUSED: "error"}
MOST = 100


@needs_office(CHECK_IN)
@never_cache
@answered_once
def offline(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """离线登记: an upload is answered with its preview, a confirmed preview is written."""
    session = session_of(request, public_id)
    if "sealed" in request.POST:
        return _confirmed(request, session)
    form = ScanFileForm(request.POST or None, request.FILES or None)
    preview = None
    if form.is_valid():
        with shown_on(form):
            content = form.cleaned_data["file"].read()
            preview = uploads.preview_upload(actor=request.user, session=session, content=content)
    return render(request, "events/desk/checkin/offline.html", _shown(session, form, preview))


def _shown(session: Session, form: ScanFileForm, preview: Preview | None) -> dict[str, object]:
    beside = EntryScan.objects.of_session(session.pk).filter(step__isnull=True)
    rows = beside.select_related("registration__person", "by__person", "upload")
    words: dict[str, object] = {
        "session": session,
        "form": form,
        "why": ExportForm(),
        "preview": preview,
        "uploads": session.scan_uploads.select_related("by__person", "verified_by__person")[:MOST],
        "beside": [named(scan) for scan in rows.prefetch_related("registration__companions")[:MOST]],
        "passes": {code_of(seat.registration, seat.number): masked(seat.name) for seat in seats_of(session)},
    }
    if preview is not None:
        words["lines"] = [(line, RESULTS[line.result], TONES[line.result]) for line in preview.lines]
        words["sealed"] = SealedForm(initial={"sealed": preview.sealed})
    return words


def _confirmed(request: SignedInRequest, session: Session) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    sealed, whole = form.cleaned_data.get("sealed", ""), request.POST.get("act") != "fitting"
    try:
        lines = uploads.hand_in(actor=request.user, sealed=sealed, whole=whole)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = [
            f"{label} {sum(line.result == result for line in lines)}" for result, label in RESULTS.items()
        ]
        messages.success(request, _("已上传，标为离线未核实：%(told)s") % {"told": " · ".join(told)})
    return redirect("event_offline", session.public_id)


@needs_office(CHECK_IN)
@require_POST
@answered_once
def verify(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """核实 a file: somebody has compared it with the paper or the people."""
    session = session_of(request, public_id)
    form = VerifyUploadForm(request.POST, session=session)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        upload.session = session
        tried(
            request,
            lambda: uploads.verify_upload(actor=request.user, upload=upload),
            _("已核实，这个文件的记录可以作为证明的依据。"),
        )
    else:
        messages.error(request, _("请选择本场的文件。"))
    return redirect("event_offline", public_id)
