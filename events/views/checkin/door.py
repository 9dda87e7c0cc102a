"""入场台 (the door): one field and two buttons on a telephone; who came last; taking back; walk-ins."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.board import board_of
from events.forms.checkin.door import ScanForm, UndoForm, WalkInForm
from events.models import EntryScan, Registration, Session
from events.passes import Ticket, name_of, ticket_for
from events.presence import day_at
from events.services.checkin import scanning
from events.services.checkin.scanning import CHECK_IN
from events.services.checkin.walk_ins import walk_in
from zibo_youth.accounts import policy
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on

LATEST, PER_PAGE = 12, 50


def session_of(request: SignedInRequest, public_id: UUID) -> Session:
    """A session whose door this office keeps; another's is no page."""
    rows = Session.objects.within(policy.reach(request.user, CHECK_IN).office()).whole()
    found: Session = get_object_or_404(rows, public_id=public_id)
    return found


@needs_office(CHECK_IN)
@never_cache
@answered_once
def door(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """入场台: a code comes in or goes out; ``?code=`` is what the camera of the telephone opened."""
    session = session_of(request, public_id)
    form = ScanForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        with shown_on(form):
            _scan(request, session, form)
            return redirect("event_door", public_id)
    words = {
        "session": session,
        "form": form,
        "undo": UndoForm(),
        "ticket": _shown_ticket(session, form),
        "board": board_of(session),
        "latest": _latest(session),
    }
    return render(request, "events/desk/checkin/door.html", words)


def _scan(request: SignedInRequest, session: Session, form: ScanForm) -> None:
    told = form.cleaned_data
    ticket = ticket_for(session, told["code"])
    kind = told["kind"] or EntryScan.Kind.IN
    scanning.scan(actor=request.user, session=session, ticket=ticket, kind=kind, key=told["key"])
    words = _("欢迎入场：%(name)s") if kind == EntryScan.Kind.IN else _("已离场：%(name)s")
    messages.success(request, words % {"name": ticket.name or ticket.code})


def _shown_ticket(session: Session, form: ScanForm) -> Ticket | None:
    """Whose code stands in the field, so that the desk looks before it presses."""
    code = str(form["code"].value() or "")
    try:
        return ticket_for(session, code) if code else None
    except DomainError:
        return None


def _latest(session: Session) -> list[EntryScan]:
    """The last rows, each with what took it back."""
    rows = EntryScan.objects.of_session(session.pk).filter(step__isnull=False).exclude(kind="undo")
    related = rows.select_related("registration__person", "by__person", "upload")
    shown = related.prefetch_related("undone_by", "registration__companions").order_by("-pk")[:LATEST]
    return [named(scan) for scan in shown]


def named(scan: EntryScan) -> EntryScan:
    """With the name of its seat, for the page."""
    scan.name = name_of(scan.registration, scan.seat)
    return scan


@needs_office(CHECK_IN)
@require_POST
@answered_once
def undo(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """撤销: of a row that the page shows, with a reason."""
    session, form = session_of(request, public_id), UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明撤销的原因，不超过 120 字。"))
    else:
        rows = EntryScan.objects.of_session(session.pk).select_related("registration__session__event")
        scan = get_object_or_404(rows, pk=form.cleaned_data["number"])
        reason = form.cleaned_data["reason"]
        tried(
            request,
            lambda: scanning.undo_scan(actor=request.user, scan=scan, reason=reason),
            _("已撤销，原记录仍可查看。"),
        )
    return redirect("event_door", public_id)


@needs_office(CHECK_IN)
@never_cache
@answered_once
def arrivals(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """现场登记: a place that nobody holds, and inside at once; the rule stands on the page."""
    session = session_of(request, public_id)
    form = WalkInForm(request.POST or None, session=session)
    if form.is_valid():
        with shown_on(form):
            key = request.POST.get("one_time_key", "")[:64]
            scan = walk_in(actor=request.user, session=session, arrival=form.arrival(), key=key)
            told = _("已登记并入场：%(name)s，报名序号 %(number)s")
            messages.success(
                request, told % {"name": scan.registration.person, "number": scan.registration_id}
            )
            return redirect("event_door", public_id)
    words = {"session": session, "form": form, "board": board_of(session)}
    return render(request, "events/desk/checkin/walk_in.html", words)


@needs_office(CHECK_IN)
@never_cache
@require_safe
def people(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """名单 (the list): each confirmed registration, its seats, and who is inside."""
    session = session_of(request, public_id)
    rows = session.registrations.filter(state=Registration.State.REGISTERED)
    rows = rows.select_related("person", "quota").prefetch_related("companions", "attendances")
    page = Paginator(rows.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    inside = _inside(session, [each.pk for each in page])
    lines = [
        {
            "registration": each,
            "seat": seat,
            "name": name_of(each, seat),
            "inside": inside.get((each.pk, seat)),
            "settled": next((row for row in each.attendances.all() if row.seat == seat), None),
        }
        for each in page
        for seat in range(1, each.seats + 1)
    ]
    words = {
        "session": session,
        "page": page,
        "lines": lines,
        "is_over": session.ends_at <= now(),
        "why": ExportForm(),
    }
    return render(request, "events/desk/checkin/people.html", words)


def _inside(session: Session, numbers: list[int]) -> dict[tuple[int, int], bool]:
    """Of the day's seats of these registrations, which are inside; those never seen are left out."""
    rows = EntryScan.objects.filter(
        registration__in=numbers, day=day_at(session, now()), step__isnull=False
    ).order_by()
    last = rows.values_list("registration", "seat").annotate(last=Max("step"))
    return {(number, seat): step % 2 == 1 for number, seat, step in last}
