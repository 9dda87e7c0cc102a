"""Ways into an account or an office that stood open once, each tried again."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import people
from zibo_youth.accounts import limits, policy, services
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Organisation
from zibo_youth.api.authentication import PersonalToken

pytestmark = pytest.mark.django_db


def by_token(user, rf):
    request = rf.get("/", headers={"authorization": f"Token {services.create_token(user, '测试')[1]}"})
    return PersonalToken().authenticate(request)[0]


def test_a_token_carries_the_person_and_never_the_office(rf):
    officer = people.officer()

    known = by_token(officer, rf)

    assert officer.offices
    assert known.offices == []
    assert policy.may(officer, "stations.review_stay")
    assert not policy.reach(known, "stations.review_stay").districts
    assert policy.reach(known, "stations.view_stay").own == officer.person_id


def test_a_token_of_the_first_administrator_is_no_administrator_either(rf):
    root = people.administrator()
    root.is_superuser = True
    root.save()

    assert not policy.may(by_token(root, rf), "accounts.manage_user")
    assert policy.may(type(root).objects.get(pk=root.pk), "accounts.manage_user")


def test_changing_the_mobile_asks_for_a_fresh_proof(client):
    client.force_login(people.newcomer())

    answer = client.get(reverse("account_change_phone"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_logout"))


def test_an_address_out_of_codes_uses_up_nobody_elses():
    for _ in range(settings.CODES_PER_ADDRESS):
        limits.allow_code(people.mobile_number(), "192.0.2.1")
    wanted = people.mobile_number()

    with pytest.raises(TooOften):
        limits.allow_code(wanted, "192.0.2.1")

    limits.allow_code(wanted, "192.0.2.2")  # its owner, elsewhere, waits for nothing


def test_an_appointment_ends_the_sessions_that_a_code_alone_opened():
    user, old = people.newcomer(), Client()
    old.force_login(user)
    assert old.get(reverse("profile")).status_code == 200

    city = Organisation.objects.get(code="city")
    services.appoint(actor=policy.SYSTEM, user=user, organisation=city, role="city_staff")

    assert old.get(reverse("profile")).status_code == 302
    assert reverse("account_login") in old.get(reverse("profile"))["Location"]
