"""大字版 and 高对比: a cookie, a class on <html>, and the way back to the same page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def switch(client, name, back_to="/pages/about/"):
    return client.post("/display/", {"switch": name, "next": back_to})


def test_a_switch_is_kept_and_leads_back_to_the_same_page(client):
    answer = switch(client, "large", "/pages/about/?a=1")

    assert answer.headers["Location"] == "/pages/about/?a=1"
    assert '<html lang="zh-CN" class="large">' in client.get("/pages/about/").content.decode()


def test_the_second_press_turns_it_off_and_leaves_the_other_alone(client):
    switch(client, "large")
    switch(client, "contrast")
    switch(client, "large")

    assert '<html lang="zh-CN" class="contrast">' in client.get("/pages/about/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(client, target):
    assert switch(client, "large", target).headers["Location"] == "/"


def test_a_stranger_to_the_cookie_changes_nothing(client):
    client.cookies["display"] = 'x" onload="y.large'

    assert '<html lang="zh-CN" class="large">' in client.get("/pages/about/").content.decode()


def test_a_link_cannot_turn_it(client):
    assert client.get("/display/?switch=large").status_code == 405


def test_a_form_from_elsewhere_is_told_that_it_has_expired():
    answer = Client(enforce_csrf_checks=True).post("/display/", {"switch": "large"})

    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
