"""相亲会 (matchmaking) as participants see it: the rounds, the own profile, cards, choices, the result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from events.forms.matchmaking import ChooseForm, ProfileForm, SafetyForm
from events.match_ratio import balance_of, with_balance
from events.match_sight import badges_chosen_by, cards_shown_to, pairs_of, profile_of
from events.models import Event, MatchProfile, MatchRound, Registration, Session
from events.services import matchmaking
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity, tried
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .public import line_of

PER_PAGE = 30
TONES = {"approved": "ok", "refused": "error", "waiting": "info"}
# Of what one chose, no proxy and no browser keeps a copy.
unkept = cache_control(private=True, no_store=True)


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """相亲会: evenings to come with the ratio, the rules, advice for one's safety; one's own rounds."""
    rows = with_balance(Session.objects.coming(now()).filter(event__kind=Event.Kind.MATCHMAKING)).whole()
    lines = [(line_of(each), balance_of(each)) for each in rows.order_by("starts_at", "pk")[:PER_PAGE]]
    person = getattr(request.user, "person_id", None)
    entries = Registration.objects.of_person(person).filter(state=Registration.State.REGISTERED)
    own = MatchRound.objects.filter(session__in=entries.values("session"), cleared_at=None).whole()
    return render(request, "events/matchmaking/rounds.html", {"lines": lines, "own": own})


def _round_of(request: HttpRequest, public_id: UUID) -> MatchRound:
    found: MatchRound = get_object_or_404(
        MatchRound.objects.visible_to(request.user).whole(), public_id=public_id
    )
    return found


def _own_of(request: SignedInRequest, public_id: UUID) -> MatchProfile:
    """The own profile, once it was let through; nobody else finds the page."""
    own = profile_of(request.user.person_id, _round_of(request, public_id))
    if own is None or not own.is_admitted:
        raise Http404
    return own


def _is_open(turn: MatchRound) -> bool:
    return turn.state == MatchRound.State.PLANNED and turn.opens_at <= now() < turn.closes_at


def _ways(own: MatchProfile) -> dict[str, Any]:
    """What the head of each page needs: the round, the badge, whether choosing is open."""
    return {"turn": own.round, "own": own, "is_open": _is_open(own.round), "tables": _tables_of(own)}


def _tables_of(own: MatchProfile) -> list[int]:
    found: list[int] = own.round.seating.get(str(own.badge), [])
    return found


@needs_identity
@unkept
@answered_once
def profile(request: GuestRequest, public_id: UUID) -> HttpResponse:
    """我的相亲资料: the declaration, the photograph, words; what the officer said of it."""
    turn = _round_of(request, public_id)
    rows = Registration.objects.of_person(request.guest.pk).filter(session=turn.session_id)
    if not rows.filter(state=Registration.State.REGISTERED).exists():
        raise Http404
    own = profile_of(request.guest.pk, turn)
    form = ProfileForm(request.POST or None, request.FILES or None, own=own)
    if form.is_valid():
        with shown_on(form):
            matchmaking.save_profile(actor=request.user, turn=turn, told=form.told())
            messages.success(request, _("已保存。审核通过后会通知您。"))
            return redirect(request.path)
    words: dict[str, Any] = {"turn": turn, "own": own, "form": form, "person": request.guest}
    if own is not None:
        words |= {"tone": TONES[own.state], "is_open": _is_open(turn), "tables": _tables_of(own)}
    return render(request, "events/matchmaking/profile.html", words)


@login_required
@require_safe
@unkept
def people(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """名片: other participants by badge, while choosing is open."""
    own = _own_of(request, public_id)
    cards = cards_shown_to(own) if _is_open(own.round) else []
    page = Paginator(cards, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/matchmaking/people.html", {"page": page, **_ways(own)})


@login_required
@sensitive_post_parameters()
@sensitive_variables()
@unkept
def choose(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """
    互选: up to so many, until the closing instant; one's own choices are shown to oneself.

    No one-time key: its fingerprint is a plain digest of what was sent, which a few badges could be guessed
    from; to choose the same again changes nothing anyway.
    """
    own = _own_of(request, public_id)
    cards = cards_shown_to(own) if _is_open(own.round) else []
    badges = badges_chosen_by(own)
    form = ChooseForm(request.POST or None, cards=cards, most=own.round.choices, chosen=badges)
    if form.is_valid():
        with shown_on(form):
            matchmaking.choose(actor=request.user, turn=own.round, badges=form.badges())
            messages.success(request, _("已保存。截止前可以随时修改，只有您自己看得到。"))
            return redirect(request.path)
    words = {"form": form, "badges": badges, **_ways(own)}
    return render(request, "events/matchmaking/choose.html", words)


@login_required
@sensitive_post_parameters()
@sensitive_variables()
@unkept
def result(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """结果: matches alone, from the release on; the second yes, and the other's telephone after both."""
    own = _own_of(request, public_id)
    act = ACTS.get(request.POST.get("act", ""))
    number = request.POST.get("number", "")
    if act and number.isascii() and number.isdecimal() and len(number) < 16:
        service, told = act
        tried(request, lambda: service(actor=request.user, turn=own.round, number=int(number)), told)
        return redirect(request.path)
    return render(request, "events/matchmaking/result.html", {"matches": pairs_of(own), **_ways(own)})


ACTS: dict[str, tuple[Any, Any]] = {
    "yes": (matchmaking.say_yes, gettext_lazy("已记下。双方都同意后，互相看到联系方式。")),
    "back": (matchmaking.take_yes_back, gettext_lazy("已撤回。")),
}


@login_required
@unkept
@answered_once
def safety(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """
    屏蔽或举报 whoever wears a badge, at any time.

    The page is the same for every badge of the round, so that opening it tells nobody who is whose match.
    """
    own = _own_of(request, public_id)
    form = SafetyForm(request.POST or None, initial={"badge": request.GET.get("badge", "")[:4]})
    if form.is_valid():
        with shown_on(form):
            _keep_safe(request, own, **form.cleaned_data)
            return redirect("match_result", public_id)
    return render(request, "events/matchmaking/safety.html", {"form": form, **_ways(own)})


def _keep_safe(request: SignedInRequest, own: MatchProfile, badge: int, words: str) -> None:
    """Whoever reports somebody no longer sees them either."""
    if request.POST.get("act") == "report":
        matchmaking.report(actor=request.user, turn=own.round, badge=badge, words=words)
        messages.success(request, _("举报已送到团市委，并已互相屏蔽。"))
    else:
        messages.success(request, _("已互相屏蔽。"))
    matchmaking.block(actor=request.user, turn=own.round, badge=badge)


@login_required
@require_safe
def photo(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """照片: to its owner, to whoever reviews it, and to those who are shown the card."""
    rows = MatchProfile.objects.whole()
    found: MatchProfile | None = rows.filter(public_id=public_id).first()
    if found is None or not _may_look_at(request, found):
        raise Http404
    suffix = str(found.photo.name).rpartition(".")[2]
    return private_files.download(
        str(found.photo.name),
        filename=f"photo.{suffix}",
        content_type=found.photo_type,
        cache="no-store, private",
    )


def _may_look_at(request: SignedInRequest, found: MatchProfile) -> bool:
    if found.person_id == request.user.person_id:
        return True
    if request.user.is_staff and MatchProfile.objects.managed_by(request.user).filter(pk=found.pk).exists():
        return True
    own = profile_of(request.user.person_id, found.round)
    if own is None or not own.is_admitted:
        return False
    shown = cards_shown_to(own) if _is_open(found.round) else [match.card for match in pairs_of(own)]
    return any(each.public_id == found.public_id and each.has_photo for each in shown)
