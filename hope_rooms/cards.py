"""What the Hope Rooms show on the house's own pages: the card, one's own children, the ways to the desks."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.core import cards

from .models import Counsellor, PairMember, SurveyVisit

STAFF_LINKS = (
    ("hope_rooms.view_child", cards.Link(_("希望小屋看板"), "hope_board")),
    ("hope_rooms.view_child", cards.Link(_("希望小屋档案"), "hope_cases")),
    ("hope_rooms.view_child", cards.Link(_("查阅授权"), "hope_grants")),
    ("hope_rooms.view_child", cards.Link(_("我的勘察"), "hope_surveys")),
    ("hope_rooms.view_pairing", cards.Link(_("结对工作台"), "pairings")),
    ("hope_rooms.view_childanswer", cards.Link(_("孩子连续不开心"), "hope_unhappy")),
    ("hope_rooms.view_gift", cards.Link(_("捐赠台账"), "hope_gifts")),
    ("hope_rooms.view_stock", cards.Link(_("物资库存"), "hope_stock")),
)


def account_links(request: HttpRequest) -> list[cards.Link]:
    """The ways to the desks, for the offices of care."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return []
    return [link for action, link in STAFF_LINKS if policy.may(request.user, action)]


def own_matters(request: HttpRequest) -> dict[str, Any]:
    """The children whom one visits or counsels, and the surveys one is named for; nothing to others."""
    person = getattr(request.user, "person_id", None) or 0
    visits = PairMember.objects.standing().filter(volunteer__person_id=person).count()
    surveys = SurveyVisit.objects.open().filter(hand__person_id=person).count()
    counselled = Counsellor.objects.standing().filter(volunteer__person_id=person).count()
    found = {"visits": visits, "counselled": counselled, "surveys": surveys}
    return found if any(found.values()) else {}


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="hope_rooms",
            title=_("希望小屋"),
            summary=_("在困境儿童家里建一间自己的房间，两名志愿者长期陪伴。"),
            home=cards.Link(_("为希望小屋捐赠"), "hope_giving"),
            start=cards.Link(_("我要捐赠"), "hope_giving"),
            icon="img/hope-rooms.svg",
            template="hope_rooms/partials/own_matters.html",
            context=own_matters,
            account_links=account_links,
        )
    )
