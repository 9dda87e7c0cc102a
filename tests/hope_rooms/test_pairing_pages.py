"""Pages of pairings and visits: a code until somebody opens a name, and a row for each look."""

from datetime import timedelta

from django.urls import reverse

from hope_rooms.models import Access, ChildVisit, Pairing, PairMember
from tests import hoping, pairing
from tests.people import signed_in
from zibo_youth.core.calendar import now, standing_at, today

HOUR = timedelta(hours=1)


def text(answer):
    return answer.content.decode()


def test_the_childs_page_shows_a_code_and_the_name_after_a_look_that_is_written_down(living, pair):
    client, page = signed_in(pairing.login(pair[0])), reverse("my_child", args=[living.pk])
    before = Access.objects.count()
    shown = text(client.get(page))
    assert living.child.code in shown
    assert "示小" not in shown
    assert "四年级" not in shown

    opened = client.post(page, {"act": "name"})

    assert "四年级" in text(opened)
    assert "no-store" in opened["Cache-Control"]
    assert Access.objects.count() == before + 1


def test_no_list_shows_a_name(living, pair, team):
    for user, page in ((pairing.login(pair[0]), "my_children"), (team.leader, "pairings")):
        shown = text(signed_in(user).get(reverse(page)))
        assert living.child.code in shown
        assert "小" not in shown.replace("小时", "").replace("希望小屋", "")


def test_one_proposes_the_other_accepts_and_sees_the_address_in_its_time(living, pair):
    tomorrow = today() + timedelta(2)
    told = {"kind": "tutoring", "day": tomorrow.isoformat(), "starts": "14:00", "hours": "2", "act": "ask"}
    first, second = (signed_in(pairing.login(one)) for one in pair)
    first.post(reverse("my_child", args=[living.pk]), told | {"is_at_home": "on"})
    visit = ChildVisit.objects.get()
    page = visit.get_absolute_url()
    assert "同意，一起去" not in text(first.get(page))
    assert "同意，一起去" in text(second.get(page))

    second.post(page, {"act": "accept"})

    assert ChildVisit.objects.get().state == "planned"
    assert "示范村" not in text(first.post(page, {"act": "address"}))


def test_the_address_is_shown_within_its_window(living, pair):
    visit = pairing.planned(living, pair, now() + HOUR)
    assert "示范村" in text(
        signed_in(pairing.login(pair[0])).post(visit.get_absolute_url(), {"act": "address"})
    )


def test_a_visit_is_called_off_in_few_words(living, pair):
    visit = pairing.planned(living, pair)
    client = signed_in(pairing.login(pair[0]))
    assert "最多写 120 个字" in text(
        client.post(visit.get_absolute_url(), {"act": "cancel", "words": "雨" * 121})
    )
    client.post(visit.get_absolute_url(), {"act": "cancel", "words": "大雨"})
    assert ChildVisit.objects.get(pk=visit.pk).state == "cancelled"


def test_a_visit_is_reported_and_reviewed_and_the_desk_opens_the_words_by_a_look(living, pair, team, city):
    visit = pairing.planned(living, pair, now() + HOUR)
    pairing.both_there(visit, pair)
    with standing_at(visit.ends_at + HOUR):
        client = signed_in(pairing.login(pair[0]))
        client.post(visit.get_absolute_url(), {"act": "report", "words": "一起读书。"})
        desk = signed_in(city.officer)
        page = reverse("pairing_visit", args=[visit.public_id])
        assert "一起读书" not in text(desk.get(page))
        assert "一起读书" in text(desk.post(page, {"act": "report"}))
        signed_in(team.leader).post(page, {"act": "accept", "note": ""})
    assert ChildVisit.objects.get(pk=visit.pk).state == "counted"


def test_the_leader_takes_a_pairing_from_the_request_to_the_beginning(city, team, pair):
    child = hoping.nominated(city).child
    signed_in(city.officer).post(reverse("pairing_ask"), {"child": child.code, "post": team.post.pk})
    wanted = Pairing.objects.get()
    client, page = signed_in(team.leader), wanted.get_absolute_url()
    numbers = {"first": pair[0].volunteer_no, "second": pair[1].volunteer_no}
    client.post(page, {"act": "propose", "unrelated": "on"} | numbers)
    assert PairMember.objects.standing().count() == 2
    pairing.family_agrees(city, child)
    for act in ("agree", "introduce", "begin"):
        client.post(page, {"act": act})
    assert Pairing.objects.get().state == "active"
    assert pair[0].volunteer_no in text(client.get(page))


def test_the_desk_names_the_silent_and_rehearses_the_month(living, team):
    since = today() - timedelta(50)
    Pairing.objects.filter(pk=living.pk).update(started_on=since)
    shown = text(signed_in(team.leader).get(reverse("pairings")))
    assert since.isoformat() in shown
    Pairing.objects.filter(pk=living.pk).update(started_on=today())
    shown = text(signed_in(team.leader).get(reverse("pairings")))
    assert (today() + timedelta(7)).isoformat() in shown
    assert since.isoformat() not in shown


def test_a_button_of_another_state_does_nothing(living, team):
    signed_in(team.leader).post(living.get_absolute_url(), {"act": "begin"})
    assert Pairing.objects.get(pk=living.pk).state == "active"


def test_the_desks_address_leads_the_pair_to_their_own_page(living, pair):
    answer = signed_in(pairing.login(pair[0])).get(living.get_absolute_url())
    assert answer.url == reverse("my_child", args=[living.pk])


def test_the_same_button_twice_asks_once(living, pair):
    told = {"kind": "tutoring", "day": (today() + timedelta(2)).isoformat(), "starts": "14:00", "hours": "2"}
    client = signed_in(pairing.login(pair[0]))
    for _number in range(2):
        client.post(reverse("my_child", args=[living.pk]), told | {"act": "ask", "one_time_key": "k1"})
    assert ChildVisit.objects.count() == 1
