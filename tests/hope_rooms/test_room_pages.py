"""Pages of building a room: a code on each, the next step as a form, and a home only after a look."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hope_rooms import board
from hope_rooms.models import Access, HopeRoom, Survey
from tests import building, hoping, people
from tests.people import signed_in
from zibo_youth.core.calendar import now, today

DAY = timedelta(days=1)
LEFT = {"示小", "示范村", "示范小学", "王示奶", "四年级"}


def text(answer):
    return answer.content.decode()


def page(room):
    return reverse("hope_room", args=[room.child.code])


def take(user, room, act, **fields):
    """Press a step's button; the page that follows."""
    told = {f"{act}-{name}": value for name, value in fields.items()}
    return signed_in(user).post(page(room), {"act": act} | told, follow=True)


def state(room):
    return HopeRoom.objects.get(pk=room.pk).state


def test_the_board_shows_codes_and_what_is_overdue_and_nothing_of_a_child(city):
    room, other = hoping.nominated(city), hoping.screened(city)
    HopeRoom.objects.filter(pk=room.pk).update(state_since=now() - 60 * DAY)
    shown = text(signed_in(city.officer).get(reverse("hope_board")))
    assert room.child.code in shown
    assert other.child.code in shown
    assert "超期" in shown
    assert not {word for word in LEFT if word in shown}


def test_the_board_of_a_town_and_of_a_district_shows_their_own(city):
    room = hoping.nominated(city)
    foreign = hoping.children.nominate_child(
        actor=city.foreign_officer, reporting_org=city.there, town=None, told=hoping.told()
    )
    for user in (city.town_officer, city.officer):
        shown = text(signed_in(user).get(reverse("hope_board")))
        assert room.child.code in shown
        assert foreign.child.code not in shown
    whole = text(signed_in(city.city_staff).get(reverse("hope_board")))
    assert foreign.child.code in whole
    there = text(signed_in(city.city_staff).get(reverse("hope_board"), {"district": city.there.code}))
    assert foreign.child.code in there
    assert room.child.code not in there


def test_proposed_rooms_stand_in_the_order_of_need(city):
    little = building.proposed(city)
    much = building.proposed(city)
    Survey.objects.filter(room=much).update(need_score=90)
    [column] = [each for each in board.columns(HopeRoom.objects.all(), today()) if each.name == "surveying"]
    assert [card.room for card in column.cards] == [much, little]


def test_a_column_shows_twenty_and_says_how_many_more(city, monkeypatch):
    monkeypatch.setattr(board, "SHOWN", 1)
    hoping.nominated(city)
    hoping.nominated(city)
    assert "另有 1 间" in text(signed_in(city.officer).get(reverse("hope_board")))


def test_counts_by_district_are_hidden_below_five_and_nothing_gives_them_away(city):
    for _number in range(6):
        hoping.nominated(city)
    hoping.children.nominate_child(
        actor=city.foreign_officer, reporting_org=city.there, town=None, told=hoping.told()
    )
    spread = board.spread()
    cells = {place: row[0] for place, row in spread.rows}
    assert spread.city[0] == 7
    # One hidden cell alone is the total less the others: a second one hides with it.
    assert list(cells.values()).count(None) >= 2
    assert cells[city.there] is None
    assert "&lt;5" in text(signed_in(city.finance).get(reverse("hope_districts")))


def test_the_page_of_a_room_is_not_there_for_another_district(city):
    room = hoping.nominated(city)
    assert signed_in(city.foreign_officer).get(page(room)).status_code == 404
    assert signed_in(people.applicant()).get(page(room)).status_code == 404


def test_the_two_surveyors_walk_their_page_from_the_check_in_to_the_proposal(city):
    room, one = hoping.screened(city), building.two(city)
    take(city.officer_2, room, "name", first=one[0].person.pk, second=one[1].person.pk)
    (first, place), (second, other) = building.places(Survey.objects.get())
    own, client = reverse("hope_survey", args=[place.pk]), signed_in(first)
    assert room.child.code in text(client.get(reverse("hope_surveys")))
    assert "示范村" not in text(client.get(own))
    before = Access.objects.count()
    assert "示范村" in text(client.post(own, {"act": "address"}))
    assert Access.objects.count() == before + 1
    client.post(own, {"act": "check_in"})
    told = {"act": "hand_in", "length_m": "4", "width_m": "2.5", "height_m": "2.8", "tenure": "owned"}
    told |= {"structure": "safe", "note": "北屋"} | dict.fromkeys(building.CRITERIA, "2")
    assert "两名勘察人都到场" in text(client.post(own, told))
    place.refresh_from_db()
    assert place.tried_alone_at
    signed_in(second).post(reverse("hope_survey", args=[other.pk]), {"act": "check_in"})
    client.post(own, told)
    assert "还没有登记孩子本人的意愿" in text(client.post(own, {"act": "propose"}))
    building.asked(city, room)
    client.post(own, {"act": "propose"})
    assert state(room) == "proposed"
    assert signed_in(second).get(own).status_code == 404


def test_a_room_is_walked_from_the_proposal_to_the_works_on_its_page(city):
    room, day = building.proposed(city), today().isoformat()
    take(city.officer, room, "approve")
    take(city.city_staff, room, "approve")
    take(city.officer, room, "design")
    line = {"line": "furniture", "item": "书桌", "unit": "张", "quantity": "1", "price_yuan": "900"}
    take(city.officer, room, "add", **line)
    take(city.officer, room, "add", **line | {"item": "床"})
    take(city.officer, room, "drop", line=room.bill.get(item="床").pk)
    take(city.finance, room, "fund")
    assert state(room) == "designing"
    gift, yuan = building.giving.given(city.finance, city.here), building.giving.yuan
    building.allocations.allocate(
        actor=city.finance, gift=gift, room=room, line="furniture", amount=yuan(900)
    )
    take(city.finance, room, "fund")
    signed = {"contractor": "示范公司", "agreement_on": day, "presence": "locked", "starts_on": day}
    take(city.officer, room, "start", **signed)
    take(city.town_officer, room, "log", on=day, words="刷墙")
    take(city.town_officer, room, "stop", note="大雨", resume_on=(today() + DAY).isoformat())
    take(city.officer, room, "agree")
    assert state(room) == "suspended"
    take(city.officer, room, "resume")
    take(city.officer, room, "finish", **{f"line_{room.bill.get().pk}": "1"})
    assert state(room) == "builder_done"


def test_a_room_is_walked_from_a_defect_to_the_care_on_its_page(city):
    room, day = building.done(city), today().isoformat()
    found = {"words_1": "插座松动", "severity_1": "safety", "owner_1": "contractor", "due_on_1": day}
    take(city.town_officer, room, "refuse", **found)
    assert state(room) == "rectifying"
    take(city.town_officer, room, "mend", defect=room.defects.get().pk)
    for user in (city.town_officer, city.officer, city.director):
        take(user, room, "accept", checked=building.ALL)
    air = {"lab": "示范检测公司", "report_no": "JC-900", "sampled_on": day}
    air |= {"formaldehyde": "0.05", "benzene": "0.01", "tvoc": "0.3"}
    take(city.officer, room, "air", **air)
    assert "提名两名结对志愿者" in text(take(city.officer, room, "hand", keys_on=day, inventory_on=day))
    building.coming_pair(city, room)
    take(city.officer, room, "hand", keys_on=day, inventory_on=day)
    shown = text(take(city.director, room, "care"))
    assert state(room) == "in_care"
    assert "JC-900" in shown
    assert not {word for word in LEFT if word in shown}


def test_a_step_says_what_is_missing_beside_its_field_and_a_step_of_another_office_is_not_there(city):
    room = building.proposed(city)
    assert "return-note" in text(take(city.officer, room, "return", note=""))
    assert state(room) == "proposed"
    assert take(city.town_officer, room, "approve").status_code == 404
    take(city.officer, room, "return", note="缺尺寸")
    assert state(room) == "surveying"


def test_a_second_defect_without_a_date_is_asked_for_and_none_is_lost(city):
    room, day = building.done(city), today().isoformat()
    found = {"words_1": "插座松动", "severity_1": "minor", "owner_1": "town", "due_on_1": day}
    second = {"words_2": "柜门松动", "severity_2": "minor", "owner_2": "town"}
    assert "请填写整改期限" in text(take(city.town_officer, room, "refuse", **found, **second))
    assert state(room) == "builder_done"
    take(city.town_officer, room, "refuse", **found, **second, due_on_2=day)
    assert room.defects.count() == 2


def test_the_contractors_sheet_holds_measures_and_materials_and_nothing_of_the_family(city):
    room = building.building(city)
    sheet = reverse("hope_room_sheet", args=[room.child.code])
    shown = text(signed_in(city.town_officer).get(sheet))
    for word in (room.child.code, "4.00 × 2.60 × 2.80", "示范书桌 1.2 米", str(city.town)):
        assert word in shown
    assert not {word for word in LEFT if word in shown}
    assert "154" not in shown
    assert sheet in text(signed_in(city.town_officer).get(page(room)))
    assert sheet not in text(signed_in(city.finance).get(page(room)))
    assert signed_in(city.finance).get(sheet).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_there_in_both_languages(city, language):
    room = building.in_care(city)
    for user in (city.officer, city.city_staff):
        client = signed_in(user)
        client.cookies["django_language"] = language
        for address in (page(room), reverse("hope_board"), reverse("hope_districts")):
            assert client.get(address).status_code == 200
