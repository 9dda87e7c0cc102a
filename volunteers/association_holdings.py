"""What election and awards hold of a person: the rows stay, for results rest on them; the words go."""

from __future__ import annotations

from collections.abc import Iterator

from volunteers.models import (
    AwardNomination,
    BallotRound,
    Candidate,
    Delegate,
    Objection,
    PanelMember,
    PanelScore,
    RoundCandidate,
    Turnout,
)
from zibo_youth.accounts.holdings import Holding
from zibo_youth.accounts.models import Person
from zibo_youth.core.errors import DomainError

from .election_errors import BallotHangsOnIt

OF_VOLUNTEER = ("volunteer__person",)

HOLDINGS = [
    Holding(model=Turnout, of=("delegate__volunteer__person",)),
    Holding(model=RoundCandidate, of=("candidate__volunteer__person",)),
    Holding(model=Delegate, of=OF_VOLUNTEER),
    Holding(
        model=Objection,
        of=("by",),
        blank={"text": "", "answer": ""},
    ),
    Holding(model=Candidate, of=OF_VOLUNTEER, blank={"statement": "", "reason": ""}),
    Holding(model=PanelScore, of=("member__person",), keep={"recusal": "a code of the reason for a recusal"}),
    Holding(model=PanelMember, of=("person",)),
    Holding(
        model=AwardNomination,
        of=("volunteer__person", "by"),
        blank={"citation": "", "reason": ""},
        keep={"kind": "a code of the category"},
    ),
]


def obstacles(person: Person) -> Iterator[DomainError]:
    """A delegate of a round that is running is awaited."""
    running = BallotRound.objects.running().filter(
        congress__delegates__volunteer__person=person, congress__delegates__present_at__isnull=False
    )
    if running.exists():
        yield BallotHangsOnIt()
