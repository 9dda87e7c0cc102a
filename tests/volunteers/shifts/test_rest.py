"""休息规则: the most in any 24 hours, against a recount that knows nothing of windows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from volunteers import rest

START = datetime(2026, 6, 1, tzinfo=UTC)
STEP = timedelta(minutes=30)


def spans_of(steps):
    """Half hours on (True) and off, as spans that do not touch one another."""
    spans, first = [], None
    for number, is_on in enumerate([*steps, False]):
        if is_on and first is None:
            first = number
        if not is_on and first is not None:
            spans.append((START + first * STEP, START + number * STEP))
            first = None
    return spans


def recount(steps, wanted):
    """Every window of 24 hours by half hours that holds some of the wanted half hours: counted one by one."""
    served = [is_on or number in wanted for number, is_on in enumerate(steps)]
    sums = [
        sum(served[max(first, 0) : first + 48])
        for first in range(-47, len(served))
        if any(first <= number < first + 48 for number in wanted)
    ]
    return max(sums) * STEP


@given(
    steps=st.lists(st.booleans(), min_size=140, max_size=200),
    first=st.integers(0, 139),
    length=st.integers(1, 24),
)
def test_the_most_with_a_new_shift_is_what_a_recount_finds(steps, first, length):
    wanted = range(first, min(first + length, len(steps)))
    free = [is_on and number not in wanted for number, is_on in enumerate(steps)]
    span = (START + wanted[0] * STEP, START + (wanted[-1] + 1) * STEP)
    assert rest.most_with(spans_of(free), span) == recount(free, wanted)


def test_what_was_too_much_long_before_is_not_this_shifts_fault():
    long_ago = [(START, START + timedelta(hours=12))]
    hour = (START + timedelta(hours=37), START + timedelta(hours=38))
    assert rest.most_with(long_ago, hour) == timedelta(hours=1)
