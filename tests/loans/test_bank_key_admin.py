"""银行回调密钥 in the admin: issued by an administrator, shown once, revoked from the list."""

import re

import pytest
from django.urls import reverse

from loans.models import BankKey
from tests import calling, crediting, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LIST, ADD = "admin:loans_bankkey_changelist", "admin:loans_bankkey_add"


@pytest.fixture
def bank():
    return crediting.bank()


def test_a_key_is_shown_once_and_then_never_again(bank):
    client = signed_in(people.administrator())
    page = client.post(reverse(ADD), {"bank": bank.pk}, follow=True).content.decode()
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    key = BankKey.objects.get()
    assert (key.bank, key.secret) == (bank, secret)
    for address in (reverse(LIST), reverse("admin:loans_bankkey_change", args=[key.pk])):
        again = client.get(address).content.decode()
        assert key.key_id in again
        assert secret not in again
        assert key.secret_sealed not in again


def test_a_third_key_is_refused_with_what_to_do(bank):
    for _each in range(2):
        calling.issued(bank)
    page = signed_in(people.administrator()).post(reverse(ADD), {"bank": bank.pk}, follow=True)
    assert "已有两把有效的密钥，请先停用一把再发放" in page.content.decode()
    assert BankKey.objects.count() == 2


def test_a_revoked_key_signs_nothing(bank):
    key, secret = calling.issued(bank)
    told = {"action": "revoke", "_selected_action": [key.pk]}
    signed_in(people.administrator()).post(reverse(LIST), told)
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert calling.send(bank, secret, {}).status_code == 401


@pytest.mark.parametrize("who", [people.city_staff, people.officer])
def test_nobody_else_issues_one(bank, who):
    assert signed_in(who()).post(reverse(ADD), {"bank": bank.pk}).status_code == 403
    assert not BankKey.objects.exists()
