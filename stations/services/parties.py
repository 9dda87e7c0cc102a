"""
同住 (parties): begin, say yes or no, and book all at the last yes, or nobody.

The locks are taken in the house's order: the people by their number, the station, the
party. Nobody is booked by somebody else: each stay is handed in by the log-in that
said yes to it. What one is refused for is told to that one alone; the others hear that
not all of them can come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from stations.eligibility import all_met, judge
from stations.errors import BedTaken, NotEligible
from stations.models import Bed, Evidence, Party, PartyMember, Station, Stay
from stations.parties import rooms_for
from stations.party_errors import (
    AlreadyInParty,
    InvitationUsed,
    PartyAlreadyOpen,
    PartyOver,
    PartyRoomTaken,
)
from stations.party_links import digest_of, token_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import after_workdays, at, now
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.notifications.outbox import notify

from .booking import check_shape, facts_of_stay
from .drafts import NOT_YET_SAID
from .holds import let_go_of_own
from .pool import lock_person, lock_station
from .refusals import asking, keeping_refusals
from .taking import WALLS, write_together

JOIN = "stations.join_party"
State = Party.State
# What a member's answers become when they are of no more use.
EMPTY = {"purpose_detail": "", "contact_mobile": "", "arrival_time": None}


@keeping_refusals()
def begin_party(
    *,
    actor: User,
    person: Person,
    station: Station,
    arrival: date,
    departure: date,
    size: int,
    relation: str,
) -> Party:
    """
    发起同住 (begin): a place for each, the first one the beginner's own; nothing is taken yet.

    Raises `PartyRoomTaken`, `PartyAlreadyOpen`, `NotEligible` for what the dates alone tell.
    """
    policy.require(actor, JOIN, person)
    stay = Stay(guest=person, station=station, arrival=arrival, departure=departure)
    check_shape(stay)
    with asking(stay), transaction.atomic():
        lock_person(person.pk)
        if Party.objects.open_of([person.pk]).exists():
            raise PartyAlreadyOpen
        terms = _judge(stay, *NOT_YET_SAID)
        if not rooms_for(station, arrival, departure, size).exists():
            raise PartyRoomTaken
        party = Party.objects.create(
            station=station,
            arrival=arrival,
            departure=departure,
            size=size,
            relation=relation,
            open_until=_open_until(arrival, terms.party_hours, terms.lead_days),
        )
        places = [_place(party, number) for number in range(1, size + 1)]
        places[0].person = person
        PartyMember.objects.bulk_create(places)
    return party


def _open_until(arrival: date, hours: int, lead_days: int) -> datetime:
    """After the policy's hours, and never beyond the last day on which these dates may be asked for."""
    last = at(arrival - timedelta(days=max(lead_days - 1, 0)), time(0))
    return min(now() + timedelta(hours=hours), max(last, now() + timedelta(hours=1)))


def _place(party: Party, number: int) -> PartyMember:
    place = PartyMember(party=party, place=number)
    place.digest = digest_of(token_of(place.seed))
    return place


def _judge(stay: Stay, *except_for: str, has_evidence: bool = True) -> Any:
    """The policy that admits the stay. Raises `NotEligible` with every rule's verdict."""
    facts = facts_of_stay(stay, has_evidence=has_evidence)
    if not all_met(facts, except_for=except_for):
        raise NotEligible(judge(facts, except_for=except_for))
    return facts.policy


@keeping_refusals()
def say_yes(
    *,
    actor: User,
    person: Person,
    place: PartyMember,
    evidence: Sequence[Evidence] = (),
    **answers: Any,
) -> Party:
    """
    同意同住 (say yes) with one's own answers; the last yes books all of them, or nobody.

    A second yes changes nothing. What the own draft holds is let go. Raises `NotEligible` with
    every verdict on the own person, `PartyOver`, `InvitationUsed`, `AlreadyInParty`; where the
    others cannot come, or no room is left, the party that is given back has ended.
    """
    policy.require(actor, JOIN, person)
    let_go_of_own(person.pk)
    while True:
        with explaining(party_member_once_per_party=AlreadyInParty), transaction.atomic():
            party = _locked(place.party, person)
            if party is not None:
                if _answer(actor, party, person, place, evidence, answers):
                    _book_when_all_said_yes(party)
                return party


def _locked(seen: Party, person: Person) -> Party | None:
    """The party behind all its locks; None when somebody has joined meanwhile, whose lock is not held."""
    members = PartyMember.objects.filter(party=seen, person__isnull=False)
    people = {person.pk, *members.values_list("person", flat=True)}
    for number in sorted(people):
        lock_person(number)
    lock_station(seen.station_id)
    party: Party = (
        Party.objects.select_for_update(no_key=True, of=("self",)).select_related("station").get(pk=seen.pk)
    )
    return party if set(members.values_list("person", flat=True)) <= people else None


def _answer(
    actor: User,
    party: Party,
    person: Person,
    seen: PartyMember,
    evidence: Sequence[Evidence],
    answers: dict[str, Any],
) -> bool:
    """Write down the yes; False when it was said before."""
    place = PartyMember.objects.get(pk=seen.pk)
    if place.person_id not in (None, person.pk):
        raise InvitationUsed
    if place.said_yes_at is not None:
        return False
    if not party.is_open_at(now()):
        raise PartyOver
    for name, answer in answers.items():
        setattr(place, name, answer)
    place.person, place.answered_by, place.said_yes_at = person, actor, now()
    stay = _stay_of(party, place)
    check_shape(stay)
    with asking(stay):
        _judge(stay, has_evidence=bool(evidence))
    place.save()
    place.evidence.set(evidence)
    return True


def _stay_of(party: Party, place: PartyMember) -> Stay:
    """What a member asks for, of which nothing is written yet."""
    return Stay(
        guest=place.person,
        booked_by=place.answered_by,
        station=party.station,
        arrival=party.arrival,
        departure=party.departure,
        purpose=place.purpose,
        purpose_detail=place.purpose_detail,
        declared_non_native=place.declared_non_native,
        contact_mobile=place.contact_mobile or (place.person.mobile if place.person else ""),
        arrival_time=place.arrival_time,
        referral_channel=place.referral_channel,
    )


def _book_when_all_said_yes(party: Party) -> None:
    """All or nobody: what one of them cannot have is undone for all, and told without a name."""
    places = list(party.members.in_order().select_related("answered_by", "referral_channel"))
    if not all(place.said_yes_at for place in places):
        return
    try:
        with explaining(**WALLS), transaction.atomic():
            _book(party, places)
    except BedTaken:
        _end(party, Party.EndedFor.NO_ROOM)
    except DomainError:
        _end(party, Party.EndedFor.NOT_ALL)


def _book(party: Party, places: list[PartyMember]) -> None:
    room = rooms_for(party.station, party.arrival, party.departure, party.size).first()
    if room is None:
        raise PartyRoomTaken
    for place, bed in zip(places, Bed.objects.filter(room=room).order_by("pk"), strict=False):
        _book_one(party, place, bed)
    Party.objects.filter(pk=party.pk).update(state=State.BOOKED, closed_at=Now())
    _forget_answers(party)
    party.refresh_from_db()


def _book_one(party: Party, place: PartyMember, bed: Bed) -> None:
    stay = _stay_of(party, place)
    papers = list(place.evidence.values_list("pk", flat=True))
    facts = facts_of_stay(stay, has_evidence=bool(papers))
    if not all_met(facts):
        raise NotEligible(judge(facts))
    stay.policy = facts.policy
    stay.review_due_at = after_workdays(now(), facts.policy.review_hours)
    values = {"bed": bed.pk, "party": party.pk, "evidence": papers, "to_state": "submitted"}
    number = write_together(actor=stay.booked_by, stay=stay, facts=facts, **values)
    notify("stations.stay_submitted", to=stay.guest, about=Stay.objects.get(pk=number))


def decline_party(*, actor: User, person: Person, place: PartyMember) -> Party:
    """
    不同住 (say no), invited or not, while nothing is booked: it is over for all of them.

    Raises `PartyOver`, `InvitationUsed`.
    """
    policy.require(actor, JOIN, person)
    with explaining(), transaction.atomic():
        party: Party = Party.objects.select_for_update(no_key=True).get(pk=place.party_id)
        place = PartyMember.objects.get(pk=place.pk)
        if place.person_id not in (None, person.pk):
            raise InvitationUsed
        if not party.is_open_at(now()):
            raise PartyOver
        _end(party, Party.EndedFor.DECLINED)
    return party


@transaction.atomic
def lapse_party(*, party: Party, at: datetime) -> bool:
    """同住过期 (lapse): not all have said yes in time; False when the last one did so at this moment."""
    over = Party.objects.select_for_update(no_key=True).over_at(at).filter(pk=party.pk).first()
    if over is None:
        return False
    _end(over, Party.EndedFor.LAPSED)
    return True


def lapse_parties(*, at: datetime) -> int:
    """同住到期 (due): parties whose time to say yes is over; how many."""
    return sum(lapse_party(party=party, at=at) for party in Party.objects.over_at(at))


def end_parties_of(people: Iterable[int]) -> None:
    """Whose account is closed comes with nobody. The caller holds the locks of these people."""
    for party in Party.objects.open_of(people):
        PartyMember.objects.filter(party=party, person__in=people).update(**EMPTY)
        _end(party, Party.EndedFor.DECLINED)


def _end(party: Party, why: str) -> None:
    """Everybody concerned is told, and nobody learns of whom it was. The caller holds the party's lock."""
    Party.objects.filter(pk=party.pk, state=State.OPEN).update(
        state=State.ENDED, ended_for=why, closed_at=Now()
    )
    party.refresh_from_db()
    for place in party.members.in_order().filter(person__erased_at=None):
        if place.person is not None:
            notify("stations.party_ended", to=place.person, about=party)
    _forget_answers(party)


def _forget_answers(party: Party) -> None:
    """Booked, the stay has them; ended, nobody needs them."""
    PartyMember.evidence.through._default_manager.filter(partymember__party=party).delete()
    PartyMember.objects.filter(party=party).update(**EMPTY)
