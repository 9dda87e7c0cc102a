"""动态口令: staff come in with two factors or not at all."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from tests import people
from zibo_youth.accounts.second_factor import current_code, demo_codes, device_of

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


def second(browser, code):
    return browser.post(reverse("mfa_authenticate"), {"code": code})


def test_staff_are_asked_for_the_second_factor_after_a_code(client, log_in):
    user = people.officer()
    assert log_in(user.mobile).url == reverse("mfa_authenticate")
    assert client.get(ADMIN).status_code == 302

    assert second(client, current_code(user)).status_code == 302
    assert client.get(reverse("profile")).status_code == 200


def test_staff_are_asked_for_it_after_a_password_too(client):
    user = people.officer()
    user.set_password("a phrase of twelve and more")
    user.save()
    answer = client.post(
        reverse("password_login"), {"login": user.mobile, "password": "a phrase of twelve and more"}
    )
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(reverse("profile")).status_code == 302


def test_a_wrong_code_opens_nothing_and_the_eleventh_try_is_refused(client, log_in):
    user = people.officer()
    log_in(user.mobile)
    with time_machine.travel("2026-06-01 10:01 +0800", tick=False):
        right = current_code(user)
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        for _ in range(10):
            second(client, wrong)
        second(client, right)
    assert client.get(reverse("profile")).status_code == 302


def test_a_code_of_the_authenticator_is_taken_once(log_in):
    user = people.officer()
    with time_machine.travel("2026-06-01 10:01:10 +0800", tick=False) as clock:
        code = current_code(user)
        first = Client()
        log_in(user.mobile, first)
        second(first, code)
        assert first.get(reverse("profile")).status_code == 200

        clock.shift(61)  # the tolerance would take it once more
        later = Client()
        log_in(user.mobile, later)
        second(later, code)
        assert later.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize(
    "page", [ADMIN, "/admin/accounts/person/", "/accounts/profile/", "/", "/api/v1/stations/"]
)
def test_staff_without_a_device_are_led_to_set_one_up_before_anything(client, page):
    user = people.officer()
    Authenticator.objects.all().delete()
    client.force_login(user)
    assert client.get(page).url == reverse("mfa_activate_totp")


def test_staff_without_a_device_set_one_up_and_go_on(client, log_in):
    user = people.city_staff()
    Authenticator.objects.all().delete()
    log_in(user.mobile)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200

    secret = page.context["form"].secret
    from allauth.mfa.totp.internal import auth

    code = auth.format_hotp_value(auth.hotp_value(secret, list(auth.yield_hotp_counters_from_time())[1]))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302

    assert client.get(reverse("profile")).status_code == 200
    device = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(device.data)


def test_staff_cannot_take_their_device_away(client):
    user = people.officer()
    client.force_login(user)
    client.post(reverse("mfa_deactivate_totp"))
    assert device_of(user)


def test_staff_sessions_end_after_half_an_hour_of_rest_and_after_eight_hours(client):
    user = people.officer()
    with time_machine.travel("2026-06-01 08:00 +0800", tick=False) as clock:
        client.force_login(user)
        for _ in range(19):
            assert client.get(reverse("profile")).status_code == 200
            clock.shift(25 * 60)
        clock.move_to("2026-06-01 16:01 +0800")
        assert client.get(reverse("profile")).status_code == 302

        client.force_login(user)
        assert client.get(reverse("profile")).status_code == 200
        clock.shift(31 * 60)
        assert client.get(reverse("profile")).status_code == 302


def test_an_applicant_rests_for_weeks(client):
    with time_machine.travel("2026-06-01 08:00 +0800", tick=False) as clock:
        client.force_login(people.newcomer())
        clock.shift(29 * 86400)
        assert client.get(reverse("profile")).status_code == 200


def test_the_demonstration_shows_the_codes_and_production_never_does(settings, capsys, client):
    user = people.officer()
    call_command("demo_totp", user.mobile)
    assert capsys.readouterr().out.strip() == current_code(user)
    assert current_code(user) in client.get(reverse("demo_messages")).content.decode()

    settings.DEMO = False
    for secret in (demo_codes, lambda: current_code(user)):
        with pytest.raises(ImproperlyConfigured):
            secret()
    with pytest.raises(CommandError):
        call_command("demo_totp", user.mobile)
    assert client.get(reverse("demo_messages")).status_code == 404
