"""What the model posts show in the account menu: the ways to the unit's pages, to a desk, to one's sheets."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership
from zibo_youth.core import cards

# Each door of the account menu, and the right that opens it.
DOORS = (
    ("safety.apply_post", cards.Link(_("青安岗申报"), "unit_posts")),
    ("safety.work_at_post_desk", cards.Link(_("青安岗工作台"), "post_desk")),
    ("safety.record_accident", cards.Link(_("企业事故记录"), "post_accidents")),
)


def post_links(request: HttpRequest) -> list[cards.Link]:
    """For whoever holds an office with a part in it; reviewers find what they owe."""
    user = request.user
    if not user.is_authenticated or not user.is_staff:
        return []
    links = [link for action, link in DOORS if policy.may(user, action)]
    if any(role == Membership.Role.POST_REVIEWER for role, _organisation in user.offices):
        links.append(cards.Link(_("我的青安岗评审"), "post_reviews"))
    return links
