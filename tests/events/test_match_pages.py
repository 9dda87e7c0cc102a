"""Pages of matchmaking: from the public list to the result, and the desk; what each kind of visitor finds."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from events.match_sight import chosen_by
from events.models import MatchBlock, MatchProfile, MatchReport, MatchRound
from events.services import matchmaking
from tests import matching, people
from tests.people import signed_in
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def held():
    return matching.turn()


@pytest.fixture
def four(held):
    women, men = matching.guests(2, 2)
    return [matching.fast(user, held, 2001 + turn) for turn, user in enumerate((*women, *men))]


def browser(profile):
    return signed_in(matching.user_of(profile))


def page(client, name, held, **sent):
    address = reverse(name, args=[held.public_id])
    return client.post(address, sent, follow=True) if sent else client.get(address)


def test_the_public_page_shows_the_ratio_the_rules_and_no_person(client):
    session = matching.evening()
    held = matching.turn(session=session)
    women, men = matching.guests(3, 1)
    for user in (*women, *men):
        matching.come(user, held)
    told = client.get(reverse("matchmaking")).content.decode()
    assert "已报名：女 3 人，男 1 人" in told
    assert "男生较少，欢迎男生报名" in told
    assert "不收任何费用" in told
    assert women[0].person.full_name not in told
    english = client.get("/en" + reverse("matchmaking")).content.decode()
    assert "women 3, men 1" in english


def test_a_profile_is_handed_in_and_its_declaration_must_be_agreed_to(held):
    user = people.applicant()
    client = signed_in(user)
    assert page(client, "match_profile", held).status_code == 404
    matching.come(user, held)
    shown = page(client, "match_profile", held).content.decode()
    assert "如有虚假" in shown
    assert 'name="age"' not in shown
    said = {"single_declaration": "never_married", "visibility": "card", "photo": matching.photo()}
    assert "我已读以上承诺" in page(client, "match_profile", held, **said).content.decode()
    assert not MatchProfile.objects.exists()
    page(client, "match_profile", held, **said | {"photo": matching.photo()}, agreed="on")
    assert MatchProfile.objects.get().state == "waiting"
    assert "正在审核" in page(client, "match_profile", held).content.decode()


def test_nobody_but_owner_and_reviewer_sees_what_was_not_reviewed(held, four):
    waiting = matching.submit(matching.verified(people.applicant()), held)
    address = reverse("match_photo", args=[waiting.public_id])
    strangers = [browser(four[0]), signed_in(people.officer(of="huantai")), signed_in(people.administrator())]
    assert [each.get(address).status_code for each in strangers] == [404, 404, 404]
    reviewers = [browser(waiting), signed_in(people.city_staff())]
    assert [each.get(address).status_code for each in reviewers] == [200, 200]
    assert page(browser(waiting), "match_people", held).status_code == 404


def test_cards_show_badges_and_photos_to_the_round_and_only_during_it(held):
    ada = matching.admitted(people.applicant("示例女", people.FEMALE), held)
    carl = matching.admitted(people.applicant("示例男"), held)
    told = page(browser(ada), "match_people", held)
    assert str(carl.badge) in told.content.decode()
    assert "示例男" not in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    address = reverse("match_photo", args=[carl.public_id])
    assert browser(ada).get(address).status_code == 200
    outsider = matching.admitted(people.applicant(gender=people.FEMALE), matching.turn())
    assert browser(outsider).get(address).status_code == 404
    assert page(browser(outsider), "match_people", held).status_code == 404
    matching.hours_moved(held, closes_at=now())
    assert str(carl.badge) not in page(browser(ada), "match_people", held).content.decode()
    assert browser(ada).get(address).status_code == 404


def test_whoever_hides_the_photograph_shows_the_words(held):
    ada = matching.admitted(people.applicant(gender=people.FEMALE), held)
    carl = matching.admitted(people.applicant(), held, visibility="no_photo", introduction="会做饭")
    told = page(browser(ada), "match_people", held).content.decode()
    assert "会做饭" in told
    address = reverse("match_photo", args=[carl.public_id])
    assert address not in told
    assert browser(ada).get(address).status_code == 404


def test_choices_are_made_changed_and_shown_to_oneself(held, four):
    ada, bea, carl, dan = four
    client = browser(ada)
    page(client, "match_choose", held, slot_1=str(dan.badge), slot_2=str(carl.badge))
    assert chosen_by(ada) == [dan.pk, carl.pk]
    shown = page(client, "match_choose", held)
    assert re.search(rf"<strong>{dan.badge}</strong>、<strong>{carl.badge}</strong>", shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    twice = page(client, "match_choose", held, slot_1=str(dan.badge), slot_2=str(dan.badge))
    assert "同一位只能选一次" in twice.content.decode()
    for wrong in (bea.badge, ada.badge, 9999, "x"):
        assert page(client, "match_choose", held, slot_1=str(wrong)).status_code == 200
    assert chosen_by(ada) == [dan.pk, carl.pk]


def test_no_key_and_no_message_remembers_what_was_chosen(held, four):
    from zibo_youth.accounts.models import OneTimeKey

    ada, _bea, carl, _dan = four
    before = OneTimeKey.objects.count()
    page(browser(ada), "match_choose", held, slot_1=str(carl.badge), one_time_key="a" * 20)
    assert chosen_by(ada) == [carl.pk]
    assert OneTimeKey.objects.count() == before


def test_after_the_closing_the_page_takes_nothing(held, four):
    ada, _bea, carl, _dan = four
    matching.hours_moved(held, closes_at=now())
    told = page(browser(ada), "match_choose", held, slot_1=str(carl.badge))
    assert "现在不在互选时间内" in told.content.decode()
    assert matching.raw_choices(held) == 0


def test_the_result_shows_matches_then_telephones_after_both_said_yes(held, four):
    ada, bea, carl, _dan = four
    matching.choose(ada, carl)
    matching.choose(carl, ada)
    matching.choose(bea, carl)
    assert "结果还没有公布" in page(browser(ada), "match_result", held).content.decode()
    matching.released(held)
    told = page(browser(ada), "match_result", held)
    [match] = told.context["matches"]
    assert carl.person.mobile[-11:] not in told.content.decode()
    assert "没有互相选中的人" in page(browser(bea), "match_result", held).content.decode()
    for own in (ada, carl):
        page(browser(own), "match_result", held, act="yes", number=str(match.number))
    assert carl.person.mobile in page(browser(ada), "match_result", held).content.decode()
    page(browser(carl), "match_result", held, act="back", number=str(match.number))
    assert carl.person.mobile not in page(browser(ada), "match_result", held).content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "２", "0"])
def test_a_number_of_no_match_does_nothing(held, four, number):
    matching.released(held)
    assert page(browser(four[0]), "match_result", held, act="yes", number=number).status_code == 200


def test_a_report_blocks_and_reaches_the_city_without_a_word_on_choices(held, four):
    ada, _bea, carl, _dan = four
    matching.choose(ada, carl)
    client = browser(ada)
    empty = page(client, "match_safety", held, badge=str(carl.badge), act="report", words=" ")
    assert "请写明发生了什么" in empty.content.decode()
    assert not MatchBlock.objects.exists()
    page(client, "match_safety", held, badge=str(carl.badge), act="report", words="言语骚扰")
    made = MatchReport.objects.get()
    assert (MatchBlock.objects.count(), made.accused) == (1, carl)
    desk = signed_in(people.city_staff())
    assert str(carl.badge) in desk.get(reverse("match_reports")).content.decode()
    address = reverse("match_report", args=[made.pk])
    assert "言语骚扰" in desk.get(address).content.decode()
    desk.post(address, {"answer": "已请其离场"})
    made.refresh_from_db()
    assert made.state == "answered"
    assert signed_in(people.officer()).get(address).status_code == 404


# --- the desk ------------------------------------------------------------------------------------


def test_a_round_is_set_up_from_the_session_with_the_citys_numbers():
    session = matching.evening()
    desk = signed_in(people.officer())
    assert (
        reverse("match_round", args=[session.public_id])
        in desk.get(reverse("managed_session", args=[session.public_id])).content.decode()
    )
    address = reverse("match_round", args=[session.public_id])
    form = desk.get(address).context["form"]
    assert (form.initial["choices"], form.initial["table_minutes"]) == (3, 8)
    said = {name: value for name, value in form.initial.items() if not name.endswith("_at")}
    hours = {name: f"{form.initial[name]:%Y-%m-%dT%H:%M}" for name in ("opens_at", "closes_at")}
    desk.post(address, said | hours | {"pairing": "opposite"})
    assert MatchRound.objects.get().choices == 3
    assert desk.get(address).status_code == 200
    assert signed_in(people.officer(of="huantai")).get(address).status_code == 404


def press(desk, held, act, **fields):
    address = reverse("match_round", args=[held.session.public_id])
    return desk.post(address, {"act": act, **{f"{act}-{k}": v for k, v in fields.items()}}, follow=True)


def test_the_desk_seats_closes_and_releases_and_sees_numbers_alone(held, four):
    ada, _bea, carl, _dan = four
    matching.choose(ada, carl)
    matching.choose(carl, ada)
    desk = signed_in(people.officer())
    before = desk.get(reverse("match_round", args=[held.session.public_id])).content.decode()
    assert "提交互选" not in before
    assert "看不懂" in press(desk, held, "arrive", badges="2001 abc").content.decode()
    assert "新登记到场 3 人" in press(desk, held, "arrive", badges="2001，2003\n2004").content.decode()
    press(desk, held, "seat")
    for kind in ("csv", "xlsx"):
        sheet = desk.get(reverse("match_seats", args=[held.session.public_id, kind]))
        assert sheet.status_code == 200
    assert desk.get(reverse("match_seats", args=[held.session.public_id, "pdf"])).status_code == 404
    listing = desk.get(reverse("match_seat_list", args=[held.session.public_id])).content.decode()
    assert listing == "number,pool\n2001,F\n2003,M\n2004,M\n"
    assert "号桌" in page(browser(ada), "match_people", held).content.decode()
    press(desk, held, "close")
    told = press(desk, held, "release").content.decode()
    assert "互选成功（对）</dt><dd>1</dd>" in told
    assert ada.person.full_name not in told


def test_a_profile_is_reviewed_at_the_desk(held):
    own = matching.submit(matching.verified(people.applicant()), held)
    desk = signed_in(people.city_staff())
    address = reverse("match_review", args=[own.public_id])
    assert address in desk.get(reverse("match_reviews")).content.decode()
    shown = desk.get(address).content.decode()
    assert "未婚" in shown
    assert own.person.full_name not in shown
    assert "请逐项核对" in desk.post(address, {"version": 1, "act": "approve"}).content.decode()
    desk.post(address, {"version": 1, "act": "approve", "checks": matching.CHECKS})
    own.refresh_from_db()
    assert own.state == "approved"
    desk.post(address, {"version": 1, "act": "take_down", "note": "照片不是本人"})
    own.refresh_from_db()
    assert own.state == "refused"
    assert "照片不是本人" in page(browser(own), "match_profile", held).content.decode()


def test_nobody_reviews_oneself(held):
    officer = people.officer()
    own = matching.submit(matching.verified(people.applicant()), held)
    MatchProfile.objects.filter(pk=own.pk)
    officer.person = own.person
    officer.save(update_fields=["person"])
    client = signed_in(officer)
    assert client.get(reverse("match_review", args=[own.public_id])).status_code == 404


def test_the_steps_of_a_round_come_in_their_order(held):
    desk = signed_in(people.officer())
    address = reverse("match_round", args=[held.session.public_id])
    assert [step.act for step, _form in desk.get(address).context["offer"].steps] == [
        *("arrive", "seat", "change", "close"),
    ]
    matchmaking.close_choosing(actor=people.city_staff(), turn=held)
    assert [step.act for step, _form in desk.get(address).context["offer"].steps] == ["release", "arrive"]
