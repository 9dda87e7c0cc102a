"""机器密钥: who gives a key to another system, how far it reaches, and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from tests import people
from tests.houses import house
from tests.matrix.asking import world
from tests.matrix.rows import ROWS
from tests.people import signed_in
from tests.reports.figures_api import FIGURES, KPIS, MONTHS, Machine, key, machine
from zibo_youth.accounts import limits
from zibo_youth.accounts import services as accounts
from zibo_youth.accounts.errors import MachineScopeInvalid, RecordRefused
from zibo_youth.accounts.models import MachineToken, Organisation
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed, StateChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return people.city_staff()


# --- the key ------------------------------------------------------------------------------------


def test_only_an_administrator_gives_a_key_and_takes_it_back(city):
    given = {"name": "平台", "contact": "科室", "scopes": ["reports:read"], "expires_on": today()}
    for somebody in (city, people.officer(), people.applicant()):
        with pytest.raises(NotAllowed):
            accounts.issue_machine_token(
                actor=somebody, organisation=Organisation.objects.get(code="city"), **given
            )
    token, _secret = key()
    with pytest.raises(NotAllowed):
        accounts.revoke_machine_token(actor=city, machinetoken=token)


def test_the_secret_is_stored_nowhere_and_who_gave_it_is_kept():
    token, secret = key()

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_machinetoken t")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT e::text FROM accounts_machinetokenevent e")
        trace = cursor.fetchone()[0]

    assert secret not in row
    assert secret not in trace
    assert token.digest in row
    assert token.digest not in trace
    assert str(token.issued_by).startswith("王管")


def test_a_key_is_for_the_city_or_for_a_unit_that_reports():
    operator = house("flexible:1").operator
    with pytest.raises(MachineScopeInvalid):
        key(of=operator.code)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_key_lasts_a_year_at_most(days):
    with pytest.raises(RecordRefused):
        key(days=days)
    token, _secret = key()
    with pytest.raises(IntegrityError, match="machine_token_lasts_a_year_at_most"):
        MachineToken.objects.filter(pk=token.pk).update(expires_on=today() + timedelta(days))


def test_a_key_may_do_something():
    token, _secret = key()
    with pytest.raises(IntegrityError, match="machine_token_may_do_something"):
        MachineToken.objects.filter(pk=token.pk).update(scopes=[])


def test_a_revoked_key_is_nobodys_from_the_next_call_on():
    token, secret = key()
    asking = Machine(secret)
    assert asking.get(KPIS).status_code == 200

    accounts.revoke_machine_token(actor=people.administrator(), machinetoken=token)

    answer = asking.get(KPIS)
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    with pytest.raises(StateChanged):
        accounts.revoke_machine_token(actor=people.administrator(), machinetoken=token)


def test_a_key_ends_with_its_last_day():
    token, secret = key(days=30)
    with standing_at(now() + timedelta(30)):
        assert Machine(secret).get(KPIS).status_code == 200
    with standing_at(now() + timedelta(31)):
        assert Machine(secret).get(KPIS).status_code == 401
    token.refresh_from_db()
    assert token.last_used_on == today() + timedelta(30)


def test_a_key_without_the_scope_reads_nothing():
    token, secret = key()
    MachineToken.objects.filter(pk=token.pk).update(scopes=["other:read"])

    answer = Machine(secret).get(FIGURES)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_the_admin_page_shows_a_secret_once_and_it_opens_the_door():
    client = signed_in(people.administrator())
    typed = {
        "name": "城市数据平台",
        "contact": "办公室",
        "organisation": Organisation.objects.get(code="city").pk,
        "scopes": ["reports:read"],
        "expires_on": (today() + timedelta(90)).isoformat(),
    }

    page = client.post("/admin/accounts/machinetoken/add/", typed, follow=True)

    token = MachineToken.objects.get()
    secret = next(word for word in page.content.decode().split("令牌：") if word.startswith("zbm_"))
    secret = secret.partition("。")[0]
    assert Machine(secret).get(KPIS).status_code == 200
    again = client.get(f"/admin/accounts/machinetoken/{token.pk}/change/").content.decode()
    assert secret not in again
    assert token.digest not in again

    client.post("/admin/accounts/machinetoken/", {"action": "revoke", "_selected_action": [token.pk]})
    assert Machine(secret).get(KPIS).status_code == 401


# --- how far a key reaches ------------------------------------------------------------------------


def api_addresses():
    known = world()
    return [known.address(route) for route in ROWS if route.startswith("api/")]


def test_a_key_opens_the_reports_and_no_other_door():
    """At every other address below /api/ it is worth as much as no key at all, by any method."""
    machine_, nobody = machine().client, signed_in(None)
    ours = {KPIS, MONTHS, FIGURES}
    others = [address for address in api_addresses() if address not in ours]
    assert len(others) > 15
    for address in others:
        for ask in ("get", "post", "put", "delete"):
            with_key, without = getattr(machine_, ask)(address), getattr(nobody, ask)(address)
            assert with_key.status_code == without.status_code, (ask, address)
    assert {machine_.get(address).status_code for address in ours} == {200}
    assert {machine_.post(address).status_code for address in ours} == {405}


def test_a_key_opens_no_page_and_no_admin(city):
    asking = machine().client
    assert asking.get("/city/").status_code == 302
    assert asking.get("/admin/").status_code == 302


def test_a_personal_token_is_no_machines_key(city):
    _token, secret = accounts.create_token(city, "test")
    client = signed_in(None, headers={"authorization": f"Token {secret}"})
    assert client.get(FIGURES).status_code == 401
    assert signed_in(None, headers={"authorization": f"Bearer {secret}"}).get(FIGURES).status_code == 401


def test_so_many_calls_a_minute_and_then_a_pause(monkeypatch):
    monkeypatch.setattr(limits, "MACHINE_CALLS_PER_MINUTE", 2)
    asking, other = machine(), machine()

    answers = [asking.get(KPIS) for _call in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too_often"
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert other.get(KPIS).status_code == 200
