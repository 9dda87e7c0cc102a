"""What the clients saw: one line of JSON for every step of every call, the last line of a call counts."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"


@dataclass(slots=True)
class Call:
    """
    One call of one client, under one key however often it was sent.

    ``booking`` is the key under which the stay was booked: how a call about a stay
    is joined to it when no answer ever told its reference. ``unknown``: no answer
    came, or one that says nothing (5xx).
    """

    number: int
    what: str  # book, cancel, accept, dates
    key: str
    booking: str
    arrival: str = ""
    departure: str = ""
    outcome: str = UNKNOWN
    status: int = 0
    reference: str = ""
    state: str = ""
    tries: int = 0
    invoked: float = 0.0
    answered: float = 0.0


class History:
    """Written as it happens, so that a storm that dies leaves what it knew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calls: list[Call] = []
        self._lines = path.open("w", buffering=1)
        self._lock = threading.Lock()

    def new(self, call: Call) -> Call:
        with self._lock:
            call.number = len(self.calls)
            self.calls.append(call)
        self.note(call)
        return call

    def note(self, call: Call) -> None:
        with self._lock:
            self._lines.write(json.dumps(asdict(call)) + "\n")

    def close(self) -> None:
        self._lines.close()


def read(path: Path) -> list[Call]:
    """The calls of a history, each as its last line tells it."""
    calls: dict[int, Call] = {}
    for line in path.read_text().splitlines():
        call = Call(**json.loads(line))
        calls[call.number] = call
    return list(calls.values())
