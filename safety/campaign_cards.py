"""What the safety action shows on the house's own pages: the card, and the ways to its desks."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import policy
from zibo_youth.core import cards


def account_links(request: HttpRequest) -> list[cards.Link]:
    """The ways to the desks, for offices that hold one."""
    if not request.user.is_authenticated or not request.user.is_staff:
        return []
    links = []
    if policy.may(request.user, "safety.manage_campaign"):
        links.append(cards.Link(_("安全工作台"), "safety_desk"))
    if policy.may(request.user, "safety.view_enterprise"):
        links.append(cards.Link(pgettext_lazy("复数", "重点监管企业"), "safety_enterprises"))
    return links


def register_campaign_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="safety",
            title=_("青年安全生产"),
            summary=_("安全培训、主题活动和资料，企业青年职工一起学安全、查隐患。"),
            home=cards.Link(_("青年安全生产"), "safety"),
            start=cards.Link(_("查看安全活动"), "safety"),
            account_links=account_links,
        )
    )
