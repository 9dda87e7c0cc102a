"""When something fails: plain words, a way back, and nothing asked of the part that is broken."""

import pytest
import structlog
from django.db import OperationalError

from tests import people
from zibo_youth import views


def test_a_page_that_does_not_exist_says_so_in_the_language_of_its_address(client, db):
    chinese, english = client.get("/nope/"), client.get("/en/nope/")

    assert (chinese.status_code, english.status_code) == (404, 404)
    assert 'lang="zh-CN"' in chinese.content.decode()
    assert 'lang="en"' in english.content.decode()
    assert 'href="/en/"' in chinese.content.decode()


def test_a_fault_is_told_with_the_number_the_log_knows(rf, db, django_assert_num_queries):
    with structlog.contextvars.bound_contextvars(request_id="0f3a9c11-long"), django_assert_num_queries(0):
        answer = views.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "0f3a9c11" in answer.content.decode()


def test_a_database_out_of_reach_is_busy_not_broken(rf):
    try:
        raise OperationalError
    except OperationalError:
        answer = views.server_error(rf.get("/"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_even_a_broken_error_page_answers(rf, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(views, "render_to_string", broken)

    answer = views.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "请稍后再试" in answer.content.decode()


def test_an_address_that_only_a_button_opens_says_so(client, db):
    client.force_login(people.applicant())
    answer = client.get("/accounts/messages/read/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "要用页面上的按钮打开" in answer.content.decode()
    assert "什么也没有改变" in answer.content.decode()


def test_a_machine_is_told_by_the_api_itself(client, db):
    answer = client.delete("/api/v1/stations/")
    assert answer["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
def test_pages_that_stand_alone_need_no_request(template):
    page = views._standing_alone(template, 500).content.decode()

    assert "回到首页" in page
    assert "青春淄博" in page
