"""The fleet: people who book, wait, accept, change their dates and give up, and write down every answer."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any

from bench.over_http import headers
from tests.faults.history import OK, REFUSED, UNKNOWN, Call, History
from zibo_youth.core.calendar import today

STAYS = "/api/v1/stays/"
PATIENCE = 8.0  # seconds for one answer; then it is sent again under the same key
PAUSES = (0.1, 0.6)


@dataclass(frozen=True, slots=True)
class Guest:
    """What the browser of one person would hold."""

    session: str
    evidence: str


@dataclass(slots=True)
class Fleet:
    """Clients are threads; each has guests of its own, until the storm is over."""

    port: int
    station: str
    guests: list[Guest]
    history: History
    seed: str
    clients: int = 8
    over: threading.Event = field(default_factory=threading.Event)  # begin nothing new
    abandoned: threading.Event = field(default_factory=threading.Event)  # wait for no answer any more
    threads: list[threading.Thread] = field(default_factory=list)
    unanswered: list[float] = field(default_factory=list)  # moments of tries that got no answer

    def start(self) -> None:
        for number in range(self.clients):
            thread = threading.Thread(target=self._client, args=(number,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def finish(self, seconds: float) -> None:
        """Let every call that is under way be sent until it is answered."""
        self.over.set()
        deadline = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(deadline - time.monotonic(), 0))
        self.abandoned.set()
        for thread in self.threads:
            thread.join(PATIENCE * 2)

    def _client(self, number: int) -> None:
        """Somebody new books, or somebody who has booked before comes back."""
        chance = random.Random(f"{self.seed} client {number}")
        strangers, known = iter(self.guests[number :: self.clients]), list[Life]()
        while not self.over.is_set():
            if known and chance.random() < 0.6:
                life = chance.choice(known)
                if not life.goes_on():
                    known.remove(life)
            elif (guest := next(strangers, None)) and (life := Life(self, guest, chance)).begins():
                known.append(life)
            time.sleep(chance.uniform(0, 0.1))


@dataclass(slots=True, eq=False)
class Life:
    """One guest's stay, from the booking to whatever becomes of it."""

    fleet: Fleet
    guest: Guest
    chance: random.Random
    booked: Call | None = None

    def begins(self) -> bool:
        """Whether there is a stay, or a place in the queue."""
        self.booked = self._book()
        return self.booked.outcome == OK

    def goes_on(self) -> bool:
        """One more act on the stay; False when nothing more can come of it."""
        assert self.booked is not None
        state = self._state_of(self.booked.reference)
        acts = {
            "": [""],
            "offered": ["accept", "accept", "cancel"],
            "submitted": ["dates", "cancel", ""],
            "waiting": ["cancel", "", "", ""],
        }
        act = self.chance.choice(acts.get(state, ["end"]))
        if act not in ("", "end"):
            self._move(self.booked, act)
        return act not in ("cancel", "end")

    def _book(self) -> Call:
        arrival = today() + timedelta(days=self.chance.randint(5, 8))
        nights = self.chance.randint(1, 3)
        key = self._key("book")
        asked = {
            "station": self.fleet.station,
            "arrival": arrival.isoformat(),
            "nights": nights,
            "purpose": "job_seeking",
            "purpose_detail": key,  # how the checker finds the stay of a key
            "evidence": [self.guest.evidence],
            "declared_non_native": True,
            "wait": True,
        }
        return self._send(self._call("book", key, key, arrival, nights), STAYS, asked)

    def _move(self, booked: Call, act: str) -> None:
        path = f"{STAYS}{booked.reference}/{act}/"
        if act == "dates":
            arrival, nights = today() + timedelta(days=self.chance.randint(5, 8)), self.chance.randint(1, 2)
            call = self._call(act, self._key(act), booked.booking, arrival, nights)
            self._send(call, path, {"arrival": arrival.isoformat(), "nights": nights})
        else:
            self._send(self._call(act, self._key(act), booked.booking), path, None)

    def _key(self, what: str) -> str:
        return f"{what}-{self.chance.getrandbits(64):016x}"

    def _call(self, what: str, key: str, booking: str, arrival: date | None = None, nights: int = 0) -> Call:
        call = Call(0, what, key, booking, invoked=time.time())
        if arrival:
            call.arrival = arrival.isoformat()
            call.departure = (arrival + timedelta(days=nights)).isoformat()
        return self.fleet.history.new(call)

    def _send(self, call: Call, path: str, asked: Mapping[str, Any] | None) -> Call:
        """Until an answer says what became of it: the same call, under the same key."""
        while call.outcome == UNKNOWN and not self.fleet.abandoned.is_set():
            call.tries += 1
            call.status, answer = self._ask("POST", path, asked, call.key)
            if 200 <= call.status < 300:
                call.outcome, call.reference = OK, answer.get("reference", "")
                call.state = answer.get("state", "")
            elif 400 <= call.status < 500:
                call.outcome, call.state = REFUSED, answer.get("code", "")
            else:
                self.fleet.unanswered.append(time.monotonic())
                time.sleep(self.chance.uniform(*PAUSES))
            call.answered = time.time()
            self.fleet.history.note(call)
        return call

    def _state_of(self, reference: str) -> str:
        status, answer = self._ask("GET", f"{STAYS}{reference}/", None, "")
        return str(answer.get("state", "")) if status == 200 else ""

    def _ask(
        self, method: str, path: str, asked: Mapping[str, Any] | None, key: str
    ) -> tuple[int, dict[str, Any]]:
        """The status, 0 where no whole answer came, and the answer."""
        wire = HTTPConnection("127.0.0.1", self.fleet.port, timeout=PATIENCE)
        told = (
            headers(self.guest.session) | {"Connection": "close"} | ({"Idempotency-Key": key} if key else {})
        )
        try:
            wire.request(method, path, json.dumps(asked) if asked is not None else None, told)
            answer = wire.getresponse()
            body = answer.read()
            return answer.status, json.loads(body) if answer.status < 500 else {}
        except (OSError, HTTPException, ValueError):
            return 0, {}
        finally:
            wire.close()
