"""同住 (people who belong together): begin, pass on the links, say yes or no, each at the own log-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stations import services
from stations.errors import NotEligible
from stations.forms.parties import JoinForm, PartyForm
from stations.models import Party, PartyMember, Stay
from stations.party_links import digest_of
from zibo_youth.accounts.models import ConsentText
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services import change_details, give_consent
from zibo_youth.accounts.services.consent import current_text
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.link_tokens import is_token

from . import draft_evidence
from .draft_pages import asked_dates

ANSWERS = (
    *("purpose", "purpose_detail", "declared_non_native"),
    *("contact_mobile", "arrival_time", "referral_channel"),
)


@needs_identity
@answered_once
def party_begin(request: GuestRequest) -> HttpResponse:
    """发起同住 (begin): days, how many, and what they are to each other."""
    form = PartyForm(request.POST or None, initial={"nights": 2} | asked_dates(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        told = form.cleaned_data
        with shown_on(form):
            try:
                begun = services.begin_party(
                    actor=request.user,
                    person=request.guest,
                    departure=form.departure,
                    **{name: told[name] for name in ("station", "arrival", "size", "relation")},
                )
                return redirect(begun)
            except NotEligible as refusal:
                context["assessment"] = refusal.assessment
                raise
    return render(request, "stations/parties/begin.html", context)


@login_required
@never_cache
@require_safe
def party(request: SignedInRequest, number: int) -> HttpResponse:
    """一份同住 (one party): who has said yes, and a link for each who has not been told yet."""
    own = Party.objects.visible_to(request.user).filter(members__person=request.user.person_id)
    found: Party = get_object_or_404(own.select_related("station__area"), pk=number)
    is_open = found.is_open_at(now())
    places = list(found.members.in_order())
    mine = next(place for place in places if place.person_id == request.user.person_id)
    lines = [
        {
            "place": place,
            "is_own": place == mine,
            "link": _link(request, place) if is_open and place.person is None else "",
        }
        for place in places
    ]
    context = {"party": found, "lines": lines, "mine": mine, "is_open": is_open}
    return render(request, "stations/parties/party.html", context)


def _link(request: HttpRequest, place: PartyMember) -> str:
    """The whole address, to be sent in a message; in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse("party_join", args=[place.token]))


def _place(request: GuestRequest, token: str) -> PartyMember:
    """The place that a link opens: nobody's yet, or the reader's own. All other links open nothing."""
    if not is_token(token):
        raise Http404
    mine = Q(person=None) | Q(person=request.guest)
    places = PartyMember.objects.filter(mine, digest=digest_of(token))
    found: PartyMember = get_object_or_404(places.select_related("party__station__area"))
    return found


@needs_identity
@never_cache
def party_join(request: GuestRequest, token: str) -> HttpResponse:
    """
    同意同住 (say yes) with the own answers, of one's own place or by a link that opens once.

    No one-time key is held here, as on the page of files in the wizard: a second yes changes nothing.
    """
    place = _place(request, token)
    if place.said_yes_at is not None or not place.party.is_open_at(now()):
        return _closed(request, place)
    is_partial = draft_evidence.is_about_files(request)
    form = JoinForm(
        request.POST or None, request.FILES or None, initial=_so_far(request), is_partial=is_partial
    )
    context: dict[str, Any] = {"form": form, "place": place, "party": place.party}
    kept = None
    if form.is_bound:
        form.is_valid()
        kept = draft_evidence.chosen(request, form)
        if not (is_partial or form.errors):
            with shown_on(form):
                try:
                    return _say_yes(request, place, form, kept)
                except NotEligible as refusal:
                    context["assessment"] = refusal.assessment
                    raise
    context |= {
        "files": draft_evidence.listed(Stay(guest=request.guest), kept or []),
        "consent": current_text(ConsentText.Scope.LODGING),
        "inviter": place.party.members.get(place=1).person,
        "is_invited": place.place > 1,
    }
    return render(request, "stations/parties/join.html", context)


def _closed(request: GuestRequest, place: PartyMember) -> HttpResponse:
    if place.person_id == request.guest.pk:
        return redirect(place.party)
    messages.info(request, _("这份同住已经办结或过期，不能再答复。"))
    return redirect("my_stays")


def _so_far(request: GuestRequest) -> dict[str, Any]:
    guest = request.guest
    return {
        "contact_mobile": (guest.mobile or request.user.mobile).removeprefix("+86"),
        "emergency_contact": guest.emergency_contact,
        "emergency_mobile": guest.emergency_mobile.removeprefix("+86"),
    }


def _say_yes(request: GuestRequest, place: PartyMember, form: JoinForm, kept: list[Any]) -> HttpResponse:
    told = form.cleaned_data
    emergency = {name: told[name] for name in ("emergency_contact", "emergency_mobile")}
    change_details(actor=request.user, **emergency)
    give_consent(request.user, ConsentText.Scope.LODGING, address=request.META.get("REMOTE_ADDR", ""))
    found = services.say_yes(
        actor=request.user,
        person=request.guest,
        place=place,
        evidence=kept,
        **{name: told[name] for name in ANSWERS},
    )
    if found.state == Party.State.BOOKED:
        messages.success(request, _("全部同意，同住间已留给你们，每人一份申请等待审核。"))
    elif found.state == Party.State.OPEN:
        messages.success(request, _("您已同意。其他人都同意后，房间才会留下。"))
    return redirect(found)


@needs_identity
@answered_once
def party_decline(request: GuestRequest, token: str) -> HttpResponse:
    """不参加同住 (say no): asks again on a page; it is over for all of them."""
    place = _place(request, token)
    if not place.party.is_open_at(now()):
        return _closed(request, place)
    if request.method == "POST":
        try:
            services.decline_party(actor=request.user, person=request.guest, place=place)
            messages.success(request, _("已取消，同住的人都会收到通知。"))
        except DomainError as refusal:  # it was settled at this moment
            messages.warning(request, str(refusal))
        return redirect("my_stays")
    back = reverse("party_join", args=[token]) if place.person is None else place.party.get_absolute_url()
    context = {"party": place.party, "back_url": back}
    return render(request, "stations/parties/decline.html", context)
