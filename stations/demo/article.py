"""
The state that the article of 2021-06-04 tells: 305 young people served, 32 of them signed.

The article counts 305人次 in one place and 305名 in another; both hold when
every guest came once, so every guest here came once. The stays keep to the
rules of their day: at most two nights until 2021-06-03.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from stations import services
from stations.errors import BedTaken
from stations.models import Placement, Station, Stay
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.services import verify_identity
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.demo import Say

from .after import EMPLOYERS, After, Job
from .backdate import backdate_placement
from .houses import World
from .story import Story, moment_on

TOLD_ON = date(2021, 6, 4)
SERVED, SIGNED = 305, 32  # figures 21/62 and 65 of the article
# The first guests could ask on the opening day and come three days later.
LEAD = 3


def tell_article(world: World, rng: Random, say: Say) -> None:
    """305 stays by 305 people, oldest first, and 32 placements."""
    crowd = iter(Crowd("例", rng, block=100))
    stays = []
    for number, (station, arrival) in zip(range(1, SERVED + 1), _arrivals(world, rng), strict=False):
        guest = register(next(crowd), at=_registered(rng, arrival))
        stays.append(_served(world, rng, guest, station, arrival))
        if number % 100 == 0:
            say(f"2020—2021 年的入住 {number}/{SERVED}")
    jobs = {
        stay.pk: _job(rng, stay, EMPLOYERS[number % len(EMPLOYERS)])
        for number, stay in enumerate(rng.sample(stays, SIGNED))
    }
    After(world, rng, jobs).tell(stays[0].departure, TOLD_ON)
    for stay in stays:
        if stay.pk in jobs:
            _signed(world, stay, *jobs[stay.pk])


def _arrivals(world: World, rng: Random) -> Iterator[tuple[Station, date]]:
    """Where and when: every station at least twice, later days and larger houses more often."""
    stations = list(world.stations.values())
    chosen = [station for station in stations for _ in range(2)]
    chosen += rng.choices(stations, weights=[_weight(s) for s in stations], k=SERVED - len(chosen))
    found = []
    for station in chosen:
        first = station.opened_on + timedelta(days=LEAD)
        last = TOLD_ON - timedelta(days=1)
        days = max((last - first).days, 0)
        found.append((first + timedelta(days=round(days * rng.random() ** 0.8)), station))
    for arrival, station in sorted(found, key=lambda pair: (pair[0], pair[1].code)):
        yield station, arrival


def _weight(station: Station) -> int:
    """How long a station had been open counts, and so do its beds."""
    return ((TOLD_ON - station.opened_on).days + 10) * station.rooms.count()


def _registered(rng: Random, arrival: date) -> datetime:
    return moment_on(rng, arrival - timedelta(days=LEAD + 2), 8, 21)


def _served(world: World, rng: Random, guest: User, station: Station, arrival: date) -> Stay:
    """Booked, approved, checked in with the document seen, checked out."""
    desk = world.desk_of(station)
    nights = rng.choice([1, 2, 2])
    for shift in count():
        day = arrival - timedelta(days=shift)
        try:
            booked_at = moment_on(rng, day - timedelta(days=LEAD + rng.randrange(2)), 9, 21)
            story = Story(rng, guest, station, day, nights, booked_at)
            break
        except BedTaken:  # a full house: one day earlier
            continue
    approved_at = booked_at + timedelta(hours=rng.randrange(2, 20), minutes=rng.randrange(60))
    arrived_at = moment_on(rng, day, 14, 21)
    story.then(services.approve_stay, approved_at, desk)
    with standing_at(arrived_at):
        verify_identity(desk, Person.objects.get(pk=story.stay.guest_id))
    story.then(services.check_in, arrived_at, desk)
    story.then(services.check_out, moment_on(rng, day + timedelta(days=nights), 8, 12), desk)
    return story.told()


def _job(rng: Random, stay: Stay, employer: str) -> Job:
    """Signed some days after the stay, at the latest on the day before the article."""
    last = TOLD_ON - timedelta(days=1)
    return f"{employer}（演示）", min(stay.departure + timedelta(days=rng.randrange(1, 20)), last)


def _signed(world: World, stay: Stay, employer: str, signed_on: date) -> None:
    """What the guest has told is confirmed; who was not asked yet, or was silent, is recorded."""
    moment, city = at(TOLD_ON, time(9)), world.accounts["city_staff"]
    claim = Placement.objects.claimed().filter(stay=stay).select_related("stay__guest").first()
    with standing_at(moment):
        if claim is None:
            claim = services.record_placement(actor=city, stay=stay, employer=employer, signed_on=signed_on)
        else:
            services.confirm_placement(actor=city, placement=claim, reason="已与用人单位核实（演示）")
    backdate_placement(claim, moment)
