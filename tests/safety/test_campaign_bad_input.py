"""Bad input in the files of campaigns, lists and the register: an error at the field, and nothing kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import RosterPerson
from safety.models import Enterprise, SafetyCampaign
from tests import campaigning, guarding, people
from tests.corpus import SHARP

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", SHARP)
def test_no_cell_of_a_list_breaks_the_preview(text):
    enterprise = guarding.enterprise()
    turn = campaigning.training()
    campaigning.part(turn, enterprise)
    cell = text.encode("utf-8", "replace").decode().replace('"', "").replace("\n", " ").replace("\r", " ")
    line = ",".join(f'"{cell}"' for _column in range(10))
    browser = people.signed_in(guarding.safety_officer(enterprise))
    for here in (f"/safety/trainings/{turn.public_id}/people/",):
        file = SimpleUploadedFile("名单.csv", campaigning.listing([line]), content_type="text/csv")
        assert browser.post(here, {"file": file}).status_code in (200, 400)
    assert RosterPerson.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00" * 50, b"a,b\n1,2", b"\xff\xfe\x00"])
def test_a_file_that_is_none_is_told_on_both_pages(content):
    turn = campaigning.training()
    browser = people.signed_in(people.officer())
    for here in (f"/safety/trainings/{turn.public_id}/people/", "/safety/enterprises/import/"):
        file = SimpleUploadedFile("x.xlsx", content)
        answer = browser.post(here, {"file": file})
        assert answer.status_code == 200
        assert answer.context["form"].errors


@pytest.mark.parametrize("sealed", ["", "x", "é" * 50, "a:b:c"])
def test_a_seal_that_is_none_writes_nothing(sealed):
    turn = campaigning.training()
    browser = people.signed_in(people.officer())
    for here in (f"/safety/trainings/{turn.public_id}/people/", "/safety/enterprises/import/"):
        answer = browser.post(here, {"sealed": sealed, "act": "all"}, follow=True)
        assert answer.status_code == 200
    assert (RosterPerson.objects.count(), Enterprise.objects.count()) == (0, 0)


def test_days_in_the_wrong_order_are_told_beside_the_field():
    browser = people.signed_in(people.officer())
    said = {name: str(value) for name, value in vars_of(campaigning.plan()).items()}
    said |= {"organiser": campaigning.plan().organiser.pk, "from_on": "2021-06-30", "until_on": "2021-06-01"}
    answer = browser.post("/safety/desk/campaigns/new/", said)
    assert list(answer.context["form"].errors) == ["until_on"]
    assert SafetyCampaign.objects.count() == 0


def vars_of(plan):
    return {name: getattr(plan, name) for name in type(plan).__slots__}
