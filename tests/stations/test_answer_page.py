"""The link of a follow-up: no log-in, no script, nothing told about anybody, and the same words for every wrong one."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stations.models import FollowUp, Placement
from tests import people
from tests.people import signed_in
from tests.stations import after
from zibo_youth.core.calendar import now, today
from zibo_youth.core.middleware import RequestLog
from zibo_youth.notifications.channels import sms
from zibo_youth.notifications.channels.sms import LONGEST, sms_text
from zibo_youth.notifications.kinds import kind_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(guest, station, operator):
    return after.stayed(guest, station, operator)


@pytest.fixture
def question(stay):
    """Asked thirty days after the check-out; the test stands on that day."""
    after.ask(30)
    with time_machine.travel(now() + timedelta(days=34)):
        yield after.asked(stay, "d30")


def address(question):
    return reverse("answer", args=[after.token(question)])


def said(**changes):
    return {"result": "employed_here", "employer": "示例机械公司", "signed_on": today().isoformat()} | changes


def test_a_stranger_to_the_portal_answers_and_is_thanked(client, question):
    page = client.get(address(question))
    assert page.status_code == 200
    assert "工作有着落了吗" in page.content.decode()

    answer = client.post(address(question), said(), follow=True)

    assert "已收到您的回答" in answer.content.decode()
    question.refresh_from_db()
    assert (question.result, question.via) == ("employed_here", "link")
    assert Placement.objects.get().state == "claimed"


def test_the_page_names_nobody_and_shows_no_answer(client, question, guest):
    client.post(address(question), said(comment="宿舍很好"))
    page = client.get(address(question)).content.decode()
    for told in (guest.person.full_name, guest.mobile, "示例机械公司", "宿舍很好", question.stay.reference):
        assert told not in page, told
    assert question.stay.guest.id_last4 not in re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_correction_replaces_the_answer(client, question):
    client.post(address(question), said())
    client.post(address(question), {"result": "looking"})
    question.refresh_from_db()
    assert (question.result, question.employer) == ("looking", "")
    assert Placement.objects.get().state == "withdrawn"


def test_what_is_missing_is_said_beside_the_field(client, question):
    page = client.post(address(question), {"result": "employed_here"})
    assert set(page.context["form"].errors) == {"employer", "signed_on"}
    page = client.post(address(question), said(signed_on=(today() + timedelta(days=1)).isoformat()))
    assert set(page.context["form"].errors) == {"signed_on"}
    assert FollowUp.objects.get(pk=question.pk).state == "asked"


def wrong_links(stay, question):
    """Unknown, malformed, not yet asked, and over."""
    link = after.token(question)
    yield "x" * 20
    yield link[:-1] + ("A" if link[-1] != "A" else "B")
    yield link + "A"
    yield "admin"
    yield after.token(after.asked(stay, "d90"))
    FollowUp.objects.filter(stay=stay, kind="d30").update(closes_on=today() - timedelta(days=1))
    yield link


def test_every_wrong_link_gets_the_same_page(client, stay, question):
    pages = set()
    for link in wrong_links(stay, question):
        for answer in (client.get(reverse("answer", args=[link])), client.post(f"/a/{link}/", said())):
            assert answer.status_code == 404, link
            pages.add(answer.content.decode().replace(link, ""))
    said_alike = {re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages}
    assert len(said_alike) == 1
    assert "这个链接无效，或回答的时间已过" in said_alike.pop()


def test_the_address_is_kept_by_nobody(client, question):
    for answer in (
        client.get(address(question)),
        client.get("/a/nothing/"),
        client.post(address(question), said()),
    ):
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer["Cache-Control"]


def test_the_log_keeps_no_key(rf, question):
    link = after.token(question)
    for path in (f"/a/{link}/", f"/en/a/{link}/"):
        assert link not in RequestLog.format_request(rf.get(path))
    assert RequestLog.format_request(rf.get("/en/a/abc/")) == "GET /en/a/-/"
    assert RequestLog.format_request(rf.get("/articles/abc/")) == "GET /articles/abc/"


def test_the_text_message_carries_the_link_and_what_is_kept_of_it_does_not(question, settings):
    text = sms_text(kind_of("stations.result_asked"), question)
    assert text.endswith(f"{settings.SITE_URL}{address(question)}")
    assert len(text) <= LONGEST
    settings.DEMO = False
    assert after.token(question) not in sms.storable(text)
    assert sms.storable("验证码 123456，5 分钟") == "验证码 ******，5 分钟"


def test_control_the_demonstration_shows_the_link(question):
    assert after.token(question) in sms.storable(sms_text(kind_of("stations.result_asked"), question))


def test_an_address_that_tries_many_links_is_stopped_and_no_other(client, question):
    for _ in range(60):
        client.get("/a/aaaaaaaaaaaaaaaaaaaa/")
    assert client.get("/a/aaaaaaaaaaaaaaaaaaaa/").status_code == 429
    assert client.get(address(question)).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(address(question)).status_code == 200


def test_control_right_links_are_not_counted(client, question):
    for _ in range(70):
        assert client.get(address(question)).status_code == 200


def test_one_link_takes_twenty_answers_a_day(client, question):
    for _ in range(20):
        assert client.post(address(question), {"result": "looking"}).status_code == 302
    page = client.post(address(question), {"result": "left"})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert FollowUp.objects.get(pk=question.pk).result == "looking"


def test_the_form_of_another_site_is_refused(question):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address(question), said()).status_code == 403
    assert FollowUp.objects.get(pk=question.pk).state == "asked"


def test_whoever_is_logged_in_as_somebody_else_answers_for_the_link_alone(question, guest):
    """The link is the key: another person's session neither helps nor is touched."""
    other = people.applicant("孙二川")
    signed_in(other).post(address(question), {"result": "looking"})
    question.refresh_from_db()
    assert (question.via, question.answered_by) == ("link", None)
    assert not FollowUp.objects.visible_to(other).exists()


def test_in_english_too(client, question):
    page = client.get(f"/en{address(question)}")
    assert "Have you found work?" in page.content.decode()
