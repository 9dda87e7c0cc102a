"""协会现任 (who leads the association) and results, as pages read them. No writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from volunteers.models import AssociationOffice, BallotRound, Congress, RoundCandidate


@dataclass(frozen=True)
class Elected:
    """One office, and the full names of whoever was elected to it."""

    office: AssociationOffice
    names: list[str]

    @property
    def vacant(self) -> int:
        """Seats that no round has filled."""
        return self.office.seats - len(self.names)


@dataclass(frozen=True)
class Result:
    """One counted round: who stood, with how many votes."""

    round: BallotRound
    lines: list[RoundCandidate]
    voted: int


def elected(congress: Congress) -> list[Elected]:
    """By office; an office without anybody elected is shown as such."""
    names = RoundCandidate.objects.filter(round__congress=congress, is_elected=True)
    found: dict[int, list[str]] = {}
    for name in names.select_related("candidate__volunteer__person").order_by("round__number", "-votes"):
        found.setdefault(name.office_id, []).append(name.candidate.volunteer.person.full_name)
    return [Elected(office, found.get(office.pk, [])) for office in congress.offices.all()]


def results(congress: Congress) -> Iterator[Result]:
    """Every counted round with its names, the most votes first."""
    rounds = congress.rounds.filter(state=BallotRound.State.COUNTED).select_related("office")
    for counted in rounds.order_by("office__position", "office", "number"):
        lines = counted.names.select_related("candidate__volunteer__person", "candidate__unit__organisation")
        yield Result(counted, list(lines.order_by("-votes", "position")), counted.turnout.count())


def term_end(congress: Congress) -> date | None:
    """The day before the term has lasted its years."""
    if congress.starts_on is None:
        return None
    first = congress.starts_on
    # From the first of the month, so that a term from 29 February ends on a day that exists.
    return date(first.year + congress.term_years, first.month, 1) + timedelta(days=first.day - 2)
