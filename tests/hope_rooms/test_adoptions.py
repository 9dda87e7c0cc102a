"""认领: a donor reads stages where the family agrees and the area is large enough, and nothing of the child."""

import dataclasses

import pytest

from hope_rooms.gift_errors import (
    CodeUnknown,
    NamingNotAgreed,
    RoomIsAdopted,
    SharingNotAgreed,
    TooFewRooms,
)
from hope_rooms.models import Adoption
from hope_rooms.services import adoptions
from hope_rooms.services.consents import withdraw_consent
from tests import giving, hoping

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(city):
    return giving.approved(city)


@pytest.fixture
def donor(city):
    return giving.donor(city.finance)


def adopt(city, donor, room, **other):
    return adoptions.adopt_room(actor=city.director, donor=donor, room=room, **other)


def test_a_room_is_adopted_with_the_familys_consent_once(city, donor, room):
    with pytest.raises(SharingNotAgreed):
        adopt(city, donor, room)
    hoping.agree(city, room.child, "sharing")
    adopt(city, donor, room)
    with pytest.raises(RoomIsAdopted):
        adopt(city, donor, room)


def test_the_door_bears_a_name_only_while_the_family_agrees(city, donor, room):
    hoping.agree(city, room.child, "sharing")
    with pytest.raises(NamingNotAgreed):
        adopt(city, donor, room, names_the_sign=True)
    hoping.agree(city, room.child, "naming")
    adopt(city, donor, room, names_the_sign=True)
    assert adoptions.sign_of(room) == donor.name

    withdraw_consent(actor=city.officer, child=room.child, purpose="naming")
    assert adoptions.sign_of(room) == ""


def test_a_donor_reads_stages_where_the_district_has_five_rooms(city, donor, room):
    hoping.agree(city, room.child, "sharing")
    code = adopt(city, donor, room).code
    for _ in range(3):
        giving.approved(city)

    with pytest.raises(TooFewRooms):
        adoptions.followed(code)
    giving.approved(city)
    seen = adoptions.followed(code)

    assert (seen.area, seen.rooms) == (str(city.here), 5)
    assert [stage.label for stage in seen.stages] == ["已批准", "一户一方案"]
    assert room.child.code not in str(dataclasses.asdict(seen))


def test_what_a_family_takes_back_is_told_no_more(city, donor, room):
    hoping.agree(city, room.child, "sharing")
    code = adopt(city, donor, room).code
    withdraw_consent(actor=city.officer, child=room.child, purpose="sharing")
    with pytest.raises(SharingNotAgreed):
        adoptions.followed(code)


def test_a_code_is_not_kept_and_ends_with_the_adoption(city, donor, room):
    hoping.agree(city, room.child, "sharing")
    adopted = adopt(city, donor, room)
    assert adopted.code not in str(Adoption.objects.values().get())
    assert len(adopted.code) >= 22

    adoptions.end_adoption(actor=city.director, adoption=adopted.adoption)
    for code in (adopted.code, "", "x" * 22):
        with pytest.raises(CodeUnknown):
            adoptions.followed(code)


def test_a_donor_is_named_in_public_with_consent_only(city, donor):
    assert donor.public_name == "爱心捐赠方"
    donor.may_be_named = True
    assert donor.public_name == "示范公司"
