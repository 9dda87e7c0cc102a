"""
无记名投票 (the ballot): a round opens with a quorum, takes one vote of each delegate, is closed and counted.

What a vote leaves behind: that this delegate has voted, and one sealed ballot more in a box
that is written anew as a whole. What counting leaves behind: votes of each name. The link is
never written (docs/decisions/0051); no audit, notice, message or log line is made of a vote.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from volunteers import ballot_box
from volunteers.counting import has_quorum, outcome, tally
from volunteers.election_errors import (
    AlreadyVoted,
    BallotSpoilt,
    BoxDisagrees,
    BoxForced,
    NobodyLeft,
    NoQuorum,
    NotOnTheRoll,
    PassphrasesAlike,
    PassphrasesWrong,
    RoundElsewhere,
    RoundRunning,
    TooFewBallots,
)
from volunteers.models import (
    AssociationOffice,
    BallotRound,
    Candidate,
    Congress,
    Delegate,
    RoundCandidate,
    Turnout,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .congress import MANAGE, lock_congress

State = BallotRound.State
EMPTY = {"box": b"", "salt": b"", "public_key": b""}


@sensitive_variables("first", "second")
def open_round(*, actor: Actor, office: AssociationOffice, first: str, second: str) -> BallotRound:
    """
    开始投票 (open a round): the roll is counted now, and the box is locked by two passphrases.

    Raises `NoQuorum`, `NobodyLeft`, `RoundRunning`, `PassphrasesAlike`.
    """
    policy.require(actor, MANAGE, office.congress)
    if ballot_box.plain(first) == ballot_box.plain(second):
        raise PassphrasesAlike
    with explaining(ballot_round_one_at_a_time=RoundRunning), transaction.atomic():
        congress = lock_congress(office.congress_id, Congress.State.SESSION)
        present = list(congress.delegates.present().select_related("volunteer__person"))
        seats, names = _still_open(office)
        opened = BallotRound.objects.create(
            congress=congress,
            office=office,
            number=office.rounds.count() + 1,
            seats=seats,
            **_quorum(congress, len(present)),
            **_lock_of(first, second),
        )
        RoundCandidate.objects.bulk_create(
            RoundCandidate(round=opened, office=office, candidate=candidate, position=position)
            for position, candidate in enumerate(names)
        )
        for delegate in present:
            notify("volunteers.ballot_open", to=delegate.volunteer.person, about=opened)
    return opened


def _quorum(congress: Congress, present: int) -> dict[str, int]:
    delegates = congress.delegates.count()
    parts, of = settings.VOLUNTEERS["quorum"]
    if not has_quorum(present, delegates, parts, of):
        raise NoQuorum(delegates=delegates, present=present)
    return {"delegates": delegates, "present": present, "quorum_parts": parts, "quorum_of": of}


@sensitive_variables("first", "second", "salt")
def _lock_of(first: str, second: str) -> dict[str, bytes]:
    salt = ballot_box.new_salt()
    key = ballot_box.private_key(first, second, salt)
    return {"salt": salt, "public_key": ballot_box.public_part(key)}


def _still_open(office: AssociationOffice) -> tuple[int, list[Candidate]]:
    """Seats that no round has filled, and who stands for them: after a tie, those who share the place."""
    names = RoundCandidate.objects.filter(round__office=office, round__state=State.COUNTED)
    elected = set(names.filter(is_elected=True).values_list("candidate", flat=True))
    last = office.rounds.filter(state=State.COUNTED).order_by("-number").first()
    tied = set(last.names.filter(is_tied=True).values_list("candidate", flat=True)) if last else set()
    standing = office.candidates.standing().exclude(pk__in=elected).order_by("pk")
    left = list(standing.filter(pk__in=tied) if tied else standing)
    if not left or office.seats <= len(elected):
        raise NobodyLeft
    return office.seats - len(elected), left


def lock_round(number: int, *states: str) -> BallotRound:
    """Nobody else drops a ballot or moves the round; raises `RoundElsewhere`."""
    locked: BallotRound = BallotRound.objects.select_for_update(no_key=True).get(pk=number)
    if locked.state not in states:
        raise RoundElsewhere(state=locked.get_state_display())
    return locked


@sensitive_variables("choices", "places")
def cast_ballot(
    *, actor: Actor, delegate: Delegate, ballot_round: BallotRound, choices: Collection[int]
) -> None:
    """
    投票 (vote): ``choices`` are places on the ballot, at most as many as seats; none is an abstention.

    Raises `AlreadyVoted`, `NotOnTheRoll`, `BallotSpoilt`, `RoundElsewhere`. Nothing is
    returned and nothing told: there is no receipt to show to anybody.
    """
    policy.require(actor, "volunteers.cast_ballot", delegate)
    with explaining(turnout_once_per_round=AlreadyVoted), transaction.atomic():
        held = lock_round(ballot_round.pk, State.OPEN)
        present = held.congress.delegates.present().filter(pk=delegate.pk)
        if not present.exists():
            raise NotOnTheRoll
        places = set(held.names.values_list("position", flat=True))
        if len(set(choices)) > held.seats or not places.issuperset(choices):
            raise BallotSpoilt(seats=held.seats)
        Turnout.objects.create(round=held, congress=held.congress, delegate=delegate)
        box = ballot_box.drop(bytes(held.box), bytes(held.public_key), held.public_id.bytes, choices)
        BallotRound.objects.filter(pk=held.pk).update(box=box)


@transaction.atomic
def close_round(*, actor: Actor, ballot_round: BallotRound) -> BallotRound:
    """截止投票."""
    policy.require(actor, MANAGE, ballot_round.congress)
    held = lock_round(ballot_round.pk, State.OPEN)
    return _move(held, State.CLOSED)


@transaction.atomic
def void_round(*, actor: Actor, ballot_round: BallotRound) -> BallotRound:
    """作废 (void): a passphrase is lost, or the box and the turnout disagree. The box is emptied unread."""
    policy.require(actor, MANAGE, ballot_round.congress)
    held = lock_round(ballot_round.pk, State.OPEN, State.CLOSED)
    return _move(held, State.VOID, **EMPTY)


def _move(held: BallotRound, to: str, **changes: Any) -> BallotRound:
    BallotRound.objects.filter(pk=held.pk).update(state=to, **changes)
    held.refresh_from_db()
    return held


@sensitive_variables("first", "second", "key", "ballots")
@transaction.atomic
def count_round(*, actor: Actor, ballot_round: BallotRound, first: str, second: str) -> BallotRound:
    """
    计票 (count): both passphrases open the box; the votes of each name stay, and the box goes.

    Raises `TooFewBallots`, `PassphrasesWrong`, `BoxDisagrees`, `BoxForced`, `RoundElsewhere`.
    """
    policy.require(actor, MANAGE, ballot_round.congress)
    held = lock_round(ballot_round.pk, State.CLOSED)
    _is_worth_counting(held)
    key = ballot_box.private_key(first, second, bytes(held.salt))
    if ballot_box.public_part(key) != bytes(held.public_key):
        raise PassphrasesWrong
    ballots = _agreeing(held, key)
    names = {name.position: name for name in held.names.all()}
    votes = tally(ballots, names)
    result = outcome(votes, present=held.present, seats=held.seats)
    for position, name in names.items():
        name.votes = votes[position]
        name.is_elected, name.is_tied = position in result.elected, position in result.tied
    RoundCandidate.objects.bulk_update(names.values(), ["votes", "is_elected", "is_tied"])
    return _move(held, State.COUNTED, counted_at=now(), **EMPTY)


def _is_worth_counting(held: BallotRound) -> None:
    """
    Nobody is elected by half of those present, so such a box stays shut.

    Otherwise a round that is closed after its first voter would tell how that one voted.
    """
    voted = held.turnout.count()
    if 2 * voted <= held.present:
        raise TooFewBallots(voted=voted, present=held.present)


@sensitive_variables()
def _agreeing(held: BallotRound, key: X25519PrivateKey) -> list[frozenset[int]]:
    """The ballots, when there are as many as delegates who voted."""
    box, turnout = bytes(held.box), held.turnout.count()
    if ballot_box.count_of(box) != turnout:
        raise BoxDisagrees(ballots=ballot_box.count_of(box), turnout=turnout)
    try:
        return ballot_box.opened(box, key, held.public_id.bytes)
    except InvalidTag as forced:
        raise BoxForced from forced
