"""What the safety action shows on the house's own pages: the card, and the ways to its desks."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import policy
from zibo_youth.core import cards

from .post_cards import post_links
from .quiz_cards import quiz_links

# The desks of campaigns, enterprises and hazards, and the right that opens each.
DOORS = (
    ("safety.manage_campaign", cards.Link(_("安全工作台"), "safety_desk")),
    ("safety.view_enterprise", cards.Link(pgettext_lazy("复数", "重点监管企业"), "safety_enterprises")),
    ("safety.view_hazardreport", cards.Link(_("隐患台账"), "hazards")),
)


def desk_links(request: HttpRequest) -> list[cards.Link]:
    """The ways to the desks, for offices that hold one."""
    user = request.user
    if not user.is_authenticated or not user.is_staff:
        return []
    return [link for action, link in DOORS if policy.may(user, action)]


def account_links(request: HttpRequest) -> list[cards.Link]:
    """Every way of the safety action from the account menu: each part tells its own."""
    own = [cards.Link(_("我的随手拍"), "my_hazards")] if request.user.is_authenticated else []
    return [*own, *desk_links(request), *post_links(request), *quiz_links(request)]


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
