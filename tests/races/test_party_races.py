"""同住 under load: one room, many parties; the last yes against its end; and nobody by halves."""

from collections import Counter

import pytest

from stations import services
from stations.models import Party, RoomNight, Stay, StayNight
from stations.services import parties
from tests import people
from tests.houses import book, house, paper, soon
from tests.races.walls import without
from tests.racing import CROWD, at_once
from tests.stations.together import begin, place_of, say_yes
from zibo_youth.core.calendar import now

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def pairs(station, count):
    """So many parties of two, of whom the first has said yes, and the one who is to say the last."""
    people_of = people.crowd(count * 2, (people.MALE, people.FEMALE))
    asked = []
    for first, second in zip(people_of[::2], people_of[1::2], strict=True):
        paper(second)
        party = begin(first, station, nights=1)
        say_yes(first, party, 1)
        asked.append((second, party))
    return asked


def states():
    return Counter(Party.objects.values_list("state", flat=True))


def nobody_by_halves():
    for party in Party.objects.all():
        stays = party.members.filter(stay__isnull=False).count()
        assert stays == (party.size if party.state == "booked" else 0)
    assert Stay.objects.count() == StayNight.objects.count()


def test_of_64_parties_for_one_room_and_night_one_has_it():
    asked = pairs(house("party:2"), CROWD)

    answers = at_once(lambda n: say_yes(*asked[n], 2))

    assert {type(answer) for answer in answers} == {Party}, Counter(map(repr, answers))
    assert states() == {"booked": 1, "ended": CROWD - 1}
    assert set(Party.objects.filter(state="ended").values_list("ended_for", flat=True)) == {"no_room"}
    assert StayNight.objects.count() == 2
    assert RoomNight.objects.count() == 1
    nobody_by_halves()


def without_locks(monkeypatch):
    """Nobody waits for anybody, and each finds the room as it was before the first one came."""

    def seen(party, _person):
        return Party.objects.select_related("station").get(pk=party.pk)

    room = parties.rooms_for
    monkeypatch.setattr(parties, "_locked", seen)
    monkeypatch.setattr(
        parties,
        "rooms_for",
        lambda station, arrival, departure, size: room(station, soon(20), soon(21), size),
    )


@pytest.mark.control  # without the locks two may wait for each other: one is told to come again
def test_the_walls_alone_still_let_only_one_party_into_the_room(monkeypatch):
    asked = pairs(house("party:2"), 16)
    without_locks(monkeypatch)

    at_once(lambda n: say_yes(*asked[n], 2), 16)

    assert states() == {"booked": 1, "ended": 15}
    nobody_by_halves()


@pytest.mark.control
def test_control_without_locks_and_walls_many_parties_lie_in_one_room(monkeypatch):
    """Negative control."""
    asked = pairs(house("party:2"), 16)
    without_locks(monkeypatch)

    with without("stay_night_one_guest_per_bed", "stay_night_sleeps_in_own_company"):
        at_once(lambda n: say_yes(*asked[n], 2), 16)
        assert StayNight.objects.values("party").distinct().count() > 1


def test_three_who_say_yes_at_one_instant_are_all_booked():
    """Whoever comes last holds the locks of those who came in between."""
    station, crowd = house("party:3"), people.crowd(3)
    for user in crowd:
        paper(user)
    party = begin(crowd[0], station, nights=1, size=3, relation="family")

    answers = at_once(lambda n: say_yes(crowd[n], party, n + 1), 3)

    assert {type(answer) for answer in answers} == {Party}, answers
    assert states() == {"booked": 1}
    nobody_by_halves()


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_yes_or_the_end_of_the_time_and_never_both(attempt):
    [(last, party)] = pairs(house("party:2"), 1)

    def act(number):
        if number % 2:
            return services.lapse_party(party=party, at=party.open_until)
        return say_yes(last, party, 2)

    at_once(act, 16)

    assert sum(states().values()) == 1
    assert Stay.objects.count() == (2 if states()["booked"] else 0)
    nobody_by_halves()


def test_64_who_come_alone_have_no_bed_of_the_room_while_a_party_takes_it():
    station = house("party:2")
    [(last, party)] = pairs(station, 1)
    crowd = people.crowd(CROWD - 1)

    answers = at_once(lambda n: say_yes(last, party, 2) if n == 0 else book(crowd[n - 1], station, nights=1))

    assert Counter(type(answer).__name__ for answer in answers) == {"Party": 1, "BedTaken": CROWD - 1}
    assert states() == {"booked": 1}
    assert now() < place_of(party, 1).party.open_until
