"""Concerns for tests: reported by one of a pair about the other, as far as a test needs them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from hope_rooms.models import (
    Child,
    ChildrenHold,
    Concern,
    ConcernAccess,
    ConcernAlert,
    ConcernCall,
    ConcernTransition,
    ConcernWords,
)
from hope_rooms.services.concerns import handling, reading, reports
from tests import hoping, people, volunteering
from volunteers.models import Volunteer
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

WORDS = "孩子手臂上有鸑鷟状的伤，不肯说是谁"
WHY = "已向家人和学校核实鸑鷟"
# In the order in which they hear of it.
HANDLERS = ("lead", "deputy", "director")
REFERENCE = "受理-鸑鷟-0612"


def reported(by: User, about: Volunteer | None = None, **told: Any) -> Concern:
    """With an account and a call, unless said otherwise."""
    given: dict[str, Any] = {"words": WORDS, "call": reports.Call("110", now(), REFERENCE)}
    if about:
        given["subject"] = about.person_id
    return reports.report_concern(actor=by, told=reports.Told(**(given | told)))


def acknowledged(by: User, lead: User, about: Volunteer | None = None, **told: Any) -> Concern:
    return handling.acknowledge(actor=lead, concern=reported(by, about, **told))


def confirmed(by: User, lead: User, about: Volunteer | None = None, **told: Any) -> Concern:
    concern = acknowledged(by, lead, about, **told)
    return handling.confirm_concern(actor=lead, concern=concern, words=WHY)[0]


def rows_of(child: Child, officer: User) -> dict[type[Model], Any]:
    """One row of every table of concerns, about somebody of this child's district."""
    lead = people.staff("何示护", Organisation.objects.get(code="city"), hoping.Role.SAFEGUARDING_LEAD)
    subject = volunteering.volunteer(code=child.reporting_org.code)
    concern = handling.acknowledge(actor=lead, concern=reported(officer, code=child.code))
    handling.name_in_concern(actor=lead, concern=concern, subject=subject.person)
    handling.confirm_concern(actor=lead, concern=concern, words=WHY)
    reading.read_words(actor=lead, concern=concern)
    words = ConcernWords(concern=concern, kind="account", sealed="x", written_by=officer)
    ConcernWords.objects.bulk_create([words])
    return {
        Concern: concern,
        ConcernWords: words,
        ConcernTransition: concern.transitions.first(),
        ConcernCall: ConcernCall.objects.get(concern=concern),
        ConcernAlert: ConcernAlert.objects.get(concern=concern),
        ConcernAccess: ConcernAccess.objects.get(concern=concern),
        ChildrenHold: ChildrenHold.objects.get(concern=concern),
    }


def told_to(user: User, kind: str = "concern_waits") -> int:
    """How often somebody was told of a concern."""
    return Notice.objects.filter(kind=f"hope_rooms.{kind}", to=user.person).count()


def levels() -> list[tuple[str, str]]:
    """Which levels were told, and which office heard, in order."""
    return list(ConcernAlert.objects.values_list("level", "receiver"))
