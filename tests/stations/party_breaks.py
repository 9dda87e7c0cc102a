"""Parties that are broken past their walls (`test_invariants`)."""

from stations.models import Party, PartyMember, RoomNight, StayNight
from tests import people
from tests.houses import house
from tests.stations.together import begin, together


def _pair():
    return people.applicant("李明"), people.applicant("王芳", people.FEMALE)


def somebody_else(world):
    """A night of the room that no longer says whose it is."""
    from tests.stations.test_invariants import drop

    stays = together(*_pair(), house("party:2"))
    drop("stay_night_sleeps_in_own_company")
    StayNight.objects.filter(stay=stays[0]).update(party=None)
    assert RoomNight.objects.filter(party__isnull=False).exists()


def by_halves(world):
    party = begin(_pair()[0], house("party:2"))
    PartyMember.objects.filter(party=party, place=2).delete()
    assert Party.objects.filter(pk=party.pk).exists()


CONTROLS = {
    "party_room_with_anybody_else": somebody_else,
    "party_booked_by_halves": by_halves,
}
