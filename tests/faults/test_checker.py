"""The checker on histories made by hand: a clean one is clean, and each wrong is found, under its own name."""

import pytest

from tests.faults.checker import Stored, StoredStay, check
from tests.faults.history import OK, REFUSED, UNKNOWN, Call, History, read

FIRST, THEN = ("2027-01-05", "2027-01-06"), ("2027-01-07", "2027-01-08")
SUBMITTED, WAITED = ("", "submitted", ""), ("", "waiting", "")
OFFERED, TAKEN = ("waiting", "offered", ""), ("offered", "submitted", "")
MOVED, GONE = ("submitted", "submitted", "dates_changed"), ("submitted", "withdrawn", "")
TOLD = ["stations.stay_submitted"]


def call(what, outcome=OK, dates=("", ""), key="", **values):
    return Call(0, what, key or what, "b1", *dates, outcome=outcome, **values)


def booked(outcome=OK, state="submitted", reference="R1"):
    return call("book", outcome, FIRST, key="b1", state=state, reference=reference)


def stay(state="submitted", dates=FIRST, moves=(SUBMITTED,), told=TOLD, reference="R1", key="b1"):
    return StoredStay(key, reference, state, *dates, moves=list(moves), told=list(told))


def found(calls, *stays, **stored):
    """The kinds of what was found, with their number."""
    verdict = check(calls, Stored(stays=list(stays), **stored))
    return {kind: count for kind, count in verdict.counts.items() if count}


CLEAN = {
    "a booking": ([booked()], [stay()]),
    "a refusal": ([booked(REFUSED)], []),
    "a place in the queue": (
        [booked(state="waiting")],
        [stay("waiting", moves=[WAITED], told=["stations.stay_waiting"])],
    ),
    "an offer taken": (
        [booked(state="waiting"), call("accept")],
        [
            stay(
                moves=[WAITED, OFFERED, TAKEN],
                told=["stations.stay_waiting", "stations.bed_offered", "stations.stay_submitted"],
            )
        ],
    ),
    "dates changed twice": (
        [booked(), call("dates", dates=THEN), call("dates", dates=FIRST)],
        [stay(moves=[SUBMITTED, MOVED, MOVED])],
    ),
    "a change refused": ([booked(), call("dates", REFUSED, THEN)], [stay()]),
    "given up": ([booked(), call("cancel")], [stay("withdrawn", moves=[SUBMITTED, GONE])]),
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_was_answered_and_is_so_is_clean(name):
    calls, stays = CLEAN[name]
    assert found(calls, *stays) == {}


WRONG = {
    "acknowledged and not there": ([booked()], [], {"lost": 1}),
    "acknowledged under another number": ([booked()], [stay(reference="R2")], {"lost": 1}),
    "there though refused": ([booked(REFUSED)], [stay()], {"phantom": 1}),
    "there though nobody asked": ([], [stay()], {"phantom": 1}),
    "two stays of one key": ([booked()], [stay(), stay(reference="R2")], {"duplicate": 1}),
    "given up and still there": ([booked(), call("cancel")], [stay()], {"lost": 1}),
    "gone though nobody gave it up": ([booked()], [stay("withdrawn")], {"phantom": 1}),
    "gone though giving up was refused": (
        [booked(), call("cancel", REFUSED)],
        [stay("withdrawn")],
        {"phantom": 1},
    ),
    "taken and still open": (
        [booked(state="waiting"), call("accept")],
        [stay("offered", moves=[], told=[])],
        {"lost": 1},
    ),
    "taken though nobody took it": ([booked(state="offered")], [stay()], {"phantom": 1}),
    "a bed that became a place in the queue": ([booked()], [stay("waiting")], {"lost": 1}),
    "changed and not so": (
        [booked(), call("dates", dates=THEN)],
        [stay(moves=[SUBMITTED, MOVED])],
        {"lost": 1},
    ),
    "a late copy undid the later change": (
        [booked(), call("dates", dates=THEN), call("dates", dates=FIRST)],
        [stay(dates=THEN, moves=[SUBMITTED, MOVED, MOVED])],
        {"lost": 1},
    ),
    "changed more often than asked": (
        [booked(), call("dates", dates=THEN)],
        [stay(dates=THEN, moves=[SUBMITTED, MOVED, MOVED])],
        {"duplicate": 1},
    ),
    "given up twice": (
        [booked(), call("cancel")],
        [stay("withdrawn", moves=[SUBMITTED, GONE, GONE])],
        {"duplicate": 1},
    ),
    "never told": ([booked()], [stay(told=[])], {"lost": 1}),
    "made what no client can make it": ([booked()], [stay("approved")], {"phantom": 1}),
}


@pytest.mark.control
@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_is_found_under_its_name(name):
    calls, stays, kinds = WRONG[name]
    assert found(calls, *stays) == kinds


@pytest.mark.control
def test_a_call_that_never_got_an_answer_is_stuck_and_may_have_either_end():
    assert found([booked(UNKNOWN, "", "")], stay()) == {"stuck": 1}
    assert found([booked(UNKNOWN, "", "")]) == {"stuck": 1}
    moved = call("dates", UNKNOWN, THEN)
    for dates in (FIRST, THEN):
        assert found([booked(), moved], stay(dates=dates)) == {"stuck": 1}


@pytest.mark.control
@pytest.mark.parametrize("status", [401, 403, 404])
def test_who_is_no_longer_known_has_lost_the_session(status):
    assert found([booked(), call("cancel", REFUSED, status=status)], stay()) == {"lost": 1}


@pytest.mark.control
def test_messages_that_are_twice_or_wait_and_invariants_that_break_are_found():
    assert found([], notices=["a", "a", "b"]) == {"duplicate": 1}
    assert found([], deliveries=[(1, "sms"), (1, "inbox"), (1, "sms")]) == {"duplicate": 1}
    assert found([], texts=["delivery-1", "delivery-1"]) == {"duplicate": 1}
    assert found([], open_rows=["notice 1 has no deliveries"]) == {"stuck": 1}
    assert found([], broken={"bed_night_with_two_guests": 2, "notice_told_twice": 0}) == {"broken": 1}


def test_a_history_reads_as_it_was_written_and_the_last_line_of_a_call_counts(tmp_path):
    path = tmp_path / "history.jsonl"
    history = History(path)
    first, second = history.new(booked(UNKNOWN)), history.new(call("cancel", UNKNOWN))
    first.outcome, first.tries = OK, 2
    history.note(first)
    history.close()

    assert read(path) == [first, second]
    assert [each.outcome for each in read(path)] == [OK, UNKNOWN]
