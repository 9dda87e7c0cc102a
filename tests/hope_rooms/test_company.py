"""同时在场: no child is alone with one adult for longer than ten minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from hope_rooms.company import Stay, apart_since

TWO = datetime(2026, 3, 2, 6, tzinfo=UTC)
TEN = timedelta(minutes=10)


def minute(number):
    return TWO + timedelta(minutes=number)


def stay(came=None, left=None):
    return Stay(
        minute(came) if came is not None else None,
        minute(left) if left is not None else None,
    )


@pytest.mark.parametrize(
    ("one", "other", "red"),
    [
        (stay(0, 120), stay(0, 120), None),
        (stay(0, 120), stay(10, 110), None),
        (stay(0, 120), stay(11, 120), 10),
        (stay(0, 120), stay(0, 105), 115),
        (stay(0, 120), stay(), 10),
        (stay(), stay(0, 120), 10),
        (stay(), stay(), None),
        (stay(0, 30), stay(60, 90), 10),
        (stay(0), stay(0, 49), 59),
        (stay(0), stay(0, 51), None),
        (stay(55), stay(), None),
        (stay(45), stay(), 55),
    ],
)
def test_who_was_alone_for_longer_than_ten_minutes_is_seen(one, other, red):
    """An hour after the beginning, by the minutes of coming and leaving."""
    found = apart_since(one, other, minute(60), TEN)
    assert found == (None if red is None else minute(red))
