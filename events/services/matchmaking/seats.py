"""排座 (the plan of tables): from the badges and the round's seed, and from nothing that anybody chose."""

from __future__ import annotations

from django.db import transaction

from events import seating
from events.match_errors import NobodyToSeat
from events.models import MatchProfile, MatchRound
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import Actor

from .locks import lock_round
from .rounds import MANAGE

GROUPS = {Person.Gender.FEMALE: seating.WOMEN, Person.Gender.MALE: seating.MEN}


@transaction.atomic
def plan_seats(*, actor: Actor, turn: MatchRound) -> MatchRound:
    """
    排座 (seat) those who have arrived, or everybody admitted while no arrival is told; made anew each time.

    Raises `NobodyToSeat`.
    """
    policy.require(actor, MANAGE, turn)
    held = lock_round(turn.pk)
    rows = MatchProfile.objects.filter(round=held).admitted()
    here = rows.filter(arrived_at__isnull=False)
    people = [(each.badge, _group(held, each)) for each in (here if here.exists() else rows)]
    if len(people) < 2:
        raise NobodyToSeat
    listing = seating.listing_of(people)
    plan = seating.seated(listing, held.seed, rounds=held.table_rounds, seats=held.table_seats)
    tables = {str(badge): told for badge, told in sorted(seating.tables_by_badge(plan).items())}
    MatchRound.objects.filter(pk=held.pk).update(seating_list=listing, seating=tables)
    held.refresh_from_db()
    return held


def _group(held: MatchRound, profile: MatchProfile) -> str:
    """Women and men are mixed at each table where they choose each other."""
    return (
        GROUPS[Person.Gender(profile.gender)] if held.pairing == held.Pairing.OPPOSITE else seating.EVERYBODY
    )
