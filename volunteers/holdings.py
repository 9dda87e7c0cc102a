"""
What the volunteers hold of a person (see `accounts.holdings`).

Signups and their hours stay as rows: certificates and the city's figures rest on them.
Words, guardians and papers go.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, Part, add_part, by_number, if_said
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.terms import add_terms
from zibo_youth.core.errors import DomainError

from . import association_holdings
from .errors import ShiftHangsOnIt
from .hour_holdings import HOUR_HOLDINGS, HOUR_PAPERS, HOUR_TERMS
from .models import (
    AreaAlert,
    CrowdSession,
    Exemption,
    GuardianConsent,
    RequirementItem,
    Scan,
    Signup,
    SignupTransition,
    TeamMember,
    Volunteer,
    VolunteerDocument,
)
from .patrol_holdings import PATROL_HOLDINGS
from .patrol_holdings import TERMS as PATROL_TERMS
from .round_holdings import ROUND_HOLDINGS
from .services.keeping import TERMS
from .services.leaving import end_what_is_open
from .services.round_keeping import ROUND_TERMS
from .shift_holdings import SHIFT_HOLDINGS

OF_SIGNUP, OF_VOLUNTEER = ("signup__volunteer__person",), ("volunteer__person",)
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")

HOLDINGS = [
    *SHIFT_HOLDINGS,
    *ROUND_HOLDINGS,
    *HOUR_HOLDINGS,
    *association_holdings.HOLDINGS,
    *PATROL_HOLDINGS,
    Holding(model=Volunteer.skills.through, of=OF_VOLUNTEER, drop=True),
    Holding(model=SignupTransition, of=OF_SIGNUP, blank={"note": ""}, keep=CODES),
    Holding(model=Scan, of=OF_SIGNUP, keep={"kind": "a code", "way": "a code"}),
    Holding(model=Signup, of=OF_VOLUNTEER),
    Holding(
        model=RequirementItem,
        of=OF_VOLUNTEER,
        blank={"reference": "", "reason": if_said("reason")},
        then={"document": None},
    ),
    Holding(model=Exemption, of=OF_VOLUNTEER, blank={"reason": by_number("#")}),
    Holding(
        model=GuardianConsent,
        of=OF_VOLUNTEER,
        blank={"guardian_name": "", "guardian_mobile": "", "relation": ""},
        then={"document": None},
    ),
    Holding(model=TeamMember, of=OF_VOLUNTEER, blank={"note": ""}),
    Holding(model=VolunteerDocument, of=OF_VOLUNTEER, drop=True, files=("file",)),
    Holding(
        model=Volunteer,
        of=("person",),
        blank={"introduction": "", "graduates_on": None},
        keep={
            "volunteer_no": "the number of a volunteer, which names nobody",
            "availability": "codes of times of the week",
        },
    ),
]
PAPERS: dict[type[Model], str] = {
    AreaAlert: "an alert over a water, and who of the staff issued it",
    CrowdSession: "how many came to an event, and who of the staff counted and confirmed it",
}


def _obstacles(person: Person) -> Iterator[DomainError]:
    held = Signup.objects.filter(volunteer__person=person, state__in=["offered", "signed_up", "checked_in"])
    first = held.select_related("shift__post__project").order_by("starts_at").first()
    if first:
        yield ShiftHangsOnIt(project=first.shift.post.project.title)
    yield from association_holdings.obstacles(person)


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part(
        "volunteers",
        Part(holdings=HOLDINGS, papers=HOUR_PAPERS | PAPERS, obstacles=_obstacles, before=end_what_is_open),
    )
    add_terms(TERMS)
    add_terms(ROUND_TERMS)
    add_terms(HOUR_TERMS)
    add_terms(PATROL_TERMS)
