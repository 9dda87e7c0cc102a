"""财务台和捐赠页: what each step's button does, what it refuses in words, and what a donor's page never shows."""

import pytest

from hope_rooms.models import Allocation, Donor, Gift
from hope_rooms.services import adoptions, gifts
from hope_rooms.services.gifts import Restriction
from tests import giving, hoping
from tests.people import signed_in
from zibo_youth.core import queues
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(city):
    return giving.approved(city)


@pytest.fixture
def gift(city):
    return giving.given(city.finance, city.here)


def tiles(user):
    return {tile.url: tile.count for tile in queues.tiles_for(user)}


def press(user, gift, act, **told):
    client = signed_in(user)
    fields = {f"{act}-{name}": value for name, value in told.items()}
    return client.post(f"/hope-rooms/money/gifts/{gift.pk}/", {"act": act, **fields})


def test_a_pledge_comes_in_is_allocated_and_receipted_at_the_desk(city, room):
    client = signed_in(city.finance)
    told = {"kind": "person", "name": "示范捐赠人", "amount": "500", "purpose": "any"}
    answer = client.post("/hope-rooms/money/new/", {**told, "reporting_org": city.here.pk})
    gift = Gift.objects.get()
    assert answer.url == f"/hope-rooms/money/gifts/{gift.pk}/"

    press(city.finance, gift, "receive", amount="500", on=today().isoformat())
    press(city.finance, gift, "allocate", room=room.child.code.lower(), line="furniture", amount="300")
    part = Allocation.objects.get()
    spent = {"allocation": part.pk, "amount": "20", "on": today().isoformat(), "voucher": "记-1"}
    press(city.finance, gift, "spend", **spent)
    press(city.finance, gift, "refund", amount="200", reason="多汇", voucher="记-2")
    press(city.finance, gift, "receipt", receipt_no="鲁财 1")

    gift.refresh_from_db()
    part.refresh_from_db()
    assert (gift.state, gift.left, part.spent) == ("receipted", 0, 20)
    assert room.child.code in client.get(answer.url).content.decode()
    assert "示范捐赠人" in client.get("/hope-rooms/money/").content.decode()


def test_a_refusal_stands_on_the_page(city, gift, room):
    page = press(city.finance, gift, "allocate", room=room.child.code, line="furniture", amount="15000.01")
    assert "可用余额不足" in page.content.decode()
    page = press(city.finance, gift, "allocate", room="HR-1999-0001", line="furniture", amount="1")
    assert "没有这个编号的小屋" in page.content.decode()
    page = signed_in(city.finance).post("/hope-rooms/money/new/", {"name": ""})
    assert page.status_code == 200
    assert not Donor.objects.filter(name="").exists()


def test_a_change_of_purpose_takes_two_people_at_the_desk(city, gift):
    told = {"purpose": "district", "district": city.here.pk, "consent": "同意书 1"}
    press(city.finance, gift, "change", **told)
    assert not gift.changes.exists()
    press(city.finance, gift, "change", **told, paper=giving.paper())
    change = gift.changes.get()
    address = f"/hope-rooms/money/changes/{change.pk}/paper/"
    assert address in signed_in(city.director).get(f"/hope-rooms/money/gifts/{gift.pk}/").content.decode()
    scan = signed_in(city.city_staff).get(address)
    assert (scan["Content-Type"], scan["Cache-Control"]) == ("image/png", "private, no-store")
    assert signed_in(city.officer).get(address).status_code == 404
    waiting = {user: tiles(user)["/hope-rooms/money/?changing"] for user in (city.finance, city.director)}
    assert waiting == {city.finance: 0, city.director: 1}
    assert str(gift) in signed_in(city.director).get("/hope-rooms/money/?changing").content.decode()
    assert str(gift) not in signed_in(city.finance).get("/hope-rooms/money/?changing").content.decode()
    page = press(city.finance, gift, "agree")
    assert "须由另一个人核准" in page.content.decode()
    press(city.director, gift, "agree")
    gift.refresh_from_db()
    assert gift.purpose == "district"

    change = giving.change_asked(city.finance, gift, Restriction(), "同意书 2")
    press(city.director, gift, "refuse")
    change.refresh_from_db()
    assert change.state == "refused"


def test_a_step_of_another_state_is_no_page(city, gift):
    assert press(city.finance, gift, "receive", amount="1", on="2021-01-01").status_code == 404
    assert press(city.city_staff, gift, "refund", amount="1").status_code == 404


def test_a_pledge_that_never_came_is_withdrawn(city):
    gift = gifts.pledge_gift(
        actor=city.finance, donor=giving.donor(city.finance), reporting_org=city.here, amount=giving.yuan(1)
    )
    press(city.finance, gift, "withdraw")
    gift.refresh_from_db()
    assert gift.state == "withdrawn"


def test_the_public_page_takes_no_payment_and_says_where(client, settings):
    page = client.get("/hope-rooms/giving/").content.decode()
    assert "尚未公布" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {
        "donate_at": {"name": "示范", "url": "https://example.org/a"}
    }
    assert "https://example.org/a" in client.get("/hope-rooms/giving/").content.decode()


def test_a_donor_reads_the_stages_by_a_code_and_never_whose_they_are(city, client, room):
    hoping.agree(city, room.child, "sharing")
    code = adoptions.adopt_room(actor=city.director, donor=giving.donor(city.finance), room=room).code
    few = client.get(f"/hope-rooms/follow/{code}/")
    assert (few.status_code, "暂不显示单间进展" in few.content.decode()) == (403, True)
    for _ in range(4):
        giving.approved(city)

    page = client.get(f"/hope-rooms/follow/{code}/")
    words = page.content.decode()
    assert page.status_code == 200
    assert "已批准" in words
    assert room.child.code not in words
    assert "no-store" in page["Cache-Control"]
    assert client.get("/hope-rooms/follow/nothing/").status_code == 404
