"""
signup-rush: 2,300 people ask at one instant for 600 places of a session, 300 by 300, or wait.

Beside them, in turn and through the same API, the same 2,300 send one bare authenticated insert
each. Both sides carry session, CSRF and JSON through the same middleware; the registration adds
idempotency, rules, the counters, the queue and the outbox. Afterwards the rows are asked, and one
that is wrong fails the bench: every place given, none twice, one registration for each person,
and nobody waiting who came before somebody that got a place of the same part.
"""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, connections

from bench.instant import Answer, posted, rush
from bench.over_http import sessions, web_server
from bench.seeding import consents, crowd
from events.models import Event, Quota, Registration, Session
from zibo_youth.accounts.models import Area, Organisation, Person, User
from zibo_youth.core.calendar import now

MOBILE, MARK, CODE = "+86137", "signup-", "signup-rush"
PEOPLE, PLACES, ROUNDS, BAR = 2300, 600, 3, 0.4
HELD = ("registered", "offered")

# Numbers are given while the session's lock is held: their order is the order of coming.
OVERTAKEN = """
SELECT count(DISTINCT waiting.id) FROM events_registration AS waiting
JOIN events_registration AS given ON given.quota_id = waiting.quota_id AND given.id > waiting.id
WHERE waiting.session_id = %s AND waiting.state = 'waiting' AND given.state IN ('registered', 'offered')
"""


def run(
    *,
    people: int = PEOPLE,
    places: int = PLACES,
    rounds: int = ROUNDS,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    crowd(people, mobile=MOBILE, mark=MARK)
    consents(MOBILE)
    users = list(
        User.objects.filter(mobile__startswith=MOBILE).select_related("person").order_by("pk")[:people]
    )
    cookies = sessions(users)
    turns = [_session(places, number) for number in range(rounds)]
    rates, answers, wrong = [], Counter(), Counter()
    connections.close_all()
    with web_server(environment) as port:
        for turn in turns:
            bare = _asked(port, [posted("/bench/one-insert/", {}, cookies[user.pk]) for user in users])
            told = _asked(port, [_request(turn, user, cookies[user.pk]) for user in users])
            rates.append({"one insert": _rate(bare), "registration": _rate(told)})
            answers.update(
                str(each.body.get("state") or each.body.get("code") or each.status) for each in told
            )
            wrong.update(
                verdict(turn, told, places) | {"inserts lost": sum(each.status != 201 for each in bare)}
            )
    return {
        "what": f"{people} people ask at one instant for {places} places over HTTP, beside one insert each",
        "rows": [{"people": people, "places": places, **_row(rates, wrong)}],
        "afterwards": [f"answers: {dict(answers)}", f"ratios: {[_ratio(both) for both in rates]}"],
    }


def _row(rates: list[dict[str, float]], wrong: Mapping[str, int]) -> dict[str, Any]:
    ratio = statistics.median(both["registration"] / both["one insert"] for both in rates)
    return {
        "registrations/s": statistics.median(both["registration"] for both in rates),
        "one insert/s": statistics.median(both["one insert"] for both in rates),
        "ratio": ratio,
        "bar": BAR,
        **wrong,
        "met": ratio >= BAR and not any(wrong.values()),
    }


def _ratio(both: Mapping[str, float]) -> float:
    return round(both["registration"] / both["one insert"], 2)


def _asked(port: int, requests: list[bytes]) -> list[Answer]:
    return asyncio.run(rush(port, requests))


def _rate(answers: list[Answer]) -> float:
    """Answers a second, until the last one."""
    return len(answers) / max(answer.seconds for answer in answers)


def _session(places: int, number: int) -> Session:
    """An evening in two parts, half for women and half for men."""
    area = Area.objects.get(code="370303")
    house, _made = Organisation.objects.get_or_create(
        code=CODE, defaults={"name": CODE, "kind": "district", "is_reporting": True, "area": area}
    )
    event = Event.objects.create(
        kind=Event.Kind.MATCHMAKING,
        title=f"{CODE} {number}",
        summary=CODE,
        organiser=house,
        reporting_org=house,
        contact_phone="0533-0000000",
        state=Event.State.PUBLISHED,
    )
    start = now() + timedelta(days=9)
    turn = Session.objects.create(
        event=event,
        place=CODE,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        opens_at=now() - timedelta(hours=1),
        closes_at=start - timedelta(hours=1),
        cancel_until=start - timedelta(hours=12),
        capacity=places,
    )
    for name, gender in (("女生", Person.Gender.FEMALE), ("男生", Person.Gender.MALE)):
        Quota.objects.create(session=turn, name=name, gender=gender, capacity=places // 2)
    return turn


def _request(turn: Session, user: User, session: str) -> bytes:
    part = next(each for each in turn.quotas.all() if each.gender == user.person.gender)
    told = {"session": str(turn.public_id), "quota": part.pk, "wait": True}
    return posted("/api/v1/events/me/registrations/", told, session)


def verdict(turn: Session, answers: list[Answer], places: int) -> dict[str, int]:
    """What must not be, counted: all 0."""
    rows = list(Registration.objects.filter(session=turn).values_list("person", "state", "public_id"))
    held = sum(state in HELD for _person, state, _number in rows)
    told = {answer.body.get("id") for answer in answers if answer.status == 201}
    with connection.cursor() as cursor:
        cursor.execute(OVERTAKEN, [turn.pk])
        overtaken = cursor.fetchone()[0]
    return {
        "not given": max(places - held, 0),
        "overfull": max(held - places, 0),
        "refused": sum(answer.status != 201 for answer in answers),
        "lost": len(told - {str(number) for _person, _state, number in rows}),
        "beyond one each": len(rows) - len({person for person, _state, _number in rows}),
        "counter apart": abs(Session.objects.get(pk=turn.pk).taken - held),
        "overtaken": overtaken,
    }
