"""回避 (recusal) that nobody need declare: found in memberships and in who worked on the post."""

from __future__ import annotations

from collections.abc import Iterable

from zibo_youth.accounts.models import Membership
from zibo_youth.core.calendar import today

from .models import PostReviewer, SafetyPost
from .models.posts.words import RecusalReason


def interests(post: SafetyPost, panel: Iterable[PostReviewer]) -> dict[int, str]:
    """
    Why which reviewer may not judge this post, by the reviewer's number.

    Three rules: an office at the post's own unit; the office that leads its district; a part in this very
    application (signing, taking up, recommending, screening).
    """
    people = {each.person_id: each.pk for each in panel}
    unit, district = post.enterprise.organisation_id, post.reporting_org_id
    found: dict[int, str] = {}
    worked = post.transitions.filter(actor__person__in=people).values_list("actor__person", flat=True)
    for person in worked:
        found[people[person]] = RecusalReason.OWN_WORK
    offices = Membership.objects.current(today()).filter(person__in=people)
    for person, organisation, role in offices.values_list("person", "organisation", "role"):
        if organisation == district and role == Membership.Role.DISTRICT_OFFICER:
            found[people[person]] = RecusalReason.DISTRICT
        if organisation == unit:
            found[people[person]] = RecusalReason.ORGANISATION
    return found
