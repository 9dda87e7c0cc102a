"""What the volunteers hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import (
    Exemption,
    GuardianConsent,
    RequirementItem,
    Scan,
    Signup,
    TeamMember,
    Volunteer,
    VolunteerDocument,
)
from .shift_own_data import shifts_hold


def volunteers_hold(user: User) -> dict[str, Any]:
    """The registration, teams, proofs and papers, and each shift with what came of it."""
    of = {"volunteer__person__users": user}
    return shifts_hold(user) | {
        "registration": list(
            Volunteer.objects.filter(person__users=user).values(
                *("volunteer_no", "university__name", "graduates_on", "availability", "introduction"),
                *("state", "registered_at", "left_at"),
            )
        ),
        "skills": list(Volunteer.objects.filter(person__users=user).values_list("skills__name", flat=True)),
        "teams": list(TeamMember.objects.filter(**of).values("team__name", "state", "asked_at", "note")),
        "guardian_consents": list(
            GuardianConsent.objects.filter(**of).values(
                *("guardian_name", "guardian_mobile", "relation", "from_on", "until_on", "withdrawn_at")
            )
        ),
        "requirements": list(
            RequirementItem.objects.filter(**of).values(
                *("requirement__name", "from_on", "until_on", "reference", "state", "checked_at", "reason")
            )
        ),
        "exemptions": list(
            Exemption.objects.filter(**of).values("requirement__name", "reason", "from_on", "until_on")
        ),
        "documents": list(
            VolunteerDocument.objects.filter(**of).values("original_name", "size", "created_at")
        ),
        "scans": list(
            Scan.objects.filter(signup__volunteer__person__users=user).values(
                *("signup__shift__post__project__title", "kind", "way", "at", "recorded_at", "counts")
            )
        ),
        "shifts": list(
            Signup.objects.filter(**of).values(
                *("shift__post__project__title", "shift__post__name", "starts_at", "ends_at", "state"),
                *("signed_up_at", "offer_until", "checked_in_at", "checked_out_at"),
            )
        ),
    }
