"""A stay in parts: as few as can be, at the asked station as long as can be."""

import itertools
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stations.allocation import Candidate, split_stay

FIRST = date(2027, 3, 1)
ASKED, NEAR, FAR = 1, 2, 3


def night(number: int) -> date:
    return FIRST + timedelta(days=number)


def candidate(station: int, *beds: str) -> Candidate:
    """A word a bed, ``"++."``: open on the first and second night, not on the third."""
    return Candidate(
        station,
        {
            station * 10 + place: frozenset(night(n) for n, sign in enumerate(bed) if sign == "+")
            for place, bed in enumerate(beds)
        },
    )


def split(*candidates: Candidate, nights: int = 3, most_parts: int = 3) -> str | None:
    """``"1x2 2x1"``: two nights at station 1, then one at station 2."""
    parts = split_stay(candidates, FIRST, night(nights), most_parts=most_parts)
    if parts is None:
        return None
    return " ".join(f"{part.station}x{(part.departure - part.arrival).days}" for part in parts)


def test_two_nights_here_one_there():
    assert split(candidate(ASKED, "++."), candidate(NEAR, "..+")) == "1x2 2x1"


def test_two_beds_of_the_asked_station_are_better_than_two_stations():
    assert split(candidate(ASKED, "++.", "..+"), candidate(NEAR, "..+")) == "1x2 1x1"


def test_fewer_parts_come_before_the_asked_station():
    assert split(candidate(ASKED, "+.+"), candidate(NEAR, "+++")) == "2x3"


def test_of_equally_many_parts_those_with_most_nights_at_the_asked_station():
    assert split(candidate(ASKED, "+.."), candidate(NEAR, "+++"), nights=4) is None
    assert split(candidate(ASKED, ".++"), candidate(NEAR, "++.")) == "2x1 1x2"


def test_of_the_others_the_one_named_first():
    assert split(candidate(ASKED, "+.."), candidate(NEAR, ".++"), candidate(FAR, ".++")) == "1x1 2x2"


def test_of_equal_splits_the_longer_part_comes_first():
    assert split(candidate(ASKED, "++.", ".++")) == "1x2 1x1"


def test_no_more_parts_than_allowed():
    alternating = candidate(ASKED, "+.+"), candidate(NEAR, ".+.")
    assert split(*alternating) == "1x1 2x1 1x1"
    assert split(*alternating, most_parts=2) is None


def test_a_night_open_nowhere_leaves_no_proposal():
    assert split(candidate(ASKED, "+.+"), candidate(NEAR, "+.+")) is None
    assert split() is None
    assert split(Candidate(ASKED, {})) is None


NIGHTS = st.integers(1, 5)
BEDS = st.lists(st.text("++.", min_size=5, max_size=5), max_size=2)


@settings(max_examples=300)
@given(st.lists(BEDS, max_size=3), NIGHTS, st.integers(1, 4))
def test_every_other_split_is_no_better(stations, nights, most_parts):
    """Against every bed for every night."""
    candidates = [candidate(number, *beds) for number, beds in enumerate(stations, 1)]
    parts = split_stay(candidates, FIRST, night(nights), most_parts=most_parts)
    best = min((rank for rank in ranks(candidates, nights) if rank[0] <= most_parts), default=None)

    assert (parts is None) == (best is None)
    if parts is not None:
        assert [part.arrival for part in parts] == [FIRST, *(part.departure for part in parts[:-1])]
        assert parts[-1].departure == night(nights)
        slept = [part.bed for part in parts for _night in range((part.departure - part.arrival).days)]
        assert rank_of(slept, len(candidates)) == best


def ranks(candidates, nights):
    open_beds = [
        [
            bed
            for each in candidates
            for bed, open_nights in each.open_nights.items()
            if night(n) in open_nights
        ]
        for n in range(nights)
    ]
    return [rank_of(list(beds), len(candidates)) for beds in itertools.product(*open_beds)]


def rank_of(beds: list[int], stations: int):
    lengths = [len(list(run)) for _bed, run in itertools.groupby(beds)]
    return (
        len(lengths),
        [-sum(bed // 10 == station for bed in beds) for station in range(1, stations + 1)],
        [-length for length in lengths],
    )
