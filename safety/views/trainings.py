"""培训名单 (lists of trainees): uploaded with a preview, and written as it was shown."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events.entrance import of_session
from events.models import Session
from safety.forms.trainings import ListFileForm
from safety.models import SafetyActivity
from safety.services import trainings
from safety.services.trainings.listing import BRING
from safety.trainee_sheet import TRAINEES
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.form_fields import SealedForm

FORMATS = ("xlsx", "csv")


@needs_office(BRING)
@answered_once
def upload(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """上传名单: an upload is answered with its preview, a confirmed preview is written."""
    of_trainings = SafetyActivity.objects.shown().trainings().values("event")
    rows = Session.objects.filter(event__in=of_trainings).whole()
    session: Session = get_object_or_404(rows, public_id=public_id)
    if "sealed" in request.POST:
        return _confirmed(request, session)
    form = ListFileForm(request.POST or None, request.FILES or None)
    preview = None
    if form.is_valid():
        with shown_on(form):
            preview = trainings.preview_trainees(
                actor=request.user, session=session, content=form.cleaned_data["file"].read()
            )
    words: dict[str, Any] = {
        "session": session,
        "activity": session.event.safety_activity,
        "form": form,
        "preview": preview,
        "columns": list(TRAINEES.columns.values()),
        "obstacles": list(of_session(session)),
    }
    if preview and preview.sealed:
        words["confirm"] = SealedForm(initial={"sealed": preview.sealed})
    return render(request, "safety/trainings/upload.html", words)


def _confirmed(request: SignedInRequest, session: Session) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        made = trainings.import_trainees(
            actor=request.user,
            sealed=form.cleaned_data.get("sealed", ""),
            only_good=request.POST.get("act") == "good",
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("safety_trainees", session.public_id)
    told = ngettext("已报名 %(n)s 人。", "已报名 %(n)s 人。", made.new) % {"n": made.new}
    messages.success(request, told if made.new else _("名单上的人都已报名，没有重复登记。"))
    if len(made.rosters) == 1:
        return redirect("event_roster", made.rosters[0])
    return redirect("safety_trainees", session.public_id)


@needs_office(BRING)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    """下载模板 (template) of a list of trainees."""
    wish = request.GET.get("format", "xlsx")
    if wish not in FORMATS:
        raise Http404
    columns = [str(column.label) for column in TRAINEES.columns.values()]
    return cast(
        HttpResponse, prepare(_("培训名单模板"), wish, Table(str(TRAINEES.name), columns, [])).answer()
    )
