"""
本人视角 (one's own sight): the only place where choices, pairs and blocks are read, always as one person.

`acting_as` tells PostgreSQL for one transaction who acts; row-level security shows the portal's role the rows
of that person and no others (decision 0078). Every read here filters by the person as well, so that tests and
tools that run as the tables' owner read no more.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from zibo_youth.accounts.models import Person
from zibo_youth.core import crypto
from zibo_youth.core.calendar import age_on

from .match_querysets import MatchProfileQuerySet, not_apart
from .models import MatchBlock, MatchChoice, MatchPair, MatchProfile, MatchRound

ACT = "SELECT set_config('events.acting_person', %s, true)"
# One length for every number, so that a sealed choice does not tell how large it is.
DIGITS = 19


@contextmanager
def acting_as(person: int) -> Iterator[None]:
    """Until the block ends, PostgreSQL shows what is sealed to this person."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACT, [str(person)])
        yield
        cursor.execute(ACT, [""])


def token_of(turn: int, one: int, other: int) -> uuid.UUID:
    """两人标记: the same whichever of the two chose; without the key nobody computes it."""
    low, high = sorted((one, other))
    return uuid.UUID(hex=crypto.blind_index("events.match", f"{turn}:{low}:{high}")[:32])


def sealed(chosen: int, *, chooser: int, slot: int) -> str:
    """Whom somebody chose, for this row alone."""
    return crypto.seal(f"{chosen:0{DIGITS}d}", context=_context(chooser, slot))


def _context(chooser: int, slot: int) -> str:
    return f"events_matchchoice.sealed.{chooser}.{slot}"


@sensitive_variables()
def chosen_by(own: MatchProfile) -> list[int]:
    """Profiles that this one chose, in the order of the slots; for its person and nobody else."""
    with acting_as(own.person_id):
        rows = list(MatchChoice.objects.filter(chooser=own, chooser__person=own.person_id).order_by("slot"))
    return [int(crypto.unseal(row.sealed, context=_context(own.pk, row.slot))) for row in rows]


@sensitive_variables()
def badges_chosen_by(own: MatchProfile) -> list[int]:
    """
    The same as badges, for one's own page and one's own copy.

    All badges of the round are asked for: no statement, and so no log of the server, names the chosen.
    """
    badges = dict(MatchProfile.objects.filter(round=own.round_id).values_list("pk", "badge"))
    return [badges[number] for number in chosen_by(own) if badges.get(number)]


def cards_for(own: MatchProfile) -> MatchProfileQuerySet:
    """Whom this one may see and choose; without whom either has blocked. For the block of `acting_as`."""
    rows: MatchProfileQuerySet = MatchProfile.objects.others_of(own)
    return rows.filter(not_apart(MatchBlock.objects.all(), own.pk, "pk")).select_related("person")


@dataclass(frozen=True, slots=True)
class Card:
    """名片 (a card): what others see of a participant; no name, no telephone."""

    public_id: uuid.UUID
    badge: int
    age: int | None
    gender: str
    introduction: str
    wishes: str
    has_photo: bool


def card_of(profile: MatchProfile) -> Card:
    """The age on the day of the session, from the verified identity."""
    day = timezone.localdate(profile.round.session.starts_at)
    born = profile.person.birth_date
    return Card(
        public_id=profile.public_id,
        badge=profile.badge or 0,
        age=age_on(born, day) if born else None,
        gender=profile.get_gender_display(),
        introduction=profile.introduction,
        wishes=profile.wishes,
        has_photo=profile.visibility == MatchProfile.Visibility.CARD,
    )


def cards_shown_to(own: MatchProfile) -> list[Card]:
    """Cards in the order of their badges."""
    with acting_as(own.person_id):
        return [card_of(_in_round(each, own.round)) for each in cards_for(own)]


def _in_round(profile: MatchProfile, turn: MatchRound) -> MatchProfile:
    profile.round = turn
    return profile


@dataclass(frozen=True, slots=True)
class Match:
    """互选结果 (a match) as one of the two sees it: a card, the own answer, the contact after both."""

    number: int
    card: Card
    said_yes: bool
    mobile: str
    name: str

    @property
    def is_open(self) -> bool:
        return bool(self.mobile)


def pairs_of(own: MatchProfile) -> list[Match]:
    """Mutual choices of a released round; what the other answered shows only once both said yes."""
    if not own.round.is_released:
        return []
    with acting_as(own.person_id):
        rows = MatchPair.objects.filter(Q(first=own) | Q(second=own), round=own.round_id)
        other = Q(blocker=own) | Q(blocked=own)
        apart = {
            each
            for pair in MatchBlock.objects.filter(other).values_list("blocker", "blocked")
            for each in pair
        }
        found = list(rows.select_related("first__person", "second__person").order_by("pk"))
    return [_match(pair, own) for pair in found if not ({pair.first_id, pair.second_id} - {own.pk}) & apart]


def _match(pair: MatchPair, own: MatchProfile) -> Match:
    is_first = pair.first_id == own.pk
    other: MatchProfile = pair.second if is_first else pair.first
    both = pair.yes_first_at is not None and pair.yes_second_at is not None
    person: Person = other.person
    return Match(
        number=pair.pk,
        card=card_of(_in_round(other, own.round)),
        said_yes=(pair.yes_first_at if is_first else pair.yes_second_at) is not None,
        mobile=person.mobile if both else "",
        name=person.full_name if both else "",
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """人数 (figures) of a round: none before the closing hour, for one more at a time tells who."""

    invited: int
    attended: int
    chose: int | None
    pairs: int | None
    both_yes: int | None


def figures_of(turn: MatchRound) -> Figures:
    """Counted from what is there; the kept numbers once the profiles are gone."""
    if turn.cleared_at is not None:
        return Figures(turn.invited or 0, turn.attended or 0, turn.chose, turn.pairs, turn.both_yes)
    profiles = MatchProfile.objects.filter(round=turn, badge__isnull=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT chose, pairs, both_yes FROM events_match_figures(%s)", [turn.pk])
        told = cursor.fetchone()
    return Figures(profiles.count(), profiles.filter(arrived_at__isnull=False).count(), *told)


def profile_of(person: int | None, turn: MatchRound) -> MatchProfile | None:
    """One's own profile of a round."""
    rows = MatchProfile.objects.filter(round=turn, person=person or 0)
    found: MatchProfile | None = rows.whole().first()
    return found
