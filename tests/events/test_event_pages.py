"""Pages of the events: the list and its wishes, registering, one's own, the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from events.models import Event, Registration, Session
from events.services.events import QuestionPlan
from events.services.sessions import QuotaPlan
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.django_db


def shown(client, **wish):
    return [line.session for line in client.get(reverse("events"), wish).context["lines"]]


def press(user, session, **said):
    told = {"quota": str(session.quotas.first().pk), "act": "register"} | said
    return signed_in(user).post(reverse("event_register", args=[session.public_id]), told)


def text(answer):
    return answer.content.decode()


# --- the list ------------------------------------------------------------------------------------


def test_the_list_shows_what_is_to_come_and_no_draft(client):
    turn = eventing.session()
    eventing.events.write_event(actor=people.officer(), plan=eventing.event_plan())
    past = eventing.session(starts_at=now() - timedelta(hours=1))
    Session.objects.filter(pk=past.pk).update(ends_at=now() - timedelta(minutes=1))
    assert shown(client) == [turn]


def test_the_list_by_kind_district_month_and_free_places(client):
    here = eventing.session(1, kind=Event.Kind.STUDY_TOUR, starts_at=eventing.clock(9, 5))
    there = eventing.session(of="linzi", starts_at=eventing.clock(9, 70))
    eventing.register(people.applicant(), here)
    assert shown(client, kind="study_tour") == [here]
    assert shown(client, district=there.event.reporting_org_id) == [there]
    assert shown(client, month=f"{there.starts_at:%Y-%m}") == [there]
    assert shown(client, free="on") == [there]


@pytest.mark.parametrize("month", ["2021-13", "0000-01", "二月", "2021-1", "2021-06-01"])
def test_a_month_that_is_none_is_said_so(client, month):
    answer = client.get(reverse("events"), {"month": month})
    assert answer.status_code == 200
    assert answer.context["form"].errors["month"]


def test_the_list_costs_the_same_for_ten_times_as_many(client, django_assert_max_num_queries):
    for _ in range(2):
        eventing.session()
    with django_assert_max_num_queries(6):
        client.get(reverse("events"))
    for _ in range(18):
        eventing.session(quotas=eventing.WOMEN_AND_MEN)
    with django_assert_max_num_queries(6):
        client.get(reverse("events"))


def test_the_feed_holds_what_the_list_shows(client):
    turn = eventing.session(kind=Event.Kind.LAW)
    eventing.session()
    answer = client.get(reverse("event_feed"), {"kind": "law"})
    calendar = Calendar.from_ical(answer.content)
    (one,) = calendar.walk("VEVENT")
    assert (str(one["summary"]), one["dtstart"].dt) == (turn.event.title, turn.starts_at)


def test_the_page_of_an_event_tells_places_and_the_rule_of_the_queue(client):
    turn = eventing.session(4, quotas=eventing.WOMEN_AND_MEN, most_together=2)
    page = text(client.get(turn.event.get_absolute_url()))
    assert "女生：2 个，已占 0 个" in page
    assert "最多 3 次" in page


def test_a_draft_is_no_page(client):
    draft = eventing.events.write_event(actor=people.officer(), plan=eventing.event_plan())
    assert client.get(draft.get_absolute_url()).status_code == 404


# --- registering ---------------------------------------------------------------------------------


def test_registering_leads_to_one_s_own_page():
    turn, user = eventing.session(), people.applicant()
    answer = press(user, turn)
    one = Registration.objects.get()
    assert answer.url == one.get_absolute_url()
    assert "已报名" in text(signed_in(user).get(answer.url))


def test_a_companion_a_line_and_the_answers():
    made = eventing.event(questions=(QuestionPlan("饮食", options="无、素食"),), most_together=3)
    turn, question = made.sessions.get(), made.questions.get()
    press(people.applicant(), turn, companions="王一\n\n王二\n", **{f"question_{question.pk}": "素食"})
    one = Registration.objects.get()
    assert [each.full_name for each in one.companions.all()] == ["王一", "王二"]
    assert (one.seats, one.answers.get().words) == (3, "素食")


def test_a_full_session_offers_the_queue_with_the_same_answers():
    turn, (first, second) = eventing.session(1), people.crowd(2)
    eventing.register(first, turn)
    answer = press(second, turn)
    assert "您可以加入候补" in text(answer)
    assert 'value="wait"' in text(answer)
    answer = press(second, turn, act="wait")
    page = text(signed_in(second).get(answer.url))
    assert "您在本组候补中排第 1 位。" in page


def test_under_18_the_form_asks_for_a_guardian():
    turn, minor = eventing.session(), people.applicant(born=eventing.minor_born())
    page = text(signed_in(minor).get(reverse("event_register", args=[turn.public_id])))
    assert "监护人姓名" in page
    told = {"guardian_name": "张父", "guardian_mobile": "13800138000", "relation": "父亲"}
    assert "请由监护人确认同意" in text(press(minor, turn, **told))
    press(minor, turn, agreed="on", **told)
    assert Registration.objects.get().permit.relation == "父亲"


def test_what_stands_in_the_way_is_told_before_the_form():
    turn = eventing.session(age_to=20)
    page = text(signed_in(people.applicant()).get(reverse("event_register", args=[turn.public_id])))
    assert "本活动面向 20 周岁以下（含）" in page
    assert "确认报名" not in page


def test_nobody_is_told_of_a_cancelling_that_is_over():
    turn = eventing.session(cancel_until=eventing.clock(9, -1))
    page = text(signed_in(people.applicant()).get(reverse("event_register", args=[turn.public_id])))
    assert "前可以自行取消" not in page
    assert "已过自行取消的时间，报名后要取消请致电 0533-0000000。" in page


def test_a_press_sent_twice_is_one_registration():
    turn, user = eventing.session(), people.applicant()
    client, key = signed_in(user), {"one_time_key": "a" * 32}
    told = {"quota": str(turn.quotas.get().pk), "act": "register"} | key
    answers = [client.post(reverse("event_register", args=[turn.public_id]), told) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [{"quota": "x"}, {"quota": "99999999999999999999"}, {"companions": "名" * 61}, {"companions": "\x00"}],
    ids=["a word", "too large", "a long name", "a null"],
)
def test_bad_input_is_told_and_writes_nothing(said):
    made = eventing.event(quotas=eventing.WOMEN_AND_MEN, most_together=3)
    answer = press(people.applicant(), made.sessions.get(), **said)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Registration.objects.exists()


# --- one's own -----------------------------------------------------------------------------------


def test_an_offer_is_taken_and_a_place_left_by_a_button_each():
    turn, (first, second) = eventing.session(1), people.crowd(2)
    held = eventing.register(first, turn)
    waiting = eventing.wait(second, turn)
    signed_in(first).post(held.get_absolute_url(), {"act": "cancel"})
    page = signed_in(second).get(waiting.get_absolute_url())
    assert "名额为您保留到" in text(page)
    signed_in(second).post(waiting.get_absolute_url(), {"act": "accept"})
    waiting.refresh_from_db()
    assert waiting.state == "registered"


def test_a_registration_is_its_person_s_alone():
    one = eventing.register(people.applicant(), eventing.session())
    assert signed_in(people.applicant("钱多")).get(one.get_absolute_url()).status_code == 404
    assert signed_in(people.officer()).get(one.get_absolute_url()).status_code == 404


# --- the desk ------------------------------------------------------------------------------------


def at_desk(user, session, act, **said):
    told = {f"{act}-{name}": value for name, value in said.items()} | {"act": act}
    return signed_in(user).post(reverse("managed_session", args=[session.public_id]), told)


def local(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


def test_an_event_is_written_planned_and_published_by_pages():
    by, plan = people.officer(), eventing.event_plan()
    told = {
        "kind": "forum",
        "title": "青年说",
        "summary": "聊聊淄博",
        "organiser": plan.organiser.pk,
        "reporting_org": plan.reporting_org.pk,
        "contact_phone": "0533-0000000",
        "most_together": "1",
        "questions": "*饮食：无、素食\n想听什么",
    }
    client = signed_in(by)
    answer = client.post(reverse("event_new"), told)
    made = Event.objects.get()
    assert [(each.words, each.is_required, each.options) for each in made.questions.all()] == [
        ("饮食", True, "无、素食"),
        ("想听什么", False, ""),
    ]
    hours = eventing.session_plan()
    when = {name: local(getattr(hours, name)) for name in ("starts_at", "ends_at", "opens_at", "closes_at")}
    session = when | {"cancel_until": local(hours.cancel_until), "capacity": "600", "place": "青年会客厅"}
    planned = {f"plan-{name}": value for name, value in session.items()} | {"act": "plan"}
    assert "第 1 行看不懂" in text(client.post(answer.url, planned | {"plan-quotas": "女生 很多"}))
    assert "第 1 行看不懂" in text(
        client.post(answer.url, planned | {"plan-quotas": "女生 0000001999999 女"})
    )
    client.post(answer.url, planned | {"plan-quotas": "女生 300 女\n男生 300 男"})
    client.post(answer.url, {"act": "publish"})
    made.refresh_from_db()
    parts = made.sessions.get().quotas.values_list("name", "gender", "capacity")
    assert (made.state, list(parts)) == ("published", [("女生", 2, 300), ("男生", 1, 300)])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("想听什么\n*", "每行须写出问题本身"),
        ("：甲、乙", "每行须写出问题本身"),
        ("选一个：" + "、".join(["选项"] * 120), "一个问题的选项最多 300 个字：选一个"),
    ],
    ids=["a star alone", "options alone", "options cut short"],
)
def test_a_question_that_cannot_be_asked_as_typed_is_not_stored(typed, said):
    by, plan = people.officer(), eventing.event_plan()
    told = plan.columns() | {"organiser": plan.organiser.pk, "reporting_org": plan.reporting_org.pk}
    told = {name: value for name, value in told.items() if value is not None} | {"questions": typed}
    assert said in text(signed_in(by).post(reverse("event_new"), told))
    assert not Event.objects.exists()


def test_the_desk_shows_who_comes_and_names_nobody_in_full():
    turn, user = eventing.session(), people.applicant()
    eventing.register(user, turn)
    page = text(signed_in(people.officer()).get(reverse("managed_session", args=[turn.public_id])))
    assert user.person.masked_name in page
    assert user.person.full_name not in page


def test_one_is_released_by_number_and_no_other_session_s():
    turn, other = eventing.session(), eventing.session()
    one, far = eventing.register(people.applicant(), turn), eventing.register(people.applicant("钱多"), other)
    by = people.officer()
    for number in (far.pk, one.pk + 2**63):
        assert "名单里没有这个序号" in text(at_desk(by, turn, "release", number=number, reason="重复"))
    at_desk(by, turn, "release", number=one.pk, reason="重复")
    one.refresh_from_db()
    assert one.state == "released"


def test_a_session_is_changed_resized_and_called_off_by_pages():
    parts = (QuotaPlan("上午", 1), QuotaPlan("下午", 1))
    turn, by = eventing.session(2, quotas=parts), people.officer()
    part = turn.quotas.get(name="上午")
    at_desk(by, turn, "resize", quota=part.pk, capacity="5")
    part.refresh_from_db()
    at_desk(by, turn, "call_off", reason="场馆停电")
    turn.refresh_from_db()
    assert (part.capacity, turn.state, turn.note) == (5, "cancelled", "场馆停电")


def test_another_district_finds_no_such_desk():
    turn = eventing.session()
    stranger = signed_in(people.officer(of="linzi"))
    for name, args in (("managed_event", turn.event.public_id), ("managed_session", turn.public_id)):
        assert stranger.get(reverse(name, args=[args])).status_code == 404


def test_the_list_of_a_session_costs_the_same_for_many():
    turn, by = eventing.session(40), people.officer()
    client, address = signed_in(by), reverse("managed_session", args=[turn.public_id])
    eventing.register(people.applicant(), turn)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for user in people.crowd(20):
        eventing.register(user, turn)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_after_the_session_how_many_came_is_told():
    turn, by = eventing.session(starts_at=now() - timedelta(hours=1)), people.officer()
    at_desk(by, turn, "held", attendance="120", source="签到表")
    turn.refresh_from_db()
    assert (turn.state, turn.attendance) == ("held", 120)


def test_the_desk_of_an_evening_of_relief_says_where_it_is_counted():
    told = "经另一人确认后计入月报"
    for kind, says in (("relief", True), ("forum", False)):
        turn = eventing.session(kind=kind)
        page = signed_in(people.officer()).get(reverse("managed_session", args=[turn.public_id]))
        assert (told in page.content.decode()) is says
