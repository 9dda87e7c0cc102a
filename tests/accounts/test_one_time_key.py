"""一次性提交键: however often it is sent, it is done once and answered alike."""

import uuid
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import people
from tests.racing import CROWD, at_once
from zibo_youth.accounts import one_time
from zibo_youth.accounts.errors import KeyReused
from zibo_youth.accounts.models import ApiToken, OneTimeKey
from zibo_youth.accounts.one_time import once


@contextmanager
def without_the_constraint():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_onetimekey DROP CONSTRAINT one_time_key_used_once")
    try:
        yield
    finally:
        OneTimeKey.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE accounts_onetimekey ADD CONSTRAINT one_time_key_used_once UNIQUE (user_id, key)"
            )


def make_token(user):
    token = ApiToken.objects.create(user=user, label="race", digest=uuid.uuid4().hex, hint="race")
    return {"token": token.pk}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_64_replays_of_one_key_do_it_once_and_get_one_answer():
    user = people.newcomer()
    answers = at_once(lambda n: once(user, "key", {"asked": 1}, lambda: make_token(user)))
    assert ApiToken.objects.count() == 1
    assert answers == [{"token": ApiToken.objects.get().pk}] * CROWD


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_64_replays_do_it_many_times(monkeypatch):
    """Negative control: it is the constraint that holds the promise."""
    user = people.newcomer()
    plain = one_time.CLAIM.replace("ON CONFLICT (user_id, key) DO NOTHING", "")
    monkeypatch.setattr(one_time, "CLAIM", plain)
    with without_the_constraint():
        at_once(lambda n: once(user, "key", {"asked": 1}, lambda: make_token(user)))
        assert ApiToken.objects.count() > 1


@pytest.mark.django_db
def test_the_same_key_for_something_else_is_refused():
    user = people.newcomer()
    once(user, "key", {"asked": 1}, lambda: {"answer": 1})
    with pytest.raises(KeyReused):
        once(user, "key", {"asked": 2}, lambda: {"answer": 2})


@pytest.mark.django_db
def test_keys_of_two_people_are_two_keys():
    one, other = people.newcomer(), people.newcomer()
    assert once(one, "key", 1, lambda: {"answer": 1}) == {"answer": 1}
    assert once(other, "key", 1, lambda: {"answer": 2}) == {"answer": 2}


@pytest.mark.django_db
def test_a_refused_act_gives_its_key_back():
    user = people.newcomer()

    def refuse():
        raise KeyReused

    with pytest.raises(KeyReused):
        once(user, "key", 1, refuse)
    assert once(user, "key", 1, lambda: {"answer": 1}) == {"answer": 1}


@pytest.mark.django_db
def test_a_double_click_on_a_form_makes_one_token(client):
    client.force_login(people.newcomer())
    form = {"label": "小程序", "one_time_key": str(uuid.uuid4())}
    first, second = (client.post(reverse("tokens"), form) for _ in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, reverse("tokens"))
    assert ApiToken.objects.count() == 1


@pytest.mark.django_db
def test_a_form_shown_again_with_an_error_may_be_sent_again_with_its_key(client):
    client.force_login(people.newcomer())
    key = str(uuid.uuid4())
    assert client.post(reverse("tokens"), {"label": "", "one_time_key": key}).status_code == 400
    assert client.post(reverse("tokens"), {"label": "小程序", "one_time_key": key}).status_code == 302
    assert ApiToken.objects.count() == 1


@pytest.mark.django_db
def test_a_key_with_another_form_is_refused_in_words(client):
    client.force_login(people.newcomer())
    key = str(uuid.uuid4())
    client.post(reverse("tokens"), {"label": "一", "one_time_key": key})
    answer = client.post(reverse("tokens"), {"label": "二", "one_time_key": key}, follow=True)
    assert "这个提交键已用于另一份内容不同的申请" in answer.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 65, "\0", "钥匙", "a\nb"])
def test_a_key_that_no_form_of_ours_carries_is_passed_over(client, key):
    client.force_login(people.newcomer())
    for _ in range(2):
        assert client.post(reverse("tokens"), {"label": "小程序", "one_time_key": key}).status_code == 302
    assert ApiToken.objects.count() == 2
    assert not OneTimeKey.objects.exists()


@pytest.mark.django_db
def test_a_visitor_without_an_account_is_sent_to_log_in():
    assert Client().post(reverse("tokens"), {"one_time_key": "k"}).url.startswith(reverse("account_login"))
