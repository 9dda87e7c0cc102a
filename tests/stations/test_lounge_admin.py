"""A lounge is furnished in the admin: its hours, a zone and the zone's rules are saved through the form."""

import pytest
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from stations.models import LoungeHours, LoungeZone
from tests import people
from tests.lounges import book, hall, lounge, monday, zone
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return signed_in(people.officer("zhangdian"))


def filled(page):
    """What a browser would send back of the form as it is shown."""
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        management = inline.formset.management_form
        sent |= {f"{management.prefix}-{name}": management[name].value() for name in management.fields}
        for each in inline.formset.forms:
            sent |= {each.add_prefix(name): each[name].value() for name in each.fields}
    return {
        name: value
        for name, value in sent.items()
        if value is not None and value is not False and not isinstance(value, FieldFile)
    }


def errors(answer):
    return answer.context["adminform"].form.errors if answer.status_code == 200 else {}


def of_zone(where, **changes):
    values = {"lounge": where.pk, "name": "排练厅", "kind": "arts", "mode": "exclusive", "seats": 10}
    rules = {"group_most": 10, "shortest": 2, "longest": 6, "buffer": 1, "horizon_days": 84, "position": 3}
    return values | rules | {"answer_hours": 48, "kept_days": 28, "is_active": "on"} | changes


def test_a_zone_is_added_with_its_rules_and_changed(client):
    here = lounge()
    add = reverse("admin:stations_loungezone_add")
    answer = client.post(add, of_zone(here))
    assert errors(answer) == {}
    saved = LoungeZone.objects.get(lounge=here)
    assert (saved.name, saved.answer_hours, saved.kept_days, saved.units) == ("排练厅", 48, 28, 1)
    assert book(people.applicant(), saved, monday(), 10, 1).state == "requested"

    change = reverse("admin:stations_loungezone_change", args=[saved.pk])
    assert client.post(change, filled(client.get(change)) | {"answer_hours": 0}).status_code == 302
    saved.refresh_from_db()
    assert saved.answer_hours == 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"answer_hours": 200}, "168"),
        ({"kept_days": 3}, "14"),
        ({"group_most": 11}, "可容纳"),
        ({"longest": 1}, "最短"),
    ],
)
def test_what_the_walls_refuse_is_said_in_the_form(client, wrong, told):
    answer = client.post(reverse("admin:stations_loungezone_add"), of_zone(lounge(), **wrong))
    assert told in str(errors(answer))
    assert not LoungeZone.objects.exists()


def test_what_a_booking_takes_does_not_change_under_it(client):
    whole, room, _gym = hall()
    book(people.applicant(), whole, monday(), 10, 1)
    change = reverse("admin:stations_loungezone_change", args=[room.pk])
    sent = filled(client.get(change))
    del sent["hall"]
    assert "已有预约占用" in client.post(change, sent, follow=True).content.decode()
    room.refresh_from_db()
    assert room.hall == whole


def test_hours_are_saved_with_the_lounge(client):
    here = zone().lounge
    change = reverse("admin:stations_lounge_change", args=[here.pk])
    sent = filled(client.get(change))
    opens = next(name for name in sent if name.endswith("-opens") and sent[name])
    line = opens.removesuffix("opens")
    answer = client.post(change, sent | {opens: "10:30", f"{line}closes": "18:00"})
    assert answer.status_code == 302, errors(answer)
    assert LoungeHours.objects.filter(lounge=here, opens="10:30", closes="18:00").count() == 1
    assert client.post(change, sent | {opens: "10:15"}).status_code == 200
    assert not LoungeHours.objects.filter(opens="10:15").exists()
