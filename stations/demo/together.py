"""A room for couples and families: one couple stays in it, and another has sent an invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stations import services
from stations.models import Party, PartyMember, Room, Station, Stay
from zibo_youth.accounts.demo.people import register
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.services import verify_identity
from zibo_youth.core.calendar import now, standing_at

from .backdate import backdate_party, backdate_stay
from .story import evidence_of, moment_on, person_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from .lately import Lately

HOUSE, ROOM, BEDS = "zd-03", "305", ("一床", "二床")
GENDERS = (Person.Gender.MALE, Person.Gender.FEMALE)


def tell_together(lately: Lately) -> None:
    """The house has such a room; two sleep in it tonight, and two want it in ten days."""
    world, station = lately.world, lately.world.stations[HOUSE]
    services.add_room(
        actor=world.accounts["city_staff"],
        station=station,
        name=ROOM,
        gender_mode=Room.GenderMode.PARTY,
        beds=list(BEDS),
        floor=3,
    )
    _staying(lately)
    first, _second = _pair(lately)
    _say_yes(first, _begin(station, first, lately.day(10)), 1)


def _pair(lately: Lately) -> list[User]:
    known_since = now() - timedelta(days=40)
    return [register(lately.crowd.invent(gender=gender), at=known_since) for gender in GENDERS]


def _begin(station: Station, first: User, arrival: date) -> Party:
    return services.begin_party(
        actor=first,
        person=person_of(first),
        station=station,
        arrival=arrival,
        departure=arrival + timedelta(days=3),
        size=len(BEDS),
        relation=Party.Relation.COUPLE,
    )


def _say_yes(user: User, party: Party, number: int) -> None:
    services.say_yes(
        actor=user,
        person=person_of(user),
        place=PartyMember.objects.select_related("party").get(party=party, place=number),
        evidence=[evidence_of(user, "interview_notice")],
        purpose=Stay.Purpose.JOB_SEEKING,
        purpose_detail="示例机械公司 结构工程师面试",
        declared_non_native=True,
        contact_mobile=user.mobile,
    )


def _staying(lately: Lately) -> None:
    asked_at, arrival = moment_on(lately.rng, lately.day(-7), 9, 20), lately.day(-1)
    pair = _pair(lately)
    with standing_at(asked_at):
        party = _begin(lately.world.stations[HOUSE], pair[0], arrival)
        for number, user in enumerate(pair, 1):
            _say_yes(user, party, number)
    backdate_party(party, asked_at)
    for stay in Stay.objects.filter(party_places__party=party).order_by("party_places__place"):
        _moved_in(lately, stay, asked_at)


def _moved_in(lately: Lately, stay: Stay, asked_at: datetime) -> None:
    desk, steps = lately.world.desk_of(stay.station), [(Stay.State.SUBMITTED.value, asked_at)]
    decided_at, came_at = asked_at + timedelta(hours=8), moment_on(lately.rng, stay.arrival, 14, 21)
    with standing_at(decided_at):
        services.approve_stay(actor=desk, stay=stay)
    with standing_at(came_at):
        verify_identity(desk, Person.objects.get(pk=stay.guest_id))
        services.check_in(actor=desk, stay=stay)
    steps += [(Stay.State.APPROVED.value, decided_at), (Stay.State.CHECKED_IN.value, came_at)]
    backdate_stay(stay, steps)
