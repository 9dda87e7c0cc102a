"""What the loans show on the house's own pages: the card, one's own applications, the way to the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.core import cards

from .models import LoanApplication


def account_links(request: HttpRequest) -> list[cards.Link]:
    """The way to the desk, for offices with a part in loans."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return []
    ways = {
        "loans.work_at_desk": cards.Link(_("贷款工作台"), "loan_desk"),
        "loans.approve_subsidy": cards.Link(_("贴息申请"), "loan_claims"),
    }
    return [link for action, link in ways.items() if policy.may(request.user, action)]


def own_matters(request: HttpRequest) -> dict[str, Any]:
    """What is under way of one's own; nothing to others."""
    person = getattr(request.user, "person_id", None) or 0
    own = list(LoanApplication.objects.of_person(person).living().select_related("product")[:3])
    return {"applications": own} if own else {}


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="loans",
            title=_("创业贷款"),
            summary=_("青年创业者网上申请，团组织受理推荐，合作银行审批放款。"),
            home=cards.Link(_("创业贷款"), "loans"),
            start=cards.Link(_("申请创业贷款"), "loan_start"),
            template="loans/partials/own_matters.html",
            context=own_matters,
            account_links=account_links,
        )
    )
