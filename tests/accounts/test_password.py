"""密码: the second way in, limited, never weak."""

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import people
from zibo_youth.accounts.models import User

pytestmark = pytest.mark.django_db
GOOD = "correct horse 电池"


def try_password(browser, mobile, password):
    return browser.post(reverse("password_login"), {"login": mobile, "password": password})


def test_a_password_is_set_on_the_profile_and_opens_the_door_afterwards(client, log_in):
    mobile = people.mobile_number()
    log_in(mobile)
    assert client.post(reverse("password"), {"password": GOOD}).status_code == 302

    other = Client()
    assert try_password(other, mobile, GOOD).status_code == 302
    assert other.get(reverse("profile")).status_code == 200


def test_a_new_password_ends_every_other_session_and_keeps_this_one(client, log_in):
    mobile = people.mobile_number()
    with time_machine.travel("2026-06-01 10:00 +0800", tick=False) as clock:
        elsewhere = Client()
        log_in(mobile, elsewhere)
        clock.shift(61)
        log_in(mobile)
        client.post(reverse("password"), {"password": GOOD})
        assert client.get(reverse("profile")).status_code == 200
        assert elsewhere.get(reverse("profile")).status_code == 302


def test_an_old_session_must_prove_itself_before_it_sets_a_password(client, log_in):
    with time_machine.travel("2026-06-01 10:00 +0800", tick=False) as clock:
        mobile = people.mobile_number()
        log_in(mobile)
        clock.shift(601)
        client.post(reverse("password"), {"password": GOOD})
    assert not User.objects.get(mobile=mobile).has_usable_password()


@pytest.mark.parametrize("mobile", ["known", "unknown"])
def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(mobile):
    user = people.newcomer()
    user.set_password(GOOD)
    user.save()
    answer = try_password(
        Client(), user.mobile if mobile == "known" else people.mobile_number(), "wrong password"
    )
    assert answer.status_code == 400
    assert "手机号或密码不正确" in answer.content.decode()


def test_guesses_end_after_ten_in_a_quarter_of_an_hour():
    user = people.newcomer()
    user.set_password(GOOD)
    user.save()
    with time_machine.travel("2026-06-01 10:01 +0800", tick=False) as clock:
        for _ in range(10):
            try_password(Client(), user.mobile, "wrong password")
        answer = try_password(Client(), user.mobile, GOOD)
        assert answer.status_code == 429

        clock.shift(900)
        assert try_password(Client(), user.mobile, GOOD).status_code == 302


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "12345678",
        "password123",
        "19981231199",
        "zibo2021",
        "qingchunzibo2021",
        "淄博青年驿站2021",
        "iloveyou",
    ],
)
def test_weak_passwords_are_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak, people.newcomer())


def test_staff_need_twelve_characters():
    validate_password("Xk9#mQw2v", people.newcomer())
    with pytest.raises(ValidationError, match="12"):
        validate_password("Xk9#mQw2v", people.officer())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=13, max_size=64))
def test_any_long_password_of_mixed_characters_is_taken_whole(text):
    user = User(mobile="+8613900001234")
    user.set_password("K!" + text)
    assert user.check_password("K!" + text)
    assert not user.check_password("K!" + text[:-1])
