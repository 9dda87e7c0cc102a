"""通知 (messages to a segment) of a session at the desk: preview, send, and the log."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from events.forms.messages import MessageForm
from events.models import Session
from events.services import messaging
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.form_fields import SealedForm

from .public import line_of


@needs_office(messaging.TELL)
@answered_once
def tell(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """通知一组人: the words are answered with a count and a sample, a confirmed preview is sent."""
    rows = Session.objects.managed_by(request.user).whole()
    session: Session = get_object_or_404(rows, public_id=public_id)
    if "sealed" in request.POST:
        return _sent(request, session)
    form, preview = MessageForm(request.POST or None), None
    if form.is_valid():
        with shown_on(form):
            preview = messaging.preview_message(actor=request.user, session=session, **form.cleaned_data)
    words = {
        "line": line_of(session),
        "form": form,
        "preview": preview,
        "confirm": SealedForm(initial={"sealed": preview.sealed}) if preview else None,
        "sent": session.messages.select_related("sent_by__person"),
    }
    return render(request, "events/desk/messages.html", words)


def _sent(request: SignedInRequest, session: Session) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        made = messaging.send_message(actor=request.user, sealed=form.cleaned_data.get("sealed", ""))
    except DomainError as refusal:
        said.error(request, str(refusal))
    else:
        told = ngettext("已通知 %(n)s 人。", "已通知 %(n)s 人。", made.people) % {"n": made.people}
        said.success(request, told)
    return redirect("event_messages", session.public_id)
