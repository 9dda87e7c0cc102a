"""
``make faults``: storms of bookings while servers are killed, frozen, restarted and filled up.

``FAULTS_ROUNDS`` storms, each with every fault once in an order of ``FAULTS_SEED``;
then the control. The table says how often each was fired and what the checker found.
"""

from __future__ import annotations

import os
import random
import secrets
import signal
import sys
import time
from pathlib import Path

from zibo_youth.embedded.servers import CLONE

ROUNDS = 20
# For `make test`: one of each kind, those that are over soonest.
SHORT = [
    "Celery worker kill -9",
    "web worker kill -9",
    "Redis lost, comes back empty",
    "beat kill -9",
    "PostgreSQL backend ended",
    "web worker frozen",
    "PostgreSQL kill -9",
    "Redis frozen",
    "disk full",
]


def main(arguments: list[str]) -> int:
    is_short = arguments == ["--short"]
    rounds = 1 if is_short else int(os.environ.get("FAULTS_ROUNDS") or ROUNDS)
    seed = os.environ.get("FAULTS_SEED") or secrets.token_hex(4)
    print(f"faults: FAULTS_SEED={seed} FAULTS_ROUNDS={rounds}", flush=True)
    folder = CLONE / "var" / "faults"
    folder.mkdir(parents=True, exist_ok=True)

    from tests.faults.city import city

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing of it is left running
    with city() as own:
        os.environ.update(own.environment)
        return _run(own, rounds, seed, folder, is_short=is_short)


def _run(own, rounds: int, seed: str, folder: Path, *, is_short: bool) -> int:
    import django

    django.setup()
    from tests.faults.storm import careless, prepare

    prepare(own)
    outcomes: list = []
    try:
        _storms(own, rounds, seed, folder, outcomes, is_short=is_short)
    finally:  # what is known is told, also when a later storm breaks off
        if outcomes and not is_short:
            table(outcomes)
    print("control: the commit no longer waits for the log, and the postmaster is killed", flush=True)
    control = careless(own, rounds, f"{seed} control", folder)
    print(f"  {control.line}\n  {_counts(control)}", flush=True)
    is_clean = all(outcome.verdict.is_clean for outcome in outcomes)
    is_seen = bool(control.verdict.lost)
    print(f"faults: {'clean' if is_clean else 'NOT CLEAN'}; control {'seen' if is_seen else 'NOT SEEN'}")
    return 0 if is_clean and is_seen else 1


def _storms(own, rounds: int, seed: str, folder: Path, outcomes: list, *, is_short: bool) -> None:
    from tests.faults.breaks import FAULTS
    from tests.faults.storm import storm

    possible = [name for name in (SHORT if is_short else FAULTS) if name != "disk full" or own.has_own_disk]
    if not own.has_own_disk:
        print("faults: no file system may be mounted here (only root may): the disk is not filled up")
    for number in range(rounds):
        order = random.Random(f"{seed} {number}").sample(possible, len(possible))
        print(f"storm {number + 1} of {rounds}", flush=True)
        outcome = storm(own, number, f"{seed} {number}", order, folder, pause=0.5 if is_short else 1.0)
        print(f"  {outcome.line}\n  {_counts(outcome)}", flush=True)
        _show(outcome)
        outcomes.append(outcome)


def _counts(outcome) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in outcome.verdict.counts.items())


def _show(outcome) -> None:
    for kind in outcome.verdict.counts:
        for finding in getattr(outcome.verdict, kind)[:10]:
            print(f"    {kind}: {finding}", flush=True)


def table(outcomes) -> None:
    """Each fault over all storms; the verdicts are those of the storms it was part of."""
    print(f"\n{'fault':<30} fired  clean storms  seconds each  tries without an answer")
    for name in outcomes[0].tallies:
        told = [outcome.tallies[name] for outcome in outcomes]
        fired = sum(tally.fired for tally in told)
        if not fired:
            continue
        clean = sum(outcome.verdict.is_clean and bool(outcome.tallies[name].fired) for outcome in outcomes)
        seconds = sum(tally.seconds for tally in told) / fired
        unanswered = sum(tally.unanswered for tally in told)
        print(f"{name:<30} {fired:>5}  {clean:>12}  {seconds:>12.1f}  {unanswered:>23}")
    kinds = outcomes[0].verdict.counts
    found = {kind: sum(outcome.verdict.counts[kind] for outcome in outcomes) for kind in kinds}
    calls = [call for outcome in outcomes for call in outcome.calls]
    acknowledged = sum(call.outcome == "ok" for call in calls)
    print(
        f"\n{len(calls)} calls, {acknowledged} acknowledged, {sum(call.tries > 1 for call in calls)} sent again"
    )
    print(", ".join(f"{kind} {count}" for kind, count in found.items()), flush=True)


if __name__ == "__main__":
    began = time.monotonic()
    code = main(sys.argv[1:])
    print(f"faults: {time.monotonic() - began:.0f} s")
    sys.exit(code)
