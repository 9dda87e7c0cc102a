"""Ways around the rules of a stay that stood open once, each tried again."""

from datetime import timedelta

import pytest

from stations import services
from stations.models import Evidence, Stay
from tests import houses, people
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person

pytestmark = pytest.mark.django_db


def draft_of(guest, station, nights=1):
    arrival = houses.soon()
    return services.save_draft(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        purpose="job_seeking",
        declared_non_native=True,
        evidence=[houses.paper(guest)],
    )


@pytest.mark.parametrize("role", ["operator", "officer", "city"])
def test_a_draft_opens_neither_itself_nor_its_guest_nor_a_file_to_staff(
    role, guest, station, operator, officer
):
    staff = {"operator": operator, "officer": officer, "city": people.city_staff()}[role]
    draft = draft_of(guest, station)

    def seen():
        return [
            model.objects.visible_to(staff).filter(**row).exists()
            for model, row in (
                (Stay, {"pk": draft.pk}),
                (Evidence, {"stays": draft}),
                (Person, {"pk": guest.person_id}),
            )
        ]

    # The city's staff know every person; nobody's draft leads there.
    assert seen() == [False, False, role == "city"]
    assert policy.may(staff, "accounts.reveal_id", guest.person) is (role == "city")
    assert Stay.objects.visible_to(guest).filter(pk=draft.pk).exists()
    assert Evidence.objects.visible_to(guest).filter(stays=draft).exists()

    services.submit_stay(actor=guest, stay=draft)

    assert seen() == [True, True, True]
