"""What the events show on the house's own pages: the card, one's own registrations, the way to the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.core import cards
from zibo_youth.core.calendar import now

from .models import Registration


def account_links(request: HttpRequest) -> list[cards.Link]:
    """One's own events; the way to the desk, for offices that hold some."""
    if not request.user.is_authenticated:
        return []
    links = [cards.Link(_("我的活动"), "my_events")]
    if request.user.is_staff and policy.may(request.user, "events.manage_event"):
        links.append(cards.Link(_("活动工作台"), "event_desk"))
    if request.user.is_staff and policy.may(request.user, "events.register_group"):
        links.append(cards.Link(_("本单位的名册"), "event_rosters"))
    if request.user.is_staff and policy.may(request.user, "events.manage_wedding"):
        links.append(cards.Link(_("婚礼工作台"), "wedding_desk"))
    return links


def own_matters(request: HttpRequest) -> dict[str, Any]:
    """The next ones to come of one's own; nothing to others."""
    person = getattr(request.user, "person_id", None)
    own = Registration.objects.of_person(person).live().filter(session__ends_at__gt=now())
    found = list(own.select_related("session__event", "quota").order_by("session__starts_at")[:3])
    return {"registrations": found} if found else {}


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="events",
            title=_("青年活动"),
            summary=_("论坛、文化节、研学和交友，线上报名，名额公开，满额可候补。"),
            home=cards.Link(_("青年活动"), "events"),
            start=cards.Link(_("查看近期活动"), "events"),
            links=(cards.Link(_("集体婚礼"), "weddings"),),
            template="events/partials/own_matters.html",
            context=own_matters,
            account_links=account_links,
        )
    )
