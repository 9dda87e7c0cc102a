"""推荐码 on pages and in the API: prefilled by a link, refused beside its field, printed by its district."""

import uuid

import pytest
from django.urls import reverse

from stations.models import ReferralCode, Stay
from tests import people
from tests.houses import house
from tests.stations import places
from tests.stations.api.calls import Caller, body
from tests.stations.referrals import issue, partner
from tests.stations.test_wizard import AGREED, fill_in, post
from zibo_youth.accounts.limits import REFERRALS_PER_USER
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db):
    return issue(partner())[0]


@pytest.fixture
def wizard(guest):
    client = people.signed_in(guest)
    fill_in(client, places.station(rooms="male:2"))
    return client


# --- the wizard -------------------------------------------------------------------------------


def test_the_link_of_a_sheet_fills_the_code_in_and_the_hand_in_uses_it(code, wizard, guest):
    wizard.get(reverse("stay_eligibility"), {"referral": code.code})
    page = wizard.get(reverse("stay_check"))
    assert f'value="{code.code}"' in page.content.decode()

    post(wizard, "stay_check", AGREED | {"referral": code.code})

    stay = Stay.objects.get(guest=guest.person)
    code.refresh_from_db()
    assert (stay.state, code.stay) == ("submitted", stay)
    assert "referral" not in wizard.session


def test_a_wrong_code_is_refused_at_its_field_and_everything_stays_filled_in(wizard, guest):
    page = post(wizard, "stay_check", AGREED | {"referral": "ABCD-EFGH-JKLM"})

    form = page.context["form"]
    assert form.errors.as_data()["referral"][0].code == "referral_unknown"
    assert 'value="ABCD-EFGH-JKLM"' in page.content.decode()
    assert "checked" in str(form["house_rules"])
    draft = Stay.objects.get(guest=guest.person)
    assert (draft.state, draft.is_held) == ("draft", True)

    post(wizard, "stay_check", AGREED)
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_the_refusal_is_said_in_english_too(wizard):
    url = "/en" + reverse("stay_check")
    page = wizard.post(url, AGREED | {"referral": "ABCD-EFGH-JKLM"})
    assert "leave the field empty" in page.content.decode()


def test_guesses_are_counted_and_then_refused_even_when_right(code, wizard):
    for _ in range(REFERRALS_PER_USER):
        post(wizard, "stay_check", AGREED | {"referral": "ABCD-EFGH-JKLM"})

    page = post(wizard, "stay_check", AGREED | {"referral": code.code})

    assert [error.code for error in page.context["form"].non_field_errors().as_data()] == ["too_often"]
    assert ReferralCode.objects.get().state == "issued"


@pytest.mark.parametrize("said", ["x" * 41, "a\tb", ""])
def test_a_link_with_nonsense_is_not_remembered(client, said):
    assert client.get(reverse("stay_eligibility"), {"referral": said}).status_code == 200
    assert "referral" not in client.session


# --- the API ----------------------------------------------------------------------------------


@pytest.fixture
def call(guest):
    house("flexible:1", code="zd-01")
    return Caller(guest), places.evidence(guest)


def test_the_api_books_with_a_code_and_a_replay_is_given_the_first_answer(code, call):
    api, paper = call
    first, again = (api.book(body(paper, referral=code.code)) for _ in range(2))

    assert (first.status_code, again.json()) == (201, first.json())
    code.refresh_from_db()
    assert code.stay == Stay.objects.get()


def test_the_api_says_which_code_was_wrong_and_books_nothing(call):
    api, paper = call
    answer = api.book(body(paper, referral="ABCD-EFGH-JKLM"))

    assert (answer.status_code, answer.json()["code"]) == (409, "referral_unknown")
    assert not Stay.objects.exists()


def test_guesses_by_the_api_are_counted_though_each_is_undone(code, call):
    api, paper = call
    for number in range(REFERRALS_PER_USER):
        api.book(body(paper, referral="ABCD-EFGH-JKLM"), key=f"key-{number:08d}")

    answer = api.book(body(paper, referral=code.code), key="key-99999999")

    assert (answer.status_code, answer.json()["code"]) == (429, "too_often")


# --- the district -----------------------------------------------------------------------------


def test_the_district_issues_prints_and_revokes(code):
    client = people.signed_in(people.officer())
    page = client.post(
        code.partner.get_absolute_url(),
        {"count": "2", "valid_until": today().isoformat(), "one_time_key": uuid.uuid4().hex},
        follow=True,
    )
    printed = page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("partner_sheet", args=[code.partner.pk])
    assert all(each.code in printed for each in code.partner.codes.all())
    assert code.partner.codes.count() == 3

    client.post(
        reverse("referral_revoke", args=[code.pk]), {"reason": "遗失", "one_time_key": uuid.uuid4().hex}
    )
    sheet = client.get(reverse("partner_sheet", args=[code.partner.pk])).content.decode()
    assert code.code not in sheet
    listed = client.get(code.partner.get_absolute_url()).content.decode()
    assert "遗失" in listed
    assert code.code not in listed


def test_a_double_click_issues_once(code):
    client, key = people.signed_in(people.officer()), uuid.uuid4().hex
    asked = {"count": "2", "valid_until": today().isoformat(), "one_time_key": key}
    answers = [client.post(code.partner.get_absolute_url(), asked) for _ in range(2)]

    assert {answer.url for answer in answers} == {reverse("partner_sheet", args=[code.partner.pk])}
    assert code.partner.codes.count() == 3


def test_beyond_the_quota_the_form_says_so(code):
    client = people.signed_in(people.officer())
    asked = {"count": "5", "valid_until": today().isoformat()}
    page = client.post(code.partner.get_absolute_url(), asked)

    assert page.context["form"].errors.as_data()["count"][0].code == "quota_used_up"


def test_another_district_finds_nothing_and_the_city_reads_without_the_codes(code):
    number = code.partner.pk
    stranger = people.signed_in(people.officer("huantai"))
    assert code.partner.name not in stranger.get(reverse("partner_list")).content.decode()
    for name, key in (("partner", number), ("partner_sheet", number), ("referral_revoke", code.pk)):
        assert stranger.get(reverse(name, args=[key])).status_code == 404

    city = people.signed_in(people.city_staff())
    assert code.partner.name in city.get(reverse("partner_list")).content.decode()
    assert city.get(reverse("partner_sheet", args=[number])).status_code == 404
    page = city.post(reverse("partner", args=[number]), {"count": "1", "valid_until": today().isoformat()})
    assert page.context["form"].non_field_errors().as_data()[0].code == "not_allowed"


def test_the_funnel_tells_guests_apart_by_who_sent_them(code, wizard):
    post(wizard, "stay_check", AGREED | {"referral": code.code})
    officer = people.signed_in(people.officer())
    said = officer.get(reverse("stay_funnel"), {"by": "partner"})
    assert [(line["label"], line["applied"]) for line in said.context["lines"]] == [(code.partner.name, 1)]
