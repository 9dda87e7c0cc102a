"""How an offered place is known to be a line of a roster, and whom to tell."""

from __future__ import annotations

from volunteers.models import Application, Signup
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

# The reason of the transition with which a line of a roster begins.
ROSTER = "roster"


def roster_of(signup: Signup) -> Application | None:
    """The application to whose roster this offer belongs; None for an offer to the standby list."""
    if not signup.transitions.filter(reason=ROSTER).exists():
        return None
    rows = Application.objects.admitted_to(signup.shift.post.project).filter(volunteer=signup.volunteer_id)
    found: Application | None = rows.first()
    return found


def tell_of_roster(application: Application, kind: str, dedup: str = "") -> None:
    """Tell the volunteer about their roster: one notice for all its lines."""
    notify(
        f"volunteers.{kind}",
        to=application.volunteer.person,
        about=application,
        dedup=dedup or str(now()),
    )
