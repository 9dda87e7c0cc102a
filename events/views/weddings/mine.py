"""新人自己的页面 (pages of the two): start, pass on the link, join, one case that both see alike."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.couple_links import digest_of
from events.forms.weddings import StartForm
from events.models import Couple, CoupleDocument, CoupleMember
from events.services.weddings import couples
from events.wedding_rules import obstacles, of_hand_in
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.accounts.steps import offer
from zibo_youth.core import private_files
from zibo_youth.core.errors import shown_on
from zibo_youth.core.link_tokens import is_token

from .public import shown
from .steps import OF_MEMBER

TONES = {
    **dict.fromkeys(("admitted", "held", "eligible"), "ok"),
    **dict.fromkeys(("offered", "returned"), "warn"),
    **dict.fromkeys(("submitted", "second_look", "reserve"), "info"),
    "refused": "error",
}


@needs_identity
@answered_once
def apply(request: GuestRequest, public_id: UUID) -> HttpResponse:
    """报名: what stands in the way is told before the button; who has a live one is led to it."""
    found = shown(request, public_id)
    own = Couple.objects.of_person(request.guest.pk).live().filter(wedding=found).first()
    if own is not None:
        return redirect(own)
    form = StartForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            return redirect(couples.start_couple(actor=request.user, wedding=found))
    words = {"wedding": found, "form": form, "obstacles": obstacles(request.guest, found)}
    return render(request, "events/weddings/apply.html", words)


@needs_identity
@never_cache
@answered_once
def join(request: GuestRequest, token: str) -> HttpResponse:
    """加入: by a link that opens once; a link that was used leads its own two people to their case."""
    if not is_token(token):
        raise Http404
    theirs = Q(person=None) | Q(couple__members__person=request.guest)
    rows = CoupleMember.objects.filter(theirs, digest=digest_of(token)).distinct()
    seat: CoupleMember = get_object_or_404(rows.select_related("couple__wedding"))
    if seat.couple.members.filter(person=request.guest).exists():
        return redirect(seat.couple)
    form = StartForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            return redirect(couples.join_couple(actor=request.user, seat=seat))
    words = {
        "wedding": seat.couple.wedding,
        "form": form,
        "first": seat.couple.members.select_related("person").get(seat=1).person,
        "obstacles": obstacles(request.guest, seat.couple.wedding),
    }
    return render(request, "events/weddings/join.html", words)


@login_required
@never_cache
@answered_once
def couple(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份报名: the same for both; what is missing, what each may do, an offer's last moment, slots."""
    rows = Couple.objects.of_person(request.user.person_id).whole()
    found: Couple = get_object_or_404(rows, public_id=public_id)
    member: CoupleMember = found.members.get(person=request.user.person_id)
    member.couple = found
    offered = offer(request, member, OF_MEMBER, as_="member")
    if offered.done:
        return redirect(found)
    members = list(found.members.select_related("person"))
    free = next((each for each in members if each.person is None), None)
    words = {
        "couple": found,
        "members": members,
        "mine": member,
        "offer": offered,
        "tone": TONES.get(found.state, "plain"),
        "link": _link(request, free) if free and found.state == "draft" else "",
        "missing": list(of_hand_in(found, members)) if found.state in couples.WRITTEN else [],
        "said": found.transitions.order_by("-pk").first(),
        "bookings": found.bookings.select_related("item", "slot").order_by("starts_at"),
    }
    return render(request, "events/weddings/couple.html", words)


def _link(request: HttpRequest, seat: CoupleMember) -> str:
    """The whole address, to be sent in a message; in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse("couple_join", args=[seat.token]))


@login_required
@require_safe
def my_couples(request: SignedInRequest) -> HttpResponse:
    """我的婚礼报名: the newest first."""
    rows = Couple.objects.of_person(request.user.person_id).whole().order_by("-pk")
    return render(request, "events/weddings/mine.html", {"couples": rows, "tones": TONES})


@login_required
@require_safe
def document(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """新人材料: the file to the two and to their reviewers, 404 to others."""
    file = get_object_or_404(CoupleDocument.objects.visible_to(request.user), public_id=public_id)
    return private_files.download(
        str(file.file.name),
        filename=file.original_name,
        content_type=file.content_type,
        cache="no-store, private",
    )
