"""回避 (recusal) that nobody need declare: a member in one's own case, or of the same organisation."""

from __future__ import annotations

from collections.abc import Iterable

from volunteers.models import AwardNomination, AwardSeason, PanelMember, PanelScore, TeamMember
from volunteers.models.awards import Recusal
from zibo_youth.core.calendar import today


def organisations_of(member: PanelMember) -> set[int]:
    """Where the member holds an office, serves in a team or studies."""
    person = member.person
    found = set(person.memberships.current(today()).values_list("organisation", flat=True))
    volunteer = getattr(person, "volunteer", None)
    if volunteer:
        found |= set(volunteer.teams.active().values_list("team", flat=True))
        found |= {volunteer.university_id} - {None}
    return found


def interest(member: PanelMember, nomination: AwardNomination, own: set[int]) -> str:
    """Why this member may not score this nomination, or nothing."""
    volunteer = nomination.volunteer
    if member.person_id in (nomination.by_id, volunteer and volunteer.person_id):
        return Recusal.SELF
    return Recusal.ORGANISATION if own & _organisations_behind(nomination) else ""


def _organisations_behind(nomination: AwardNomination) -> set[int | None]:
    """Who recommends, whom it is about, and where a volunteer serves and studies, whoever recommends them."""
    of_project = nomination.project.organiser_id if nomination.project else None
    found = {nomination.recommender_id, nomination.organisation_id, of_project}
    if volunteer := nomination.volunteer:
        teams = (each.team_id for each in volunteer.teams.all() if each.state == TeamMember.State.ACTIVE)
        found |= {volunteer.university_id, *teams}
    return found - {None}


def write_obvious_recusals(season: AwardSeason, panel: Iterable[PanelMember]) -> None:
    """Each takes the place of a score before anybody can give one."""
    accepted = list(season.nominations.accepted().whole().prefetch_related("volunteer__teams"))
    rows = []
    for member in panel:
        own = organisations_of(member)
        rows += [
            PanelScore(season=season, member=member, nomination=nomination, recusal=why)
            for nomination in accepted
            if (why := interest(member, nomination, own))
        ]
    PanelScore.objects.bulk_create(rows, ignore_conflicts=True)
