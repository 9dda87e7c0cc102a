"""结对工作台 (the desk of pairings): who waits, who is silent, what will be told, the next step of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.data_classes import Purpose
from hope_rooms.forms.pairings import AskPairingForm, IntroduceForm, NoteForm, PauseForm, ProposeForm
from hope_rooms.models import Child, ChildAnswer, ChildVisit, Pairing, PairMember
from hope_rooms.schedule import Rung, Window, to_come
from hope_rooms.services import pairings, partings, visit_reports
from hope_rooms.services.ladder import window_of
from hope_rooms.services.pair_moves import members_of
from volunteers.models import Post
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on

VIEW, PER_PAGE, REHEARSED = "hope_rooms.view_pairing", 50, 30


@dataclass(frozen=True, slots=True)
class Line:
    """One pairing whose visits are counted."""

    pairing: Pairing
    window: Window
    due_on: date
    missed: int


def _lines(rows: Any) -> list[Line]:
    windows = [(pairing, window_of(pairing)) for pairing in rows]
    day = today()
    return [Line(one, window, window.next_due_on(day), window.missed_on(day)) for one, window in windows]


@needs_office(VIEW)
@require_safe
def pairing_list(request: SignedInRequest) -> HttpResponse:
    """结对: all that live; children whom nobody has visited for long; what the next month will tell."""
    rows = Pairing.objects.managed_by(request.user).whole()
    since = today() - timedelta(days=settings.HOPE_ROOMS["silent_days"])
    visiting = _lines(rows.visiting().with_window())
    words = {
        "page": Paginator(rows.living().order_by("child__code"), PER_PAGE).get_page(request.GET.get("page")),
        "silent": [line for line in visiting if line.window.opened_on < since],
        "silent_days": settings.HOPE_ROOMS["silent_days"],
        "rehearsal": _rehearsal(visiting),
        "may_ask": policy.may(request.user, pairings.REQUEST),
    }
    return render(request, "hope_rooms/pairing/desk.html", words)


def _rehearsal(lines: list[Line]) -> list[tuple[Pairing, Rung]]:
    """What the ladder will tell in the next thirty days if nobody goes."""
    until = today() + timedelta(days=REHEARSED)
    found = [(line.pairing, rung) for line in lines for rung in to_come(line.window.due_on, today(), until)]
    return sorted(found, key=lambda each: (each[1].on, each[0].child.code))


@needs_office(pairings.REQUEST)
@answered_once
def ask(request: SignedInRequest) -> HttpResponse:
    """提出结对: a child of the own district, and the post of a team."""
    children = Child.objects.managed_by(request.user).exclude(pairings__in=Pairing.objects.living())
    posts = Post.objects.filter(role__is_with_children=True, project__state="published").order_by("pk")
    form = AskPairingForm(request.POST or None, children=children, posts=posts)
    if form.is_valid():
        with shown_on(form):
            made = pairings.request_pairing(actor=request.user, **form.cleaned_data)
            messages.success(request, _("已提出结对。"))
            return redirect(made)
    return render(request, "hope_rooms/pairing/ask.html", {"form": form})


@login_required
@answered_once
def pairing(request: SignedInRequest, number: int) -> HttpResponse:
    """一份结对: its adults, visits, reminders and next step; the pair itself has another page."""
    if Pairing.objects.filter(pk=number, members__in=_own_places(request)).exists():
        return redirect("my_child", number)
    found = get_object_or_404(Pairing.objects.managed_by(request.user).whole(), pk=number)
    step = _step_of(request, found)
    form = step.form(request.POST or None) if step else None
    if form and step and form.is_valid():
        act = step.acts.get(request.POST.get("act", ""))
        if act and tried(request, lambda: act(request, found, form), _("已办理。")):
            return redirect(found)
    words = {
        "pairing": found,
        "members": members_of(found),
        "form": form,
        "buttons": step.buttons if step else (),
        "visits": found.visits.order_by("-starts_at")[:20],
        "rungs": found.escalations.order_by("-pk")[:10],
    }
    return render(request, "hope_rooms/pairing/pairing.html", words)


def _own_places(request: SignedInRequest) -> Any:
    return PairMember.objects.standing().filter(volunteer__person_id=request.user.person_id or 0)


def _propose(request: SignedInRequest, found: Pairing, form: Any) -> None:
    unrelated = form.cleaned_data["unrelated"]
    pairings.propose_pair(actor=request.user, pairing=found, volunteers=form.two(), unrelated=unrelated)


def _agree(request: SignedInRequest, found: Pairing, form: Any) -> None:
    pairings.record_agreement(actor=request.user, pairing=found)


def _anew(request: SignedInRequest, found: Pairing, form: Any) -> None:
    pairings.choose_anew(actor=request.user, pairing=found, note=form.cleaned_data["note"])


def _introduce(request: SignedInRequest, found: Pairing, form: Any) -> None:
    pairings.introduce(actor=request.user, pairing=found, on=form.cleaned_data["on"] or today())


def _begin(request: SignedInRequest, found: Pairing, form: Any) -> None:
    pairings.begin(actor=request.user, pairing=found)


def _ask_pause(request: SignedInRequest, found: Pairing, form: Any) -> None:
    until = form.cleaned_data["until_on"] or today()
    reason = form.cleaned_data["note"]
    partings.ask_pause(actor=request.user, pairing=found, reason=reason, until_on=until)


def _agree_pause(request: SignedInRequest, found: Pairing, form: Any) -> None:
    partings.agree_pause(actor=request.user, pairing=found)


def _resume(request: SignedInRequest, found: Pairing, form: Any) -> None:
    partings.resume(actor=request.user, pairing=found)


def _rematch(request: SignedInRequest, found: Pairing, form: Any) -> None:
    partings.rematch(actor=request.user, pairing=found, note=form.cleaned_data["note"])


def _farewell(request: SignedInRequest, found: Pairing, form: Any) -> None:
    partings.start_closing(actor=request.user, pairing=found, note=form.cleaned_data["note"])


def _close(request: SignedInRequest, found: Pairing, form: Any) -> None:
    partings.close_pairing(actor=request.user, pairing=found, note=form.cleaned_data["note"])


Act = Callable[[SignedInRequest, Pairing, Any], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What may be done with a pairing in one state."""

    form: type[forms.Form]
    acts: dict[str, Act]
    buttons: tuple[tuple[str, Any], ...]


PROPOSE = Step(
    ProposeForm,
    {"propose": _propose, "close": _close, "farewell": _farewell},
    (("propose", gettext_lazy("提名两名志愿者")), ("close", gettext_lazy("结束结对"))),
)
ANEW = ("anew", gettext_lazy("重新提名"))
FAREWELL = ("farewell", gettext_lazy("开始告别"))
LIVING = Step(
    PauseForm,
    {"pause": _ask_pause, "agree_pause": _agree_pause, "rematch": _rematch, "farewell": _farewell},
    (
        ("pause", gettext_lazy("申请暂停")),
        ("agree_pause", gettext_lazy("同意暂停")),
        ("rematch", gettext_lazy("重新配对")),
        FAREWELL,
    ),
)
STEPS = {
    "requested": PROPOSE,
    "rematching": Step(PROPOSE.form, PROPOSE.acts, (PROPOSE.buttons[0], FAREWELL)),
    "proposed": Step(
        NoteForm, {"agree": _agree, "anew": _anew}, (("agree", gettext_lazy("家庭已同意")), ANEW)
    ),
    "agreed": Step(
        IntroduceForm,
        {"introduce": _introduce, "anew": _anew},
        (("introduce", gettext_lazy("登记见面（本人在场）")), ANEW),
    ),
    "introduced": Step(
        NoteForm, {"begin": _begin, "anew": _anew}, (("begin", gettext_lazy("开始陪伴")), ANEW)
    ),
    "active": LIVING,
    "at_risk": LIVING,
    "paused": Step(
        NoteForm, {"resume": _resume, "farewell": _farewell}, (("resume", gettext_lazy("恢复陪伴")), FAREWELL)
    ),
    "closing": Step(NoteForm, {"close": _close}, (("close", gettext_lazy("告别完成，结束")),)),
}


def _step_of(request: SignedInRequest, found: Pairing) -> Step | None:
    return STEPS.get(found.state) if policy.may(request.user, pairings.MATCH, found) else None


@needs_office(VIEW)
@never_cache
@answered_once
def visit(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一次走访 at the desk: its report behind a button, the explanation of a red one, the review."""
    rows = ChildVisit.objects.managed_by(request.user).whole()
    found = get_object_or_404(rows, public_id=public_id)
    act, form = request.POST.get("act", ""), NoteForm(request.POST or None)
    if act == "report":
        return _visit_page(request, found, NoteForm(), _report_of(request, found))
    if act in REVIEWS and form.is_valid():
        note = form.cleaned_data["note"]
        if tried(request, lambda: REVIEWS[act](request, found, note), _("已办理。")):
            return redirect("pairing_visit", found.public_id)
    return _visit_page(request, found, form)


def _report_of(request: SignedInRequest, found: ChildVisit) -> str:
    """The sealed words; a refusal is told, and shows nothing."""
    try:
        return visit_reports.read_report(actor=request.user, visit=found, purpose=Purpose.SUPERVISION)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return ""


def _visit_page(request: SignedInRequest, found: ChildVisit, form: Any, report: str = "") -> HttpResponse:
    may_review = policy.may(request.user, visit_reports.REVIEW, found)
    buttons = BUTTONS.get(found.state, ()) if may_review else ()
    if may_review and found.is_red and found.explanation:
        buttons = (*buttons, CLEAR)
    face = ChildAnswer.objects.managed_by(request.user).filter(visit=found).first()
    words = {"visit": found, "form": form, "report": report, "buttons": buttons, "face": face}
    return render(request, "hope_rooms/pairing/desk_visit.html", words)


def _accept(request: SignedInRequest, found: ChildVisit, note: str) -> None:
    visit_reports.review_visit(actor=request.user, visit=found, accepts=True, reason=note)


def _reject(request: SignedInRequest, found: ChildVisit, note: str) -> None:
    visit_reports.review_visit(actor=request.user, visit=found, accepts=False, reason=note)


def _clear(request: SignedInRequest, found: ChildVisit, note: str) -> None:
    visit_reports.clear_red(actor=request.user, visit=found)


def _void(request: SignedInRequest, found: ChildVisit, note: str) -> None:
    visit_reports.void_visit(actor=request.user, visit=found, reason=note)


REVIEWS = {"accept": _accept, "reject": _reject, "clear": _clear, "void": _void}
CLEAR = ("clear", gettext_lazy("接受说明"))
BUTTONS = {
    "reported": (("accept", gettext_lazy("通过，计入走访")), ("reject", gettext_lazy("不通过"))),
    "counted": (("void", gettext_lazy("作废")),),
}
