"""免费额度: what is left of a year, from the same rows that the walls stand on."""

import pytest

from stations import services
from stations.allowance import allowance_of
from stations.facts import policy_on
from tests.houses import book, rule, soon

pytestmark = pytest.mark.django_db


def left(guest, year=None):
    day = soon()
    found = allowance_of(guest.person if guest else None, year or day.year, policy_on(day))
    return (found.cap, found.used, found.left, found.stays_cap, found.stays_used, found.stays_left)


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to("2026-04-13 10:00:00 +0800")


def test_nobody_has_used_anything_yet(guest):
    assert left(None) == left(guest) == (6, 0, 6, 3, 0, 3)


def test_a_request_counts_from_the_moment_it_is_handed_in(guest, station):
    book(guest, station, nights=4)
    assert left(guest) == (6, 4, 2, 3, 1, 2)


def test_a_withdrawn_one_counts_no_more(guest, station):
    services.withdraw_stay(actor=guest, stay=book(guest, station, nights=4))
    assert left(guest) == (6, 0, 6, 3, 0, 3)


def test_another_year_is_another_allowance(guest, station):
    book(guest, station, nights=4)
    assert left(guest, year=2027) == (6, 0, 6, 3, 0, 3)


def test_a_draft_counts_for_nothing(guest, station):
    services.save_draft(actor=guest, guest=guest.person, station=station, arrival=soon(), departure=soon(8))
    assert left(guest) == (6, 0, 6, 3, 0, 3)


def test_never_less_than_nothing_is_left(guest, station):
    """A later policy may be tighter than what was granted under the one before."""
    book(guest, station, nights=6)
    rule(max_free_nights=3, max_stays_per_window=0)
    assert left(guest) == (3, 6, 0, 0, 1, 0)
