"""Loans to reckon with: terms in few words, and terms at random."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from loans.due_dates import Calendar
from loans.schedule import Convention, DayCount, Method, Rounding, Terms

YUAN = Decimal(1)
USUAL = Convention()


def told(text):
    return Decimal(str(text))


def loan(amount, percent, count, start="2021-01-01", convention=USUAL, grace=0, **dates):
    calendar = Calendar(date.fromisoformat(start), count, **dates)
    return Terms(told(amount), told(percent) / 100, calendar, convention, grace)


def quarterly():
    """Interest on the 21st of each third month, the last with the principal (the loan of C4 and C6)."""
    dates = {"first_due": date(2021, 6, 21), "every_months": 3, "ends": date(2022, 6, 4)}
    way = Convention(Method.INTEREST_ONLY, DayCount.ACT_360)
    return loan(3_000_000, "4.35", 5, "2021-06-04", way, **dates)


TERMS = st.builds(
    lambda cents, rate, count, start, months, convention, grace: Terms(
        told(cents) / 100,
        told(rate) / 10_000,
        Calendar(start, count, every_months=months),
        convention,
        grace % count,
    ),
    st.integers(1, 10**11),
    st.integers(0, 3600),
    st.integers(1, 360),
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.sampled_from([1, 3, 12]),
    st.builds(
        Convention,
        st.sampled_from(Method),
        st.sampled_from(DayCount),
        st.sampled_from([Rounding.HALF_UP, Rounding.HALF_EVEN]),
        st.sampled_from([told("0.01"), YUAN]),
        st.sampled_from(Rounding),
        st.booleans(),
    ),
    st.integers(0, 12),
)
