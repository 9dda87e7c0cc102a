"""One storm: a fleet of clients, faults in the order of a seed, healing, and the checker's verdict."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections

from tests.faults import stored
from tests.faults.breaks import FAULTS
from tests.faults.checker import Verdict, check
from tests.faults.city import City, signal_all
from tests.faults.clients import Fleet
from tests.faults.history import Call, History
from zibo_youth.embedded.servers import CLONE

HEAL = 150.0  # seconds until everything must be final or taken up again
PEOPLE = 1000


@dataclass(slots=True)
class Tally:
    """What one fault did to the clients, over all its firings."""

    fired: int = 0
    seconds: float = 0.0
    unanswered: int = 0


@dataclass(slots=True)
class Outcome:
    """One storm: what was called, what was found, and which fault cost how many answers."""

    seed: str
    calls: list[Call]
    verdict: Verdict
    tallies: dict[str, Tally] = field(default_factory=dict)

    @property
    def line(self) -> str:
        outcomes = Counter(call.outcome for call in self.calls)
        again = sum(call.tries > 1 for call in self.calls)
        longest = max((call.answered - call.invoked for call in self.calls), default=0.0)
        return (
            f"{len(self.calls)} calls: {outcomes['ok']} ok, {outcomes['refused']} refused, "
            f"{outcomes['unknown']} unknown; {again} were sent again; the longest took {longest:.1f} s"
        )


def prepare(city: City) -> None:
    """A migrated database: a copy of the one that FAULTS_TEMPLATE names, or made anew."""
    owner = city.environment | {"DATABASE_URL": city.servers.cluster.url("zibo_owner")}
    template = os.environ.get("FAULTS_TEMPLATE")
    if template:
        _copy(city, template)
    else:
        for command in (["migrate", "--verbosity", "0"], ["createcachetable"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=CLONE, env=owner, check=True)


def _copy(city: City, template: str) -> None:
    programs = city.servers.programs.postgres_bin
    dump = subprocess.Popen(
        [str(programs / "pg_dump"), "--no-comments", template], stdout=subprocess.PIPE, cwd="/"
    )
    target = ["-h", str(city.servers.sockets), "-U", "postgres", "-d", "zibo", "-X", "-q"]
    loaded = subprocess.run(
        [str(programs / "psql"), *target, "-o", os.devnull], stdin=dump.stdout, check=False, cwd="/"
    )
    if dump.wait() or loaded.returncode:
        raise SystemExit("faults: the template database could not be copied")


def storm(
    city: City,
    number: int,
    seed: str,
    faults: Iterable[str],
    folder: Path,
    *,
    people: int = PEOPLE,
    pause: float = 1.0,
) -> Outcome:
    """Let the fleet book while one fault after the other is fired; then heal, wait, and check."""
    city.all_well()
    station, crowd = stored.house(number), stored.people(number, people)
    connections.close_all()
    history = History(folder / f"history-{number}.jsonl")
    fleet = Fleet(city.port, station.code, crowd, history, seed)
    fleet.start()
    chance, tallies = random.Random(seed), {name: Tally() for name in FAULTS}
    time.sleep(pause)
    for name in faults:
        fire(city, name, chance, fleet, tallies[name], pause)
    heal(city, fleet)
    history.close()
    verdict = check(history.calls, stored.stored(station))
    connections.close_all()
    return Outcome(seed, history.calls, verdict, tallies)


def fire(city: City, name: str, chance: random.Random, fleet: Fleet, tally: Tally, pause: float) -> None:
    """One fault, and a breath after it in which its answers fail to come."""
    began, before = time.monotonic(), len(fleet.unanswered)
    print(f"  {time.strftime('%H:%M:%S')} {name}", flush=True)
    FAULTS[name](city, chance)
    time.sleep(chance.uniform(0.3, 1.0) * pause)
    tally.fired += 1
    tally.seconds += time.monotonic() - began
    tally.unanswered += len(fleet.unanswered) - before


def heal(city: City, fleet: Fleet) -> None:
    """Everything runs again, every call is answered, and what was to be told has been told."""
    city.all_well()
    fleet.finish(HEAL)
    well = time.monotonic()
    stored.end_leases()
    while time.monotonic() - well < HEAL:
        if stored.is_quiet(time.monotonic() - well):
            return
        time.sleep(0.5)
        for name in city.processes_up():
            print(f"  {time.strftime('%H:%M:%S')} {name} had ended and was started again", flush=True)
        if time.monotonic() - well > 10:
            stored.end_leases()


def careless(city: City, number: int, seed: str, folder: Path) -> Outcome:
    """
    Negative control: a server that answers before its commit is safe loses what it acknowledged.

    The commit no longer waits for the log of transactions, and the postmaster is
    killed before the log is written: the checker has to find the loss.
    """
    city.all_well()
    station, crowd = stored.house(number), stored.people(number, 300)
    for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"):
        city.servers.cluster.sql("-c", f"ALTER SYSTEM SET {setting}")
    city.servers.cluster.sql("-c", "CHECKPOINT", "-c", "SELECT pg_reload_conf()")
    connections.close_all()
    history = History(folder / f"history-{number}.jsonl")
    fleet = Fleet(city.port, station.code, crowd, history, seed)
    fleet.start()
    time.sleep(4)
    signal_all(city.postgres()[:1], 9)
    heal(city, fleet)
    history.close()
    return Outcome(seed, history.calls, check(history.calls, stored.stored(station)))
