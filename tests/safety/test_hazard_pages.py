"""Pages of hazards: from the report to the confirmed repair by three people, and who finds none of them."""

import pytest
from django.urls import reverse

from safety.models import HazardOpening, HazardReport
from safety.services.hazards import rewarding
from tests import guarding, hazarding, people
from tests.people import signed_in
from zibo_youth.accounts.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return hazarding.Plant()


def send(client, hazard, act, **fields):
    """A step of the desk, its fields under its own name."""
    said = {f"{act}-{name}": value for name, value in fields.items()}
    answer = client.post(reverse("hazard", args=[hazard.public_id]), {"act": act, **said})
    hazard.refresh_from_db()
    return answer


def own_address(user, hazard):
    from safety.hazard_sight import own_reports

    [own] = own_reports(user.person_id, hazard=hazard)
    return own.get_absolute_url()


def test_from_the_report_to_the_confirmed_repair(plant):
    reporter, officer, safety = (signed_in(user) for user in (plant.reporter, plant.officer, plant.safety))
    address = f"{reverse('hazard_report')}?enterprise={plant.enterprise.pk}"
    assert "一车间" in reporter.get(address).content.decode()
    said = {"work_area": plant.area.pk, "category": "fire", "severity": "general", "words": "通道堵塞"}
    sent = reporter.post(address, {**said, "photo": hazarding.photo(), "one_time_key": "k" * 32}, follow=True)
    hazard = HazardReport.objects.get()
    assert hazard.number in sent.content.decode()
    again = reporter.post(address, {**said, "photo": hazarding.photo(), "one_time_key": "k" * 32})
    assert again["Location"] == reverse("my_hazards")
    assert HazardReport.objects.count() == 1

    send(officer, hazard, "accept", severity="general", photo_is_clear="on", note="")
    send(officer, hazard, "assign", person=plant.safety.person_id)
    send(safety, hazard, "begin")
    assert hazard.state == "rectifying"
    refused = send(safety, hazard, "claim", words="已清空")
    assert (hazard.state, refused.status_code) == ("rectifying", 200)
    send(safety, hazard, "claim", words="已清空", photo=hazarding.photo())
    own = own_address(plant.reporter, hazard)
    assert "企业说已整改" in reporter.get(own).content.decode()
    reporter.post(own, {"act": "answer", "is_mended": "yes", "words": ""})
    send(officer, hazard, "answer", is_mended="yes", place_seen="on", words="")
    assert hazard.state == "verified"
    send(officer, hazard, "close", words="归档")
    assert (hazard.state, hazard.outcome) == ("closed", "fixed")
    assert "已整改" in reporter.get(reverse("my_hazards")).content.decode()


def test_without_an_enterprise_the_place_is_told(plant):
    client = signed_in(plant.reporter)
    address = f"{reverse('hazard_report')}?enterprise="
    assert client.get(reverse("hazard_report")).status_code == 200
    said = {"category": "vehicle", "severity": "minor", "words": "井盖缺失", "photo": hazarding.photo()}
    short = client.post(address, said)
    assert (short.status_code, HazardReport.objects.count()) == (200, 0)
    org = plant.officer.person.memberships.get().organisation
    client.post(address, said | {"photo": hazarding.photo(), "place": "人民路口", "district": org.pk})
    assert HazardReport.objects.get().where == "人民路口"


def test_me_too_is_offered_and_pressed(plant):
    first, other = plant.reported(), people.applicant()
    mine = plant.reported(other)
    client, address = signed_in(other), own_address(other, mine)
    assert f"并入 {first.number}" in client.get(address).content.decode()
    assert client.post(address, {"act": "join", "number": "H-FFFFFFFF"}).status_code == 404
    client.post(address, {"act": "join", "number": first.number})
    mine.refresh_from_db()
    assert mine.duplicate_of == first


def test_a_stranger_finds_no_report(plant):
    hazard = plant.accepted()
    own = own_address(plant.reporter, hazard)
    desk = reverse("hazard", args=[hazard.public_id])
    for user in (people.applicant(), people.officer("linzi"), hazarding.Plant().safety):
        client = signed_in(user)
        assert {client.get(address).status_code for address in (own, desk, f"{desk}photos/0/")} == {404}
    assert signed_in(plant.reporter).get(desk).status_code == 404


def test_the_enterprise_sees_the_picture_when_nobody_is_on_it(plant):
    shown, hidden = plant.accepted(), hazarding.accept(plant.reported(), plant.officer, photo_is_clear=False)
    client = signed_in(plant.safety)
    for hazard, status in ((shown, 200), (hidden, 404)):
        assert client.get(reverse("hazard_photo", args=[hazard.public_id, 0])).status_code == status
    assert (
        signed_in(plant.officer).get(reverse("hazard_photo", args=[hidden.public_id, 0])).status_code == 200
    )


def test_no_served_picture_says_where_or_when(plant):
    hazard = plant.claimed(photo=hazarding.photo(hazarding.HERE, size=(3000, 2000)))
    client = signed_in(plant.officer)
    for shot in (0, 1):
        answer = client.get(reverse("hazard_photo", args=[hazard.public_id, shot]))
        content = b"".join(answer.streaming_content)
        assert b"Exif" not in content
        assert "no-store" in answer["Cache-Control"]
    assert hazard.has_position


def test_the_seal_opens_on_one_page_with_a_reason(plant):
    hazard, city = plant.accepted(), people.city_staff()
    address = reverse("hazard_reporter", args=[hazard.public_id])
    name = plant.reporter.person.full_name
    client = signed_in(city)
    assert name not in client.get(address).content.decode()
    assert name not in client.post(address, {"reason": " "}).content.decode()
    assert not HazardOpening.objects.by_somebody().exists()
    assert name in client.post(address, {"reason": "核实恶意上报"}).content.decode()
    later = client.get(address).content.decode()
    assert name not in later
    assert "核实恶意上报" in later
    for user in (plant.officer, plant.safety, guarding.emergency_officer()):
        assert signed_in(user).post(address, {"reason": "好奇"}).status_code == 404


def test_list_map_and_table(plant):
    placed = plant.reported(photo=hazarding.photo(hazarding.HERE))
    plain = plant.reported(people.applicant(), category="machine")
    page = signed_in(plant.officer).get(reverse("hazards")).content.decode()
    assert page.count("<circle") == 1
    assert "36.9000, 118.0500" in page
    assert all(hazard.number in page for hazard in (placed, plain))
    for state in ("overdue", "decide", "all", "closed", "nonsense"):
        assert signed_in(plant.officer).get(reverse("hazards"), {"state": state}).status_code == 200
    for page_number in ("0", "2", "999999999", "x", "²"):
        assert signed_in(plant.officer).get(reverse("hazards"), {"page": page_number}).status_code == 200


def test_figures_by_district_and_enterprise(plant):
    plant.verified()
    plant.reported(people.applicant(), category="machine")
    page = signed_in(plant.officer).get(reverse("hazard_statistics"))
    [line] = page.context["figures"].enterprises
    assert (line.reported, line.open, line.overdue, line.fixed) == (2, 2, 0, 1)
    assert line.median_days == 0.0
    assert [each.reported for each in page.context["figures"].districts] == [2]


def test_two_enterprises_of_one_name_have_a_line_each(plant):
    other = hazarding.Plant()
    Organisation.objects.filter(pk=other.enterprise.organisation_id).update(
        name=plant.enterprise.organisation.name
    )
    plant.reported()
    other.reported()
    page = signed_in(plant.officer).get(reverse("hazard_statistics"))
    assert [each.reported for each in page.context["figures"].enterprises] == [1, 1]


def test_rewards_are_paid_for_a_code(plant, settings):
    settings.SAFETY = settings.SAFETY | {"hazard_rewards": True}
    hazard = plant.verified()
    code = rewarding.claim_code(hazard)
    assert code in signed_in(plant.reporter).get(own_address(plant.reporter, hazard)).content.decode()
    client = signed_in(people.city_staff())
    client.post(reverse("hazard_rewards"), {"code": code})
    hazard.reward.refresh_from_db()
    assert hazard.reward.state == "paid"
    page = client.get(reverse("hazard_rewards")).content.decode()
    assert hazard.number in page
    assert plant.reporter.person.full_name not in page


def test_what_is_stuck_has_a_page(plant):
    hazard = plant.assigned()
    hazarding.moved(hazard, warn_at=hazard.assigned_at, due_at=hazard.reported_at.replace(year=2099))
    assert signed_in(plant.officer).get(reverse("hazards_stuck")).status_code == 200
    assert signed_in(plant.safety).get(reverse("hazards_stuck")).status_code == 404
