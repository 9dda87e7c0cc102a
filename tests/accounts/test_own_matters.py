"""我的授权、我的数据、接口令牌: what is one's own, and nobody else's."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from tests import people
from zibo_youth.accounts import own_data, services
from zibo_youth.accounts.errors import TokensFull
from zibo_youth.accounts.models import ApiToken, ConsentRecord, ConsentText, Membership, User
from zibo_youth.accounts.services.consent import has_consented

pytestmark = pytest.mark.django_db


def test_agreeing_twice_is_agreeing_once():
    user = people.newcomer()
    assert services.give_consent(user, "privacy") == services.give_consent(user, "privacy")


def test_a_new_version_asks_again_and_ends_the_old_record():
    user = people.newcomer()
    old = services.give_consent(user, "privacy")
    words = ConsentText.objects.values("title", "summary", "body", "title_en", "summary_en", "body_en").get(
        scope="privacy", version=1
    )
    ConsentText.objects.create(scope="privacy", version=9, effective_from=date(2021, 1, 1), **words)
    new = services.give_consent(user, "privacy")
    old.refresh_from_db()
    assert new.text.version == 9
    assert old.withdrawn_at


def test_words_of_tomorrow_are_not_in_force_today():
    ConsentText.objects.create(
        scope="privacy", version=9, effective_from=date(2999, 1, 1), title="t", summary="s", body="b"
    )
    assert services.give_consent(people.newcomer(), "privacy").text.version < 9


def test_the_notice_in_force_names_the_questions_after_a_stay(client):
    for address, word in (
        ("/accounts/consents/privacy/v2/", "回访"),
        ("/en/accounts/consents/privacy/v2/", "Follow-up"),
    ):
        assert word in client.get(address).content.decode()
    assert services.give_consent(people.newcomer(), "privacy").text.version == 2


def test_withdrawal_tells_its_effect_first_and_works_with_one_click(client):
    user = people.newcomer()
    record = services.give_consent(user, "lodging", address="203.0.113.9")
    assert "203.0.113" not in record.address_hash
    client.force_login(user)
    page = reverse("consent_withdraw", args=[record.pk])
    assert "将不能办理入住" in client.get(page).content.decode()
    assert has_consented(user, "lodging")
    client.post(page)
    assert not has_consented(user, "lodging")
    assert "撤回" in client.get(reverse("consents")).content.decode()


def test_nobody_withdraws_for_another(client):
    record = services.give_consent(people.newcomer(), "privacy")
    client.force_login(people.newcomer())
    assert client.post(reverse("consent_withdraw", args=[record.pk])).status_code == 404
    assert ConsentRecord.objects.get().withdrawn_at is None


@pytest.mark.parametrize("scope", ["privacy", "id_number", "lodging"])
def test_the_full_words_stand_open_to_everybody_in_both_languages(client, scope):
    assert "保存" in client.get(f"/accounts/consents/{scope}/v1/").content.decode()
    assert "consent" in client.get(f"/en/accounts/consents/{scope}/v1/").content.decode().lower()
    assert client.get(f"/accounts/consents/{scope}/v99/").status_code == 404


def test_a_token_is_shown_once_and_kept_as_a_digest(client):
    user = people.newcomer()
    client.force_login(user)
    page = client.post(reverse("tokens"), {"label": "小程序"}, follow=True).content.decode()
    token = ApiToken.objects.get()
    secret = page.split('class="token">')[1].split("<")[0]
    assert secret.endswith(token.hint)
    assert services.user_of_token(secret) == user
    assert secret not in client.get(reverse("tokens")).content.decode()
    assert secret[4:] not in str(ApiToken.objects.values())


def test_a_revoked_token_and_one_of_a_disabled_account_are_nobodys():
    user = people.newcomer()
    token, secret = services.create_token(user, "一")
    services.revoke_token(token)
    assert services.user_of_token(secret) is None

    _, other = services.create_token(user, "二")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert services.user_of_token(other) is None


@pytest.mark.parametrize("secret", ["", "zby_", "x" * 10_000, "令牌", "\0"])
def test_what_is_no_token_is_nobodys(secret):
    assert services.user_of_token(secret) is None


def test_nobody_revokes_the_token_of_another(client):
    token, _ = services.create_token(people.newcomer(), "一")
    client.force_login(people.newcomer())
    assert client.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_ten_tokens_are_enough():
    user = people.newcomer()
    for n in range(10):
        services.create_token(user, str(n))
    with pytest.raises(TokensFull):
        services.create_token(user, "eleven")


def test_my_data_names_everything_the_portal_holds(client, log_in):
    user = people.applicant("林小满", people.FEMALE, university="山东大学")
    log_in(user.mobile)
    answer = client.post(reverse("own_data_file"))
    told = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert told["person"]["full_name"] == "林小满"
    assert told["person"]["id_number"] == user.person.id_number
    assert {consent["scope"] for consent in told["consents"]} == {"privacy", "id_number", "lodging"}
    assert set(told) >= set(own_data._parts)


def test_my_data_asks_an_old_session_to_prove_itself(client):
    client.force_login(people.newcomer())
    assert client.post(reverse("own_data_file")).status_code == 302


def test_a_programme_adds_its_part_once(monkeypatch):
    monkeypatch.setattr(own_data, "_parts", {})
    own_data.add_part("stays", lambda user: [user.mobile])
    user = people.newcomer()
    assert own_data.everything_about(user)["stays"] == [user.mobile]
    with pytest.raises(ValueError, match="twice"):
        own_data.add_part("stays", list)


def test_details_are_changed_and_shown(client):
    client.force_login(people.newcomer())
    client.post(
        reverse("details"),
        {"education": "master", "native_place": "山东菏泽", "emergency_mobile": "139 0000 1234"},
    )
    page = client.get(reverse("profile")).content.decode()
    assert "硕士" in page
    assert "山东菏泽" in page


@pytest.mark.parametrize(
    "page",
    ["profile", "identity", "details", "password", "consents", "own_data", "tokens", "account_change_phone"],
)
def test_a_visitor_is_led_to_log_in(client, page):
    assert client.get(reverse(page)).url.startswith(reverse("account_login"))


def test_signed_in_pages_are_kept_by_no_cache_and_public_ones_may_be(client):
    assert "no-store" not in client.get("/pages/about/").headers.get("Cache-Control", "")
    client.force_login(people.newcomer())
    for page in ("/pages/about/", reverse("profile")):
        assert "no-store" in client.get(page)["Cache-Control"]


def test_a_new_mobile_number_is_proved_by_its_own_code(
    client, log_in, code_sent_to, django_capture_on_commit_callbacks
):
    old, new = people.mobile_number(), people.mobile_number()
    log_in(old)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_change_phone"), {"phone": new})
    assert User.objects.get().mobile == old
    client.post(reverse("account_verify_phone"), {"code": code_sent_to(new)})
    user = User.objects.get()
    assert (user.mobile, user.person.mobile) == (new, new)


def test_the_first_administrator_is_made_once(capsys):
    for _ in range(2):
        call_command("create_administrator", "13900001234", "王管")
    user = User.objects.get()
    assert user.is_staff
    assert not user.is_superuser
    assert not user.has_usable_password()
    assert Membership.objects.get().role == "administrator"
    with pytest.raises(CommandError):
        call_command("create_administrator", "123", "王管")


def test_demo_token_prints_the_token_and_nothing_else(capsys, settings):
    user = people.newcomer()
    call_command("demo_token", user.mobile)
    assert services.user_of_token(capsys.readouterr().out.removesuffix("\n")) == user
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_token", user.mobile)
