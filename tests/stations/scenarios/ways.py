"""
Ways through which somebody may act, each over HTTP: a guest's page, a machine's call, the desk, the admin.

A scenario (reference/booking.md §8) is told once and walked through every way
that there is for it. What came of it is the same kind of answer for all.
"""

from __future__ import annotations

import itertools
import json
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from stations import services
from stations.models import Station, Stay
from tests import people
from tests.houses import paper, soon
from tests.stations import places
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services import create_token

_serial = itertools.count(1)
AGREED = {"house_rules": "on", "lodging_consent": "on"}
LIST = "admin:stations_stay_changelist"


@dataclass(frozen=True)
class Told:
    """
    What came of it: whether it was done, what was said, and the whole answer.

    In a race only what was said is one's own: Django's test client gives each
    answer the contexts of all templates that any thread draws meanwhile.
    """

    done: bool
    said: str
    answer: Any


class Guest:
    """A young person; the way in is a subclass's."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.paper = paper(user)  # uploaded before

    def stay(self) -> Stay:
        """The latest request of this person."""
        return Stay.objects.filter(guest=self.user.person).latest("pk")


class OnPages(Guest):
    """By the pages, from the first to the last; a browser that never raises."""

    name = "page"

    def __init__(self, user: User) -> None:
        super().__init__(user)
        self.client = people.signed_in(user, raise_request_exception=False)

    def prepare(self, station: Station, arrival: date | None = None, nights: int = 2) -> None:
        """Everything up to the page of answers to check."""
        arrival = arrival or soon()
        dates = {"station": station.code, "arrival": arrival.isoformat(), "nights": str(nights)}
        self.post("stay_dates", **dates)
        self.post("stay_room", room_wish="any")
        evidence = {"evidence_kind": "interview_notice", "evidence": places.picture()}
        self.post(
            "stay_purpose",
            purpose="job_seeking",
            purpose_detail="机械厂面试",
            declared_non_native="on",
            **evidence,
        )
        contact = {
            "contact_mobile": "13900001234",
            "emergency_contact": "陈大山",
            "emergency_mobile": "13900005678",
        }
        self.post("stay_contact", **contact)

    def draft_at_once(self, station: Station, arrival: date | None = None, nights: int = 2) -> None:
        """The draft alone, for a race or for days that the first page would refuse already."""
        arrival = arrival or soon()
        services.save_draft(
            actor=self.user,
            guest=self.user.person,
            station=station,
            arrival=arrival,
            departure=arrival + timedelta(days=nights),
            purpose="job_seeking",
            purpose_detail="机械厂面试",
            declared_non_native=True,
            contact_mobile=self.user.mobile,
            evidence=[self.paper],
        )

    def hand_in(self, *, wait: bool = False) -> Told:
        answer = self.post("stay_check", **AGREED, **({"wait": "1"} if wait else {}))
        return Told(answer.status_code == 302, answer.content.decode(), answer)

    def ask(
        self, station: Station, arrival: date | None = None, nights: int = 2, *, wait: bool = False
    ) -> Told:
        self.draft_at_once(station, arrival, nights)
        return self.hand_in(wait=wait)

    def give_up(self, stay: Stay) -> Told:
        return self._done(stay, "stay_cancel", reason="plans_changed")

    def accept(self, stay: Stay) -> Told:
        return self._done(stay, "stay_accept")

    def move(self, stay: Stay, arrival: date, nights: int) -> Told:
        departure = arrival + timedelta(days=nights)
        return self._done(stay, "stay_redate", arrival=arrival.isoformat(), departure=departure.isoformat())

    def _done(self, stay: Stay, page: str, **said: str) -> Told:
        before = _standing(stay)
        answer = self.client.post(reverse(page, args=[stay.reference]), said | _key(), follow=True)
        return Told(_standing(stay) != before, answer.content.decode(), answer)

    def post(self, page: str, **said: Any) -> Any:
        return self.client.post(reverse(page), said | _key())


class ByCalls(Guest):
    """By the API, with a token."""

    name = "API"

    def __init__(self, user: User) -> None:
        super().__init__(user)
        token = create_token(user, "scenario")[1]
        self.client = Client(raise_request_exception=False, headers={"authorization": f"Token {token}"})

    def prepare(self, station: Station, arrival: date | None = None, nights: int = 2) -> None:
        """Look whether there is a bed, as a careful machine does first."""
        arrival = arrival or soon()
        span = {"from": arrival.isoformat(), "to": (arrival + timedelta(days=nights)).isoformat()}
        looked = self.client.get(f"/api/v1/stations/{station.code}/availability/", span)
        assert looked.status_code == 200, looked.content
        self.wanted = (station, arrival, nights)

    def hand_in(self, *, wait: bool = False) -> Told:
        return self.ask(*self.wanted, wait=wait)

    def ask(
        self, station: Station, arrival: date | None = None, nights: int = 2, *, wait: bool = False
    ) -> Told:
        asked = {
            "station": station.code,
            "arrival": (arrival or soon()).isoformat(),
            "nights": nights,
            "purpose": "job_seeking",
            "evidence": [str(self.paper.public_id)],
            "declared_non_native": True,
            "wait": wait,
        }
        return self._call("/api/v1/stays/", asked)

    def give_up(self, stay: Stay) -> Told:
        return self._call(f"/api/v1/stays/{stay.reference}/cancel/", {})

    def accept(self, stay: Stay) -> Told:
        return self._call(f"/api/v1/stays/{stay.reference}/accept/", {})

    def answer(self, stay: Stay, **said: Any) -> Told:
        return self._call(f"/api/v1/stays/{stay.reference}/answer/", said)

    def move(self, stay: Stay, arrival: date, nights: int) -> Told:
        asked = {"arrival": arrival.isoformat(), "nights": nights}
        return self._call(f"/api/v1/stays/{stay.reference}/dates/", asked)

    def _call(self, address: str, asked: dict[str, Any]) -> Told:
        answer = self.client.post(
            address,
            json.dumps(asked),
            content_type="application/json",
            headers={"idempotency-key": f"scenario-{next(_serial):08d}"},
        )
        return Told(answer.status_code in (200, 201), answer.content.decode(), answer)


GUESTS = (OnPages, ByCalls)


class Staff:
    """A member of staff at a desk and in the admin."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = people.signed_in(user, raise_request_exception=False)

    def at_desk(self, act: str, stay: Stay, **said: str) -> Told:
        before = _standing(stay)
        answer = self.client.post(reverse("desk_act", args=[stay.reference, act]), said | _key(), follow=True)
        return Told(_standing(stay) != before, answer.content.decode(), answer)

    def in_admin(self, action: str, stay: Stay, **said: str) -> Told:
        before = _standing(stay)
        asked = {"action": action, "_selected_action": stay.pk, "answered": "yes"} | said
        answer = self.client.post(reverse(LIST), asked, follow=True)
        return Told(_standing(stay) != before, answer.content.decode(), answer)

    def by_phone(self, caller: User, station: Station, arrival: date | None = None, nights: int = 2) -> Told:
        """Book for somebody on the telephone, whose document is known here already."""
        person = caller.person
        asked = {
            "full_name": person.full_name,
            "id_type": "id_card",
            "id_number": person.id_number,
            "mobile": "15400000001",
            "station": station.code,
            "arrival": (arrival or soon()).isoformat(),
            "nights": str(nights),
            "purpose": "job_seeking",
            "purpose_detail": "机械厂面试",
            "declared_non_native": "on",
            "room_wish": "any",
            "consent": "on",
        }
        answer = self.client.post(reverse("desk_by_phone"), asked | _key())
        return Told(answer.status_code == 302, answer.content.decode(), answer)


class OnTheTelephone(Guest):
    """By telephone: the desk books; only the booking is theirs."""

    name = "desk"

    def ask(self, station: Station, arrival: date | None = None, nights: int = 2) -> Told:
        return Staff(people.operator(station.operator)).by_phone(self.user, station, arrival, nights)


WAYS_TO_BOOK = (*GUESTS, OnTheTelephone)


def _standing(stay: Stay) -> tuple[Any, ...]:
    return Stay.objects.values_list("state", "arrival", "departure").get(pk=stay.pk)


def _key() -> dict[str, str]:
    return {"one_time_key": uuid.uuid4().hex}
