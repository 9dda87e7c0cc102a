"""Pages of shifts: found, taken, waited for, handed over and left in a browser's requests; a leader's own pages."""

import re
import uuid
from datetime import timedelta

import pytest
from icalendar import Calendar

from tests import people, shifting, volunteering
from tests.people import signed_in
from tests.shifting import clock, sign_up, user_of, wait
from volunteers.models import NoShow, Shift, Signup, Skill, Swap
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.django_db


def page(client, address, **sent):
    return client.post(address, sent | {"one_time_key": uuid.uuid4().hex}) if sent else client.get(address)


@pytest.fixture
def one():
    return volunteering.volunteer()


@pytest.fixture
def client(one):
    return signed_in(user_of(one))


def test_the_list_greys_what_does_not_fit_and_says_why_and_fits_me_leaves_it_out(client, one):
    free = volunteering.shift(
        starts_at=clock(14), of=volunteering.post(volunteering.project(title="牵手关爱"))
    )
    taken = volunteering.shift(
        starts_at=clock(9), of=volunteering.post(volunteering.project(title="金晖助老"))
    )
    sign_up(one, taken)
    meeting = volunteering.shift(
        starts_at=clock(10), of=volunteering.post(volunteering.project(title="阳光助残"))
    )

    lines = page(client, "/volunteers/shifts/").context["lines"]
    said = {line["shift"].pk: line["obstacle"] for line in lines}
    assert said[free.pk] is None
    assert said[meeting.pk].code == "volunteer_shifts_collide"
    assert said[taken.pk].code == "volunteer_already_signed_up"
    told = page(client, f"/volunteers/shifts/?fits=on&day={clock(9).date()}")
    assert [line["shift"] for line in told.context["lines"]] == [free]
    assert page(client, f"/volunteers/shifts/?day={today() + timedelta(9)}").context["lines"] == []


def test_the_list_is_narrowed_by_what_one_can_do(client):
    drivers = volunteering.shift(starts_at=clock(9))
    volunteering.shift(starts_at=clock(9))
    skill = Skill.objects.get(code="driving")
    drivers.post.skills.add(skill, Skill.objects.get(code="first-aid"))

    told = page(client, f"/volunteers/shifts/?skill={skill.pk}")
    assert [line["shift"] for line in told.context["lines"]] == [drivers]
    assert str(skill) in page(client, drivers.get_absolute_url()).content.decode()
    assert str(skill) in page(client, drivers.post.project.get_absolute_url()).content.decode()
    assert page(client, "/volunteers/shifts/?skill=0").status_code == 200


def test_calendar_files_hold_what_one_has_promised_and_nothing_else(client, one):
    turn, offered = volunteering.shift(starts_at=clock(9)), volunteering.shift(starts_at=clock(13))
    mine = sign_up(one, turn)
    volunteering.signup(offered, one, state="offered", offer_until=now() + timedelta(hours=2))
    past = volunteering.shift(starts_at=now() - timedelta(days=2))
    volunteering.signup(past, one)

    single = f"{mine.get_absolute_url()}calendar.ics"
    for address in (single, "/volunteers/mine/shifts/calendar.ics"):
        answer = page(client, address)
        assert answer["Content-Type"].startswith("text/calendar")
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event.start == turn.starts_at
        assert event.end == turn.ends_at
        assert turn.post.name in str(event["summary"])
        assert str(event["location"]) == turn.place
    assert single in page(client, mine.get_absolute_url()).content.decode()
    assert "shifts/calendar.ics" in page(client, "/volunteers/mine/shifts/").content.decode()
    waiting = Signup.objects.get(shift=offered)
    assert page(client, f"{waiting.get_absolute_url()}calendar.ics").status_code == 404
    assert page(signed_in(user_of(volunteering.volunteer())), single).status_code == 404


def test_risks_are_told_before_the_button_and_the_place_is_taken_once(client, one):
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    address = f"/volunteers/shifts/{turn.public_id}/sign-up/"
    shown = page(client, address).content.decode()
    assert shown.index("步行较多，注意防暑") < shown.index('value="sign_up"')
    key = uuid.uuid4().hex
    for _ in range(2):
        answer = client.post(address, {"act": "sign_up", "one_time_key": key})
        assert answer.status_code == 302
    signup = Signup.objects.get()
    assert answer.url == f"/volunteers/mine/signups/{signup.pk}/"
    assert "已报名" in page(client, answer.url).content.decode()
    other = signed_in(user_of(volunteering.volunteer()))
    full = page(other, address, act="sign_up")
    assert "名额已满" in full.content.decode()
    assert page(other, address, act="standby").status_code == 302
    assert Signup.objects.standby().count() == 1


def test_every_rule_that_fails_stands_on_the_page_and_there_is_no_button(client, one):
    turn = volunteering.shift(volunteering.post(role="event", staffing="round"), starts_at=clock(9))
    for address in (turn.get_absolute_url(), f"/volunteers/shifts/{turn.public_id}/sign-up/"):
        shown = page(client, address).content.decode()
        assert "只面向招募录取" in shown
        assert "这个岗位还需要" in shown
        assert 'value="sign_up"' not in shown


def test_offers_swaps_and_leaving_by_the_pages(client, one):
    turn = volunteering.shift(starts_at=clock(9), capacity=1)
    holder = sign_up(volunteering.volunteer(), turn)
    wait(one, turn)
    shifting.sign_off(holder)
    mine = Signup.objects.get(volunteer=one)
    assert "名额为您保留到" in page(client, "/volunteers/mine/shifts/").content.decode()
    page(client, mine.get_absolute_url(), act="accept")
    other = volunteering.volunteer()
    page(client, f"/volunteers/mine/signups/{mine.pk}/swap/", number=other.volunteer_no)
    swap = Swap.objects.get()
    asked = signed_in(user_of(other))
    assert "请您接班" in page(asked, "/volunteers/mine/shifts/").content.decode()
    assert page(asked, swap.get_absolute_url(), act="accept").status_code == 302
    mine.refresh_from_db()
    taken = Signup.objects.get(volunteer=other)
    assert (mine.state, taken.state) == ("signed_off", "signed_up")
    page(asked, f"/volunteers/mine/signups/{taken.pk}/sign-off/", yes="1")
    taken.refresh_from_db()
    assert taken.state == "signed_off"
    assert page(client, f"/volunteers/mine/signups/{taken.pk}/").status_code == 404


def test_an_appeal_is_written_and_the_stop_is_told(client, one):
    for days in (6, 3):
        past = volunteering.shift(starts_at=now() - timedelta(days=days))
        record = shifting.no_show(volunteering.signup(past, one, state="no_show", seat=None, cap=None))
    shown = page(client, "/volunteers/mine/shifts/").content.decode()
    assert "暂停报名" in shown
    address = f"/volunteers/mine/no-shows/{record.pk}/appeal/"
    assert address in shown
    assert page(client, address, statement="").status_code == 200
    assert page(client, address, statement="我在场，没有扫码").status_code == 302
    record.refresh_from_db()
    assert record.state == "appealed"


def test_a_leader_opens_changes_suspends_and_calls_off_and_releases():
    post = volunteering.post()
    leader = signed_in(people.leader(post.project.organiser))
    assert post.project.title in page(leader, "/volunteers/shifts/manage/").content.decode()
    day = clock(9).date().isoformat()
    plan = {
        "day": day,
        "start": "22:00",
        "end": "01:00",
        "capacity": 2,
        "place": "东门",
        "free_hours": 12,
        "break_minutes": 0,
    }
    new = f"/volunteers/shifts/manage/posts/{post.pk}/new/"
    assert page(leader, new, **plan | {"start": "25:99"}).status_code == 200
    assert page(leader, new, **plan).status_code == 302
    turn = Shift.objects.get()
    assert turn.ends_at - turn.starts_at == timedelta(hours=3)
    signup = sign_up(volunteering.volunteer(), turn)
    manage = f"/volunteers/shifts/manage/{turn.public_id}/"
    shown = page(leader, manage).content.decode()
    assert re.search(rf"signups/{signup.pk}/release/", shown)
    assert page(leader, manage + "change/", **plan | {"place": "西门"}).status_code == 302
    assert "请写明理由" in page(leader, manage + "stop/", act="suspend", reason="").content.decode()
    page(leader, manage + "stop/", act="suspend", reason="雷雨")
    page(leader, manage + "stop/", act="resume", reason="")
    page(leader, f"/volunteers/shifts/manage/signups/{signup.pk}/release/", reason="人数有变")
    signup.refresh_from_db()
    page(leader, manage + "stop/", act="cancel", reason="场地检修")
    turn.refresh_from_db()
    assert (signup.state, turn.state, turn.place) == ("released", "cancelled", "西门")
    assert page(leader, f"/volunteers/shifts/manage/projects/{post.project.code}/").status_code == 200


def test_the_district_decides_appeals_in_the_admin_and_a_leader_only_comments():
    past = volunteering.shift(starts_at=now() - timedelta(days=3))
    gone = volunteering.signup(past, volunteering.volunteer(), state="no_show", seat=None, cap=None)
    record = shifting.no_show(gone, state="appealed", statement="我在场", appealed_at=now())
    leader, officer = people.leader(past.post.project.organiser), people.officer()
    address = "/admin/volunteers/noshow/"

    def act(user, action, **said):
        sent = {"action": action, "_selected_action": record.pk, "answered": "1"} | said
        return signed_in(user).post(address, sent)

    act(leader, "overturn", reason="不该由我决定")
    act(leader, "add_comment", comment="没有看到")
    record.refresh_from_db()
    assert (record.state, record.comment) == ("appealed", "没有看到")
    act(officer, "overturn", reason="照片证明在场")
    assert NoShow.objects.get().state == "overturned"
