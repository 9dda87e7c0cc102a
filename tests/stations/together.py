"""People who belong together, for tests: one begins, the others open the link that was made for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from stations import services
from stations.models import Party, PartyMember, Station, Stay
from tests.houses import paper, soon
from zibo_youth.accounts.models import User


def begin(
    user: User, station: Station, arrival: date | None = None, nights: int = 2, **changes: Any
) -> Party:
    """An invitation to the room of a station, from ``soon()`` on."""
    first = arrival or soon()
    asked = {"size": 2, "relation": "couple", "departure": soon((first - soon(0)).days + nights)} | changes
    return services.begin_party(actor=user, person=user.person, station=station, arrival=first, **asked)


def place_of(party: Party, number: int) -> PartyMember:
    found: PartyMember = PartyMember.objects.select_related("party").get(party=party, place=number)
    return found


def say_yes(user: User, party: Party, number: int, **changes: Any) -> Party:
    """A yes with papers in hand; the own place is the first one, the others are those of links."""
    answers: dict[str, Any] = {
        "purpose": "job_seeking",
        "purpose_detail": "机械厂面试",
        "declared_non_native": True,
        "contact_mobile": user.mobile,
        "evidence": [paper(user)],
    } | changes
    return services.say_yes(actor=user, person=user.person, place=place_of(party, number), **answers)


def together(
    first: User, second: User, station: Station, arrival: date | None = None, nights: int = 2
) -> list[Stay]:
    """Two who have said yes: the stays of both, in the order of their places."""
    party = begin(first, station, arrival, nights)
    say_yes(first, party, 1)
    say_yes(second, party, 2)
    return list(Stay.objects.filter(party_places__party=party).order_by("party_places__place"))
