"""What tests of the front door share: a text message is read where the demonstration shows it."""

import re

import pytest
from django.urls import reverse

from zibo_youth.notifications.models import SmsMessage


@pytest.fixture
def ask_code(client, django_capture_on_commit_callbacks):
    """Ask for a code and say what came back."""

    def ask(mobile, browser=None):
        with django_capture_on_commit_callbacks(execute=True):
            return (browser or client).post(reverse("account_login"), {"phone": mobile})

    return ask


@pytest.fixture
def code_sent_to():
    """The six digits of the newest text message to a number."""

    def newest(mobile):
        text = SmsMessage.objects.filter(mobile=mobile).latest("id").text
        return re.search(r"(?<!\d)\d{6}(?!\d)", text)[0]

    return newest


@pytest.fixture
def enter(client):
    """Type a code into the second page."""

    def enter(code, browser=None):
        return (browser or client).post(reverse("account_confirm_login_code"), {"code": code})

    return enter


@pytest.fixture
def log_in(client, ask_code, code_sent_to, enter):
    """Walk the whole way with a number."""

    def walk(mobile, browser=None):
        ask_code(mobile, browser)
        return enter(code_sent_to(mobile), browser)

    return walk
