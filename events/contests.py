"""What stands in a contest now: who is in a round, its standings, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .models import ContestRound, Judge, Score, Team
from .standings import Standing, standings


@dataclass(frozen=True, slots=True)
class Place:
    """A team in the standings of a round."""

    team: Team
    standing: Standing


def teams_in(part: ContestRound) -> list[Team]:
    """Everybody who entered, or whom the round before let on; of a round before that is open: nobody."""
    before = ContestRound.objects.filter(event=part.event_id, number=part.number - 1).first()
    entered = list(Team.objects.entered().filter(event=part.event_id).order_by("pk"))
    if before is None:
        return entered
    if before.state != ContestRound.State.PUBLISHED:
        return []
    on = {place.team.pk for place in places_of(before) if place.standing.advances}
    return [team for team in entered if team.pk in on]


def places_of(part: ContestRound) -> list[Place]:
    """The standings of a round from the scores that count."""
    given: dict[int, list[Decimal]] = {}
    teams: dict[int, Team] = {}
    for score in Score.objects.standing().filter(round=part).select_related("team"):
        given.setdefault(score.team_id, []).append(score.value)
        teams[score.team_id] = score.team
    told = standings(given, high=part.drop_high, low=part.drop_low, advance=part.advance)
    return [Place(teams[each.key], each) for each in told]


def missing_in(part: ContestRound) -> int:
    """How many scores are still to come: every judge scores every team."""
    teams = [team.pk for team in teams_in(part)]
    judges = Judge.objects.filter(event=part.event_id).count()
    there = Score.objects.standing().filter(round=part, team__in=teams).count()
    return len(teams) * judges - there
