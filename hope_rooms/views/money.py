"""财务台 (finance desk): the gifts, and one gift with its allocations and what may be done with it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hope_rooms.forms import gifts as forms
from hope_rooms.funding import fundings
from hope_rooms.gift_steps import next_of
from hope_rooms.models import Donor, Gift, HopeRoom, PurposeChange
from hope_rooms.raised import raised_by_ledger
from hope_rooms.services import gifts
from hope_rooms.services.gifts import KEEP
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import shown_on
from zibo_youth.core.private_files import download

from .money_steps import STEPS
from .ways import ways

VIEW, PER_PAGE, SHOWN = "hope_rooms.view_gift", 50, 20
TONES = {"pledged": "warn", "received": "info", "receipted": "ok", "withdrawn": "plain"}


@needs_office(VIEW)
@require_safe
def gift_list(request: SignedInRequest) -> HttpResponse:
    """捐赠台账: newest first, each with its next step; no contact of a donor stands anywhere."""
    rows = Gift.objects.managed_by(request.user).select_related(
        "donor", "campaign", "district", "room__child"
    )
    rows = rows.to_decide_by(request.user) if "changing" in request.GET else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"gift": gift, "tone": TONES[gift.state], "next": next_of(gift)} for gift in page]
    may_keep = policy.may(request.user, KEEP)
    context = {"page": page, "lines": lines, "may_keep": may_keep, "ways": ways(request.user)}
    context["ledger"] = raised_by_ledger()
    return render(request, "hope_rooms/gifts.html", context)


@needs_office(KEEP)
@answered_once
def pledge(request: SignedInRequest) -> HttpResponse:
    """登记捐赠意向."""
    form = forms.PledgeForm(request.POST or None, initial={"campaign": request.GET.get("campaign")})
    if form.is_valid():
        with shown_on(form):
            gift = _pledged(request, form)
            messages.success(request, _("已登记。"))
            return redirect("hope_gift", gift.pk)
    return render(request, "hope_rooms/pledge.html", {"form": form})


def donor_of(by: User, told: dict[str, Any]) -> Donor:
    """The donor who was chosen, or a new one of that name."""
    return told["donor"] or gifts.register_donor(
        actor=by, kind=told["kind"], name=told["name"], may_be_named=told["may_be_named"]
    )


def _pledged(request: SignedInRequest, form: forms.PledgeForm) -> Gift:
    told = form.cleaned_data
    return gifts.pledge_gift(
        actor=request.user,
        donor=donor_of(request.user, told),
        reporting_org=told["reporting_org"],
        amount=told["amount"],
        restriction=form.told(),
        campaign=told["campaign"],
    )


@needs_office(VIEW)
@answered_once
def gift(request: SignedInRequest, number: int) -> HttpResponse:
    """一笔捐赠: its lines, its changes of purpose, and each step that this office may take now."""
    found = get_object_or_404(Gift.objects.managed_by(request.user), pk=number)
    offered = offer(request, found, STEPS, as_="of")
    if offered.done:
        return redirect("hope_gift", found.pk)
    context = {
        "gift": found,
        "tone": TONES[found.state],
        "allocations": found.allocations.select_related("room__child", "change"),
        "changes": found.changes.select_related("district", "room__child"),
        "offer": offered,
        "short": _short_for(found) if any(step.act == "allocate" for step, _form in offered.steps) else (),
    }
    return render(request, "hope_rooms/gift.html", context)


def _short_for(gift: Gift) -> list[tuple[HopeRoom, Any]]:
    """The lines that it could cover, of each room that waits for money and that it fits."""
    rooms = HopeRoom.objects.filter(state=HopeRoom.State.DESIGNING).taking(gift)
    first = list(rooms.select_related("child").order_by("state_since")[:SHOWN])
    funded = fundings(first)
    return [(room, line) for room in first for line in funded[room.pk].short_lines]


@needs_office(VIEW)
@require_safe
def purpose_paper(request: SignedInRequest, number: int) -> HttpResponseBase:
    """捐赠方同意书: its scan, to whoever may read the ledger."""
    changes = PurposeChange.objects.managed_by(request.user).exclude(paper="")
    change = get_object_or_404(changes.select_related("gift"), pk=number)
    stored = str(change.paper.name)
    filename = f"{change.gift}-{change.pk}{PurePosixPath(stored).suffix}"
    return download(stored, filename=filename, content_type=change.paper_type, cache="private, no-store")
