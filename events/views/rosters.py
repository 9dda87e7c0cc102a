"""集体报名 (rosters of organisations): upload with a preview, the list, and its changes."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events.entrance import of_session
from events.forms.rosters import RosterConfirmForm, RosterFileForm, RosterPersonForm
from events.models import Registration, RosterPerson, Session
from events.passes import name_of
from events.roster_sheet import ROSTER
from events.services import rosters
from events.services.checkin import certificates
from events.services.rosters.uploading import BRING, RosterPreview
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare

from .public import line_of

MANAGE = "events.manage_registration"
MOST = 200
FORMATS = ("xlsx", "csv")


@needs_office(BRING)
@answered_once
def upload(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """上传名册: an upload is answered with its preview, a confirmed preview is registered."""
    rows = Session.objects.visible_to(request.user).filter(event__roster_most__gt=0)
    session: Session = get_object_or_404(rows.whole(), public_id=public_id)
    if "sealed" in request.POST:
        return _confirmed(request, session)
    form = RosterFileForm(request.POST or None, request.FILES or None, user=request.user, session=session)
    preview = None
    if form.is_valid():
        with shown_on(form):
            said = form.cleaned_data
            preview = rosters.preview_roster(
                actor=request.user,
                organisation=said["organisation"],
                session=session,
                quota=said["quota"],
                content=said["file"].read(),
            )
    return render(request, "events/rosters/upload.html", _shown(session, form, preview))


def _shown(session: Session, form: RosterFileForm, preview: RosterPreview | None) -> dict[str, Any]:
    words: dict[str, Any] = {
        "form": form,
        "line": line_of(session),
        "obstacles": list(of_session(session)),
        "columns": list(ROSTER.columns.values()),
        "preview": preview,
    }
    if preview:
        words["confirm"] = RosterConfirmForm(initial={"sealed": preview.sealed})
    return words


def _confirmed(request: SignedInRequest, session: Session) -> HttpResponse:
    form = RosterConfirmForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        made = rosters.upload_roster(
            actor=request.user,
            sealed=said.get("sealed", ""),
            only_good=request.POST.get("act") == "good",
            may_wait=said.get("may_wait", False),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("event_roster_upload", session.public_id)
    told = ngettext("已报名 %(n)s 人。", "已报名 %(n)s 人。", made.seats) % {"n": made.seats}
    messages.success(request, told if made.holds else _("名额不够，全体已加入候补。"))
    return redirect("event_roster", made.public_id)


@needs_office(BRING)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    """下载模板 (template): the columns, and a line that shows how they are filled in."""
    wish = request.GET.get("format", "xlsx")
    if wish not in FORMATS:
        raise Http404
    columns = [str(column.label) for column in ROSTER.columns.values()]
    return cast(HttpResponse, prepare(_("名册模板"), wish, Table(str(ROSTER.name), columns, [])).answer())


@needs_office(BRING)
@require_safe
def roster_list(request: SignedInRequest) -> HttpResponse:
    """本单位的名册: what is to come first."""
    reach = policy.reach(request.user, BRING).office()
    rows = Registration.objects.brought_by(reach).whole().select_related("organisation")
    found = rows.order_by("-session__starts_at", "-pk")[:MOST]
    return render(request, "events/rosters/list.html", {"rosters": found})


@login_required
@answered_once
def roster(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份名册: who is on it; added, taken off, replaced by whoever brings them; read by the organiser."""
    found = _roster_of(request, public_id)
    may_edit = policy.may(request.user, BRING, found.organisation) and found.is_live
    form = RosterPersonForm(request.POST if request.POST.get("act") in ("add", "replace") else None)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        if _done(request, found, form):
            return redirect("event_roster", public_id)
        found.refresh_from_db()
    words = {
        "registration": found,
        "people": found.roster.live().order_by("number"),
        "left": found.roster.exclude(left_at=None).order_by("number"),
        "form": form,
        "may_edit": may_edit,
        "may_change": may_edit and now() <= _last_moment(found),
        "line": line_of(found.session),
        "came": _came(found),
    }
    return render(request, "events/rosters/roster.html", words)


def _came(found: Registration) -> list[dict[str, Any]]:
    """Seat by seat who was there, how long, and the certificate that stands; nobody before it is settled."""
    papers = {one.seat: one for one in found.certificates.filter(state="valid")}
    seats = found.attendances.order_by("seat")
    return [{"row": one, "name": name_of(found, one.seat), "paper": papers.get(one.seat)} for one in seats]


def _roster_of(request: HttpRequest, public_id: UUID) -> Registration:
    """A group of one's own organisation, or at an event that one's office holds."""
    if not request.user.is_authenticated or not request.user.is_staff:
        raise Http404
    rows = Registration.objects.groups().whole().select_related("organisation")
    found: Registration = get_object_or_404(rows, public_id=public_id)
    if not (policy.may(request.user, BRING, found.organisation) or policy.may(request.user, MANAGE, found)):
        raise Http404
    return found


def _last_moment(found: Registration) -> Any:
    return found.session.starts_at if found.state == "waiting" else found.session.cancel_until


def _done(request: SignedInRequest, found: Registration, form: RosterPersonForm) -> bool:
    """Whether the press was taken; what was refused stands on the form."""
    act = request.POST.get("act", "")
    if act in ("add", "replace") and not form.is_valid():
        return False
    if act not in ("add", "replace"):
        form = RosterPersonForm({})
        form.is_valid()
    try:
        _act(request, found, act, form)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return act not in ("add", "replace")
    messages.success(request, _("名册已更新。"))
    return True


def _act(request: SignedInRequest, found: Registration, act: str, form: RosterPersonForm) -> None:
    by = request.user
    if act == "add":
        rosters.add_person(actor=by, registration=found, cells=form.cells())
    elif act == "replace":
        rosters.replace_person(actor=by, person=_person(request, found), cells=form.cells())
    elif act == "remove":
        rosters.remove_person(actor=by, person=_person(request, found))
    elif act == "cancel":
        rosters.cancel_roster(actor=by, registration=found)
    elif act == "certificates":
        certificates.take_group_certificates(actor=by, registration=found)
    elif act == "accept":
        rosters.accept_roster(actor=by, registration=found)
    else:
        raise Http404


def _person(request: SignedInRequest, found: Registration) -> RosterPerson:
    told = request.POST.get("person", "")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    person: RosterPerson = get_object_or_404(found.roster.select_related("registration"), number=number)
    return person
