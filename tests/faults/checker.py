"""
The checker: a history of calls against what is stored. Pure, so that hand-made histories can try it.

Lost: acknowledged and not there. Phantom: there, and nobody asked for it, or the
asker was refused. Duplicate: one key, or one occasion, with two effects. Stuck:
neither final nor taken up again once everything was well for a while.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.faults.history import OK, REFUSED, UNKNOWN, Call

GIVEN_UP = {"withdrawn", "cancelled"}
QUEUED = {"waiting", "offered"}
# What a guest is told when a stay arrives in a state.
TOLD = {
    "submitted": "stations.stay_submitted",
    "waiting": "stations.stay_waiting",
    "offered": "stations.bed_offered",
}
DATES_CHANGED = "dates_changed"
TURNED_AWAY = (401, 403, 404)  # everybody in a storm is signed in, and acts on the own stay


@dataclass(slots=True)
class StoredStay:
    """One stay as the database has it; ``moves`` are its transitions, ``told`` the kinds of its notices."""

    key: str
    reference: str
    state: str
    arrival: str
    departure: str
    moves: list[tuple[str, str, str]] = field(default_factory=list)  # from, to, reason
    told: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stored:
    """Everything that is asked after the storm."""

    stays: list[StoredStay] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)  # keys of the occasions
    deliveries: list[tuple[int, str]] = field(default_factory=list)  # notice and channel
    texts: list[str] = field(default_factory=list)  # the provider's keys
    open_rows: list[str] = field(default_factory=list)  # what still waits, in words
    broken: Mapping[str, int] = field(default_factory=dict)  # invariants


@dataclass(slots=True)
class Verdict:
    """Each finding in words, under its kind. Clean: none of any kind."""

    lost: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    duplicate: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(getattr(self, kind)) for kind in self.__slots__}

    @property
    def is_clean(self) -> bool:
        return not any(self.counts.values())


def check(calls: Iterable[Call], stored: Stored) -> Verdict:
    verdict = Verdict()
    by_booking: dict[str, list[Call]] = {}
    for call in calls:
        by_booking.setdefault(call.booking, []).append(call)
        if call.outcome == UNKNOWN:
            verdict.stuck.append(f"{call.what} {call.key} never got an answer")
        if call.status in TURNED_AWAY:
            verdict.lost.append(f"{call.what} {call.key} was turned away as a stranger's ({call.status})")
    stays: dict[str, list[StoredStay]] = {}
    for stay in stored.stays:
        stays.setdefault(stay.key, []).append(stay)
    for key in by_booking.keys() | stays.keys():
        _check_booking(key, by_booking.get(key, []), stays.get(key, []), verdict)
    _check_messages(stored, verdict)
    verdict.stuck += stored.open_rows
    verdict.broken += [f"{name}: {count}" for name, count in stored.broken.items() if count]
    return verdict


def _check_booking(key: str, calls: list[Call], rows: list[StoredStay], verdict: Verdict) -> None:
    booked = next((call for call in calls if call.what == "book"), None)
    if len(rows) > 1:
        verdict.duplicate.append(f"booking {key} has {len(rows)} stays")
    if not rows and booked and booked.outcome == OK:
        verdict.lost.append(f"booking {key} was acknowledged as {booked.reference} and is not there")
    if rows and (booked is None or booked.outcome == REFUSED):
        verdict.phantom.append(f"stay {rows[0].reference} is there, and nobody was promised it")
    if len(rows) == 1 and booked and booked.outcome != REFUSED:
        _check_stay(booked, [call for call in calls if call.what != "book"], rows[0], verdict)


def _check_stay(booked: Call, moves: list[Call], stay: StoredStay, verdict: Verdict) -> None:
    if booked.outcome == OK and booked.reference != stay.reference:
        verdict.lost.append(f"booking {stay.key} was told {booked.reference}, stored is {stay.reference}")
    _check_state(booked, moves, stay, verdict)
    _check_dates(booked, moves, stay, verdict)
    _check_repeats(moves, stay, verdict)
    for _before, state, reason in stay.moves:
        if reason != DATES_CHANGED and state in TOLD and TOLD[state] not in stay.told:
            verdict.lost.append(f"stay {stay.reference} became {state} and its guest was never to be told")


def _check_state(booked: Call, moves: list[Call], stay: StoredStay, verdict: Verdict) -> None:
    cancel, accept = _outcomes(moves, "cancel"), _outcomes(moves, "accept")
    given_up, queued = stay.state in GIVEN_UP, stay.state in QUEUED
    if OK in cancel and not given_up:
        verdict.lost.append(f"cancelling {stay.reference} was acknowledged, and it is {stay.state}")
    if given_up and not {OK, UNKNOWN} & cancel:
        verdict.phantom.append(f"stay {stay.reference} is {stay.state}, and nobody gave it up")
    if OK in accept and queued:
        verdict.lost.append(f"accepting {stay.reference} was acknowledged, and it is {stay.state}")
    if booked.state == "submitted" and queued:
        verdict.lost.append(f"stay {stay.reference} had a bed, and is {stay.state}")
    if booked.state in QUEUED and stay.state == "submitted" and not {OK, UNKNOWN} & accept:
        verdict.phantom.append(f"offer {stay.reference} was taken, and nobody took it")
    if stay.state not in GIVEN_UP | QUEUED | {"submitted"}:
        verdict.phantom.append(f"stay {stay.reference} is {stay.state}, which nobody can have made it")


def _check_dates(booked: Call, moves: list[Call], stay: StoredStay, verdict: Verdict) -> None:
    possible = {(booked.arrival, booked.departure)}
    for call in moves:
        if call.what == "dates" and call.outcome != REFUSED:
            asked = {(call.arrival, call.departure)}
            possible = asked if call.outcome == OK else possible | asked
    if (stay.arrival, stay.departure) not in possible:
        verdict.lost.append(f"stay {stay.reference} lies on {stay.arrival}–{stay.departure}, not {possible}")


def _check_repeats(moves: list[Call], stay: StoredStay, verdict: Verdict) -> None:
    arrivals = Counter(state for _before, state, reason in stay.moves if reason != DATES_CHANGED)
    for state, times in arrivals.items():
        if times > 1:
            verdict.duplicate.append(f"stay {stay.reference} became {state} {times} times")
    changed = sum(reason == DATES_CHANGED for _before, _state, reason in stay.moves)
    asked = sum(call.what == "dates" and call.outcome != REFUSED for call in moves)
    if changed > asked:
        verdict.duplicate.append(f"dates of {stay.reference} were changed {changed} times, asked {asked}")


def _check_messages(stored: Stored, verdict: Verdict) -> None:
    for name, rows in (
        ("notice", stored.notices),
        ("delivery", stored.deliveries),
        ("text message", stored.texts),
    ):
        twice = [row for row, times in Counter(rows).items() if times > 1]
        verdict.duplicate += [f"{name} {row} is there twice" for row in twice]


def _outcomes(moves: list[Call], what: str) -> set[str]:
    return {call.outcome for call in moves if call.what == what}
