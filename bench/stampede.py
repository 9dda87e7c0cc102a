"""
stampede: 2,000 people ask at one instant for 200 bed-nights, through the API, with `wait: true`.

Every connection is open before the instant. Nobody is refused: who finds no bed
joins the queue. Afterwards the rows are asked, and one that is wrong fails the
bench: every bed-night given, none twice, one stay for each person, ranks without
gaps in the order in which the server accepted, and nobody waiting who came
before somebody that got a bed of the same gender and night.
"""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, connections

from bench.instant import Answer, posted, rush
from bench.over_http import sessions, web_server
from bench.seeding import consents, crowd
from stations.models import Bed, Evidence, Room, Station, StayNight
from stations.services import place_in_queue
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.core.calendar import today

CODE, MOBILE, MARK = "stampede", "+86138", "stampede-"
PEOPLE, BEDS, NIGHTS = 2000, 50, 4

# Both sides' order is that of the station's lock: the clock is read while it is held.
OVERTAKEN = """
WITH came AS (
    SELECT stay.id, stay.state, stay.arrival, guest.gender,
        coalesce(stay.queued_at, (SELECT min(at) FROM stations_staytransition WHERE stay_id = stay.id)) AS at
    FROM stations_stay AS stay JOIN accounts_person AS guest ON guest.id = stay.guest_id
    WHERE stay.station_id = %(station)s
)
SELECT count(DISTINCT waiting.id) FROM came AS waiting JOIN came AS given USING (gender, arrival)
WHERE waiting.state = 'waiting' AND given.state <> 'waiting' AND waiting.at < given.at
"""


def run(
    *,
    people: int = PEOPLE,
    beds: int = BEDS,
    nights: int = NIGHTS,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    station = seeded(people, beds)
    requests = [*asked(station, people, nights)]
    connections.close_all()
    with web_server(environment) as port:
        answers = asyncio.run(rush(port, requests))
    wrong = verdict(station, answers, beds * nights)
    return {
        "what": f"{people} people ask at one instant for {beds * nights} bed-nights over HTTP, or wait",
        "rows": [_row(answers, wrong)],
        "afterwards": [f"answers: {dict(Counter(_told(each) for each in answers))}"],
    }


def _row(answers: list[Answer], wrong: Mapping[str, int]) -> dict[str, Any]:
    seconds = sorted(answer.seconds for answer in answers)
    return {
        "people": len(answers),
        "median s": statistics.median(seconds),
        "slowest s": seconds[-1],
        "answers/s": len(seconds) / seconds[-1],
        "told to come again": sum(answer.busy for answer in answers),
        **wrong,
        "met": not any(wrong.values()),
    }


def _told(answer: Answer) -> str:
    return str(answer.body.get("state") or answer.body.get("code") or answer.status)


def seeded(people: int, beds: int) -> Station:
    """One house: two fifths of the beds for men, two for women, one fifth for either."""
    crowd(people, mobile=MOBILE, mark=MARK)
    consents(MOBILE)
    area = Area.objects.get(code="370303")
    house = Organisation.objects.create(code=CODE, name=CODE, kind="district", is_reporting=True, area=area)
    station = Station.objects.create(
        code=CODE,
        name=CODE,
        area=area,
        reporting_org=house,
        operator=house,
        opened_on=today() - timedelta(days=1),
    )
    shares = {"male": beds * 2 // 5, "female": beds * 2 // 5}
    shares["flexible"] = beds - sum(shares.values())
    for mode, many in shares.items():
        for first in range(0, many, 4):
            room = Room.objects.create(station=station, name=f"{mode} {first}", gender_mode=mode)
            Bed.objects.bulk_create(Bed(room=room, label=str(n)) for n in range(first, min(first + 4, many)))
    return station


def asked(station: Station, people: int, nights: int) -> list[bytes]:
    """A request of each person, ready to be sent."""
    users = list(User.objects.filter(mobile__startswith=MOBILE).order_by("pk")[:people])
    papers = dict(Evidence.objects.filter(uploaded_by__in=users).values_list("uploaded_by", "public_id"))
    cookies = sessions(users)
    return [
        _request(
            station.code,
            date.today() + timedelta(days=5 + n // 2 % nights),
            papers[user.pk],
            cookies[user.pk],
        )
        for n, user in enumerate(users)
    ]


def _request(code: str, arrival: date, paper: Any, session: str) -> bytes:
    told = {
        "station": code,
        "arrival": arrival.isoformat(),
        "nights": 1,
        "purpose": "job_seeking",
        "evidence": [str(paper)],
        "declared_non_native": True,
        "wait": True,
    }
    return posted("/api/v1/stays/", told, session)


def verdict(station: Station, answers: list[Answer], capacity: int) -> dict[str, int]:
    """What must not be, counted: all 0."""
    slept = list(StayNight.objects.filter(room__station=station).values_list("bed", "date"))
    waiting = [stay for stay in station.stays.select_related("guest") if stay.state == "waiting"]
    with connection.cursor() as cursor:
        cursor.execute(OVERTAKEN, {"station": station.pk})
        overtaken = cursor.fetchone()[0]
    references = {answer.body.get("reference") for answer in answers if answer.status == 201}
    stored = set(station.stays.values_list("reference", flat=True))
    return {
        "not given": capacity - len(slept),
        "given twice": len(slept) - len(set(slept)),
        "refused": sum(answer.status != 201 for answer in answers),
        "lost": len(references - stored),
        "beyond one each": len(stored) - len(answers),
        "rank gaps": _gaps(waiting),
        "overtaken": overtaken,
    }


def _gaps(waiting: list[Any]) -> int:
    """Stays whose place, as their guest is told it, is not their place in the order of coming."""
    seen: Counter[tuple[int, date]] = Counter()
    gaps = 0
    for stay in sorted(waiting, key=lambda stay: (stay.queued_at, stay.pk)):
        seen[stay.guest.gender, stay.arrival] += 1
        gaps += place_in_queue(stay) != seen[stay.guest.gender, stay.arrival]
    return gaps
