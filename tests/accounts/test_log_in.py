"""登录: a number, six digits, and in; and everything that must not get in."""

import re
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests import people
from zibo_youth.accounts import services
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services.keeping import let_go_of
from zibo_youth.accounts.terms import term
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.notifications.models import SmsMessage

pytestmark = pytest.mark.django_db
MOBILE = "+8613900001234"


def is_in(browser):
    return browser.get(reverse("profile")).status_code == 200


def test_an_unknown_number_gets_in_with_its_code_and_is_an_applicant_from_then_on(
    client, ask_code, code_sent_to, enter
):
    answer = ask_code("139 0000 1234")
    assert answer.status_code == 302
    assert User.objects.get(mobile=MOBILE).person is None

    assert enter(code_sent_to(MOBILE)).status_code == 302

    assert is_in(client)
    user = User.objects.get(mobile=MOBILE)
    assert user.mobile_verified_at
    assert user.person.mobile == MOBILE
    assert not user.is_staff


def test_the_code_has_six_digits_and_is_new_each_time(ask_code, code_sent_to):
    codes = set()
    for _ in range(5):
        mobile = people.mobile_number()
        ask_code(mobile, Client())
        codes.add(code_sent_to(mobile))
    assert len(codes) == 5
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)


def test_a_wrong_code_is_refused_with_a_sentence_and_the_next_right_one_still_works(
    client, ask_code, code_sent_to, enter
):
    ask_code(MOBILE)
    right = code_sent_to(MOBILE)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"

    refused = enter(wrong)

    assert refused.status_code == 400
    assert "验证码不正确或已过期" in refused.content.decode()
    assert not is_in(client)
    enter(right)
    assert is_in(client)


def test_the_sixth_try_is_refused_even_with_the_right_code(client, ask_code, code_sent_to, enter):
    ask_code(MOBILE)
    right = code_sent_to(MOBILE)
    for _ in range(5):
        enter("000000" if right != "000000" else "000001")

    enter(right)

    assert not is_in(client)


def test_five_tries_are_counted_outside_the_session_so_that_parallel_guesses_count(
    client, ask_code, code_sent_to, enter
):
    ask_code(MOBILE)
    right = code_sent_to(MOBILE)
    before = Session.objects.get(pk=client.session.session_key).session_data
    for _ in range(5):
        enter("000000" if right != "000000" else "000001")
        Session.objects.update_or_create(
            pk=client.cookies["sessionid"].value,
            defaults={"session_data": before, "expire_date": now() + timedelta(days=1)},
        )  # each guess arrives with the session as it was

    enter(right)

    assert not is_in(client)


def test_a_code_is_used_once(client, ask_code, code_sent_to, enter):
    ask_code(MOBILE)
    key = client.session.session_key
    stash = Session.objects.get(pk=key).session_data
    code = code_sent_to(MOBILE)
    enter(code)
    assert is_in(client)

    Session.objects.update_or_create(
        pk=key, defaults={"session_data": stash, "expire_date": now() + timedelta(days=1)}
    )
    second = Client()
    second.cookies["sessionid"] = key
    enter(code, second)

    assert not is_in(second)


def test_a_code_opens_no_other_session_and_no_other_number(ask_code, code_sent_to, enter):
    ask_code(MOBILE, Client())
    stranger = Client()
    ask_code("13900005678", stranger)

    enter(code_sent_to(MOBILE), stranger)
    assert not is_in(stranger)

    bystander = Client()
    enter(code_sent_to(MOBILE), bystander)
    assert not is_in(bystander)


def test_a_code_is_dead_after_five_minutes(client, ask_code, code_sent_to, enter):
    with time_machine.travel("2026-06-01 10:00 +0800", tick=False) as clock:
        ask_code(MOBILE)
        code = code_sent_to(MOBILE)
        clock.shift(301)
        enter(code)
        assert not is_in(client)


def test_a_code_lives_for_five_minutes(client, ask_code, code_sent_to, enter):
    with time_machine.travel("2026-06-01 10:00 +0800", tick=False) as clock:
        ask_code(MOBILE)
        clock.shift(299)
        enter(code_sent_to(MOBILE))
        assert is_in(client)


def test_another_code_is_sent_after_a_minute_and_not_before(client, ask_code, code_sent_to, enter):
    page = reverse("account_confirm_login_code")
    with time_machine.travel("2026-06-01 10:00 +0800", tick=False) as clock:
        ask_code(MOBILE)
        clock.shift(59)
        client.post(page, {"action": "resend"})
        assert SmsMessage.objects.filter(mobile=MOBILE).count() == 1

        first = code_sent_to(MOBILE)
        clock.shift(1)
        client.post(page, {"action": "resend"})
        assert SmsMessage.objects.filter(mobile=MOBILE).count() == 2

        if code_sent_to(MOBILE) != first:
            enter(first)
            assert not is_in(client)
        enter(code_sent_to(MOBILE))
        assert is_in(client)


def test_ten_codes_a_day_for_a_number(ask_code):
    with time_machine.travel("2026-06-01 10:00 +0800", tick=False) as clock:
        for _ in range(12):
            answer = ask_code(MOBILE, Client())
            clock.shift(61)
        assert answer.status_code == 429
        assert "过于频繁" in answer.content.decode()
        assert SmsMessage.objects.filter(mobile=MOBILE).count() == 10

        clock.move_to("2026-06-02 10:00 +0800")
        assert ask_code(MOBILE, Client()).status_code == 302


def test_ten_codes_a_day_for_an_address_however_it_names_itself(settings, ask_code):
    settings.CODES_PER_ADDRESS = 10
    for n in range(12):
        browser = Client(headers={"x-forwarded-for": f"203.0.113.{n}"})
        ask_code(people.mobile_number(), browser)
    assert SmsMessage.objects.count() == 10


def test_behind_one_proxy_each_caller_has_the_own_address(settings, ask_code):
    settings.CODES_PER_ADDRESS = 1
    settings.TRUSTED_PROXIES = 1
    for n in range(3):
        browser = Client(headers={"x-forwarded-for": f"198.51.100.9, 203.0.113.{n}"})
        ask_code(people.mobile_number(), browser)
    assert SmsMessage.objects.count() == 3


def normalised(response):
    page = re.sub(r'value="[\w-]{30,}"', "", response.content.decode())
    return response.status_code, response.headers.get("Location"), page


def test_a_known_number_and_an_unknown_one_get_the_same_answer_byte_for_byte(ask_code, code_sent_to, enter):
    known, unknown = "+8613900001111", "+8613900021111"  # alike as the page masks them
    services.open_account(user=User.objects.create_user(known, "a long enough phrase"))
    answers = []
    for mobile in (known, unknown):
        browser = Client()
        asked = ask_code(mobile, browser)
        page = browser.get(reverse("account_confirm_login_code"))
        wrong = enter("not it", browser)
        answers.append([normalised(asked), normalised(page), normalised(wrong)])
    assert [a[:2] for a in answers[0]] == [a[:2] for a in answers[1]]
    assert answers[0] == answers[1]


def test_a_known_number_and_an_unknown_one_get_it_in_the_same_time(ask_code):
    def seconds(mobile):
        browser = Client()
        started = perf_counter()
        ask_code(mobile, browser)
        return perf_counter() - started

    known = [people.newcomer().mobile for _ in range(15)]
    unknown = [people.mobile_number() for _ in range(15)]
    times = [(seconds(k), seconds(u)) for k, u in zip(known, unknown, strict=True)]
    known_time, unknown_time = (median(column) for column in zip(*times, strict=True))
    assert 0.5 < known_time / unknown_time < 2


def test_a_disabled_account_stays_out(client, log_in):
    user = people.newcomer(mobile=MOBILE)
    User.objects.filter(pk=user.pk).update(is_active=False)

    answer = log_in(MOBILE)

    assert answer.url == reverse("account_inactive")
    assert not is_in(client)


def test_the_session_key_changes_at_log_in_and_the_old_one_is_dead(client, ask_code, code_sent_to, enter):
    ask_code(MOBILE)
    old = client.session.session_key
    enter(code_sent_to(MOBILE))
    thief = Client()
    thief.cookies["sessionid"] = old
    assert client.session.session_key != old
    assert not is_in(thief)


def test_log_out_ends_the_session_on_the_server(client, log_in):
    log_in(MOBILE)
    key = client.session.session_key
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345678901",
        "1390000123",
        "139000012345",
        "+8612345678901",
        "+1555",
        "abc",
        "+999999999999",
        "１３９",
    ],
)
def test_a_number_that_is_none_is_refused_with_a_sentence_and_nothing_is_stored(client, typed):
    answer = client.post(reverse("account_login"), {"phone": typed})
    assert answer.status_code == 400
    assert "请输入11位手机号码" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("13900001234", MOBILE),
        ("１３９００００１２３４", MOBILE),
        ("+86 139-0000-1234", MOBILE),
        ("008613900001234", MOBILE),
        ("+852 5123 4567", "+85251234567"),
        ("+44 7400 123456", "+447400123456"),
    ],
)
def test_numbers_are_taken_as_people_write_them(ask_code, typed, canonical):
    assert ask_code(typed).status_code == 302
    assert User.objects.get().mobile == canonical


def test_accounts_that_never_came_in_are_forgotten_and_others_are_not(ask_code):
    ask_code(MOBILE)
    kept = people.newcomer()
    with standing_at(now() + timedelta(days=2)):
        assert let_go_of(term("unused_accounts")) == 1
    assert list(User.objects.all()) == [kept]


def test_log_in_leads_back_to_the_page_that_asked_for_it_and_to_no_other_site(client, ask_code, code_sent_to):
    code_page = reverse("account_confirm_login_code")
    asked = client.get(reverse("identity"))
    client.post(asked.url, {"phone": MOBILE, "next": reverse("identity")})
    answer = client.post(code_page, {"code": code_sent_to(MOBILE), "next": reverse("identity")})
    assert answer.url == reverse("identity")

    other, elsewhere = Client(), "https://evil.example/"
    other.post(reverse("account_login"), {"phone": "13900009999", "next": elsewhere})
    answer = other.post(code_page, {"code": code_sent_to("+8613900009999"), "next": elsewhere})
    assert "evil" not in answer.url


@pytest.mark.parametrize("field", ["phone", "code", "login", "password"])
@pytest.mark.parametrize(
    "value",
    ["\0", "a\0b", "x" * 100_000, "'; DROP TABLE accounts_user; --", "\ud7ff\u202e", "<script>", "९९९९९९"],
)
def test_hostile_input_on_the_door_gets_a_4xx(client, ask_code, field, value):
    ask_code(MOBILE)
    for name in ("account_login", "account_confirm_login_code", "password_login"):
        browser = client if name == "account_confirm_login_code" else Client()
        answer = browser.post(
            reverse(name), {"phone": "1", "code": "1", "login": "1", "password": "1"} | {field: value}
        )
        assert answer.status_code in (400, 429)
