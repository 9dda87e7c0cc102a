"""相亲会工作台 (the desk): a round's set-up and figures, reviews, reports; nothing of choices."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.forms.matchmaking import ReportAnswerForm, ReviewForm, RoundForm
from events.match_queues import profiles_to_review, reports_to_answer
from events.match_sight import card_of, figures_of
from events.models import Event, MatchProfile, MatchReport, MatchRound, Session
from events.seating_sheet import sheet_of
from events.services import matchmaking
from events.services.matchmaking.profiles import REVIEW
from events.services.matchmaking.reports import ANSWER
from events.services.matchmaking.rounds import MANAGE
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import shown_on
from zibo_youth.core.exports import FORMATS, prepare

from .match_steps import OF_ROUND

PER_PAGE = 30


def _session_of(request: SignedInRequest, public_id: UUID) -> Session:
    rows = Session.objects.managed_by(request.user).whole().filter(event__kind=Event.Kind.MATCHMAKING)
    found: Session = get_object_or_404(rows, public_id=public_id)
    return found


@needs_office(MANAGE)
@answered_once
def round_page(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一场相亲会: set up where it is not, else its figures, its tables and the next step."""
    session = _session_of(request, public_id)
    turn = MatchRound.objects.whole().filter(session=session).first()
    if turn is None:
        return _set_up(request, session)
    offered = offer(request, turn, OF_ROUND, as_="turn")
    if offered.done:
        return redirect("match_round", public_id)
    rows = MatchProfile.objects.filter(round=turn)
    words = {
        "turn": turn,
        "offer": offered,
        "figures": figures_of(turn),
        "waiting": rows.to_review().count(),
        "seated": len(turn.seating),
        "formats": FORMATS,
    }
    return render(request, "events/desk/matchmaking/round.html", words)


def _set_up(request: SignedInRequest, session: Session) -> HttpResponse:
    form = RoundForm(request.POST or None, session=session)
    if form.is_valid():
        with shown_on(form):
            matchmaking.set_up_round(actor=request.user, session=session, plan=form.plan())
            messages.success(request, _("已设置。报名成功的人现在可以填写相亲资料。"))
            return redirect("match_round", session.public_id)
    return render(request, "events/desk/matchmaking/new.html", {"session": session, "form": form})


@needs_office(MANAGE)
@require_safe
def seats(request: SignedInRequest, public_id: UUID, kind: str) -> HttpResponseBase:
    """座位表 (the plan) as a file: badges and tables, no name; with what it can be made again from."""
    turn = get_object_or_404(MatchRound.objects.whole(), session=_session_of(request, public_id))
    if kind not in FORMATS or not turn.seating:
        raise Http404
    return prepare(_("座位表"), kind, sheet_of(turn)).answer()


@needs_office(MANAGE)
@require_safe
def seat_list(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """排座名单 (the list) byte for byte as it was seated: badges and groups."""
    turn = get_object_or_404(MatchRound.objects.whole(), session=_session_of(request, public_id))
    if not turn.seating_list:
        raise Http404
    answer = HttpResponse(turn.seating_list.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="seating-{turn.pk}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs_office(REVIEW)
@require_safe
def reviews(request: SignedInRequest) -> HttpResponse:
    """待审核的相亲资料, the one that waits longest first."""
    rows = profiles_to_review(request.user).whole()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/desk/matchmaking/reviews.html", {"page": page})


@needs_office(REVIEW)
@answered_once
def review(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """审核一份资料: the photograph and the words as others would see them, the checklist, the answer."""
    rows = MatchProfile.objects.managed_by(request.user).whole().exclude(person=request.user.person_id)
    found: MatchProfile = get_object_or_404(rows, public_id=public_id)
    form = ReviewForm(request.POST or None, initial={"version": found.version})
    if form.is_valid():
        with shown_on(form):
            messages.success(request, _reviewed(request, found, form))
            return redirect("match_reviews")
    words = {
        "profile": found,
        "card": card_of(found),
        "form": form,
        "looked": found.reviews.select_related("reviewer__person"),
    }
    return render(request, "events/desk/matchmaking/review.html", words)


def _reviewed(request: SignedInRequest, found: MatchProfile, form: ReviewForm) -> str:
    said, act = form.cleaned_data, request.POST.get("act")
    if act == "take_down":
        matchmaking.take_down(actor=request.user, profile=found, note=said["note"])
        return _("已下架。")
    matchmaking.review_profile(
        actor=request.user,
        profile=found,
        version=said["version"],
        approve=act == "approve",
        checks=said["checks"],
        note=said["note"],
    )
    return _("已通过。") if act == "approve" else _("已退回。")


@needs_office(ANSWER)
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """待处理的举报, the oldest first, then those that were answered."""
    waiting = reports_to_answer(request.user).whole()
    answered = MatchReport.objects.managed_by(request.user).exclude(state="open").whole().order_by("-pk")
    words = {"waiting": waiting, "answered": answered[:PER_PAGE]}
    return render(request, "events/desk/matchmaking/reports.html", words)


@needs_office(ANSWER)
@answered_once
def report(request: SignedInRequest, number: int) -> HttpResponse:
    """一条举报: who, about whom by badge, what; answered once."""
    rows = MatchReport.objects.managed_by(request.user).whole()
    found: MatchReport = get_object_or_404(rows, pk=number)
    form = ReportAnswerForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            matchmaking.answer_report(actor=request.user, report=found, **form.cleaned_data)
            messages.success(request, _("已办理。"))
            return redirect("match_reports")
    return render(request, "events/desk/matchmaking/report.html", {"report": found, "form": form})
