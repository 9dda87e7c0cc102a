"""The wizard: nothing asked twice, nothing lost, one stay for one intent."""

import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stations.models import Evidence, Stay
from stations.tasks import lapse_holds
from tests import people
from tests.stations import places
from zibo_youth.accounts.models import ConsentRecord
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.templatetags.portal import cn_days

pytestmark = pytest.mark.django_db

FROM_ELSEWHERE = {
    "check": "1",
    "non_native": "yes",
    "purpose": "job_seeking",
    "has_evidence": "yes",
    "nights": "2",
}


@pytest.fixture
def station():
    return places.station(rooms="male:2")


@pytest.fixture
def client(guest):
    return people.signed_in(guest)


def next_week():
    return today() + places.NEXT_WEEK


def dates(station, nights=2, arrival=None):
    return {"station": station.code, "arrival": (arrival or next_week()).isoformat(), "nights": str(nights)}


def post(client, name, data=None, **extra):
    return client.post(reverse(name), {"one_time_key": uuid.uuid4().hex} | (data or {}), **extra)


PURPOSE = {"purpose": "job_seeking", "purpose_detail": "某某公司 面试", "declared_non_native": "on"}
CONTACT = {
    "contact_mobile": "13900001234",
    "emergency_contact": "陈大山",
    "emergency_mobile": "13900005678",
    "arrival_time": "15:30",
}
AGREED = {"house_rules": "on", "lodging_consent": "on"}


def fill_in(client, station):
    """Every page up to the check answers."""
    post(client, "stay_dates", dates(station))
    post(client, "stay_room", {"room_wish": "shared"})
    post(client, "stay_purpose", PURPOSE | {"evidence_kind": "diploma", "evidence": places.picture()})
    return post(client, "stay_contact", CONTACT)


def both_nights():
    return cn_days([next_week(), next_week() + timedelta(days=1)])


def holds_lapse():
    """The half hour for which the chosen bed is held is over."""
    with standing_at(now() + timedelta(minutes=30)):
        lapse_holds()


def draft_of(user):
    return Stay.objects.get(guest=user.person, state="draft")


# --- the start page -----------------------------------------------------------------------------------


def test_a_visitor_is_told_every_rule_met_or_not(station):
    asked = (
        FROM_ELSEWHERE | dates(station) | {"age": "40", "non_native": "no", "arrival": today().isoformat()}
    )

    page = Client().get(reverse("stay_eligibility"), asked)

    failed = [verdict.rule_id for verdict in page.context["assessment"].refusals]
    assert failed == ["age_out", "native", "too_late"]
    text = page.content.decode()
    for verdict in page.context["assessment"].verdicts:
        assert verdict.label in text
        assert verdict.requirement in text
        assert verdict.clause in text
    assert "40 周岁" in text
    assert reverse("stay_dates") not in text


def test_a_visitor_who_passes_goes_on_with_the_answers_given(station):
    page = Client().get(reverse("stay_eligibility"), FROM_ELSEWHERE | dates(station) | {"age": "24"})

    assert page.context["assessment"].passed
    onward = parse_qs(urlsplit(page.context["onward"]).query)
    assert onward["station"] == [station.code]
    assert onward["purpose"] == ["job_seeking"]


def test_the_age_of_a_known_person_is_not_asked(client, station):
    assert "age" not in client.get(reverse("stay_eligibility")).context["form"].fields
    page = client.get(reverse("stay_eligibility"), FROM_ELSEWHERE | dates(station))
    assert page.context["assessment"].passed


@pytest.mark.parametrize(
    "bad",
    [
        {"age": "9" * 400},
        {"arrival": "2026-99-99"},
        {"arrival": "9999-12-31"},
        {"arrival": "0001-01-01"},
        {"nights": "-1"},
        {"nights": "1e9"},
        {"station": "x" * 500},
    ],
)
def test_odd_answers_are_errors_beside_their_fields(station, bad):
    page = Client().get(reverse("stay_eligibility"), FROM_ELSEWHERE | dates(station) | {"age": "24"} | bad)

    assert page.status_code == 200
    assert set(bad) <= set(page.context["form"].errors)


# --- the way through ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["stay_dates", "stay_room", "stay_purpose", "stay_contact", "stay_check"])
def test_log_in_and_identity_come_first_and_lead_back(name):
    address = reverse(name)
    assert Client().get(address).url.startswith(reverse("account_login"))

    client = Client()
    client.force_login(people.newcomer())
    answer = client.get(f"{address}?station=zd-01")
    assert answer.url.startswith(reverse("identity"))
    assert parse_qs(urlsplit(answer.url).query)["next"] == [f"{address}?station=zd-01"]


@pytest.mark.parametrize("name", ["stay_room", "stay_purpose", "stay_contact", "stay_check"])
def test_a_page_in_the_middle_begins_at_the_first(client, name):
    assert client.get(reverse(name)).url == reverse("stay_dates")


def test_from_the_first_page_to_the_number(client, guest, station):
    assert fill_in(client, station).url == reverse("stay_check")
    answer = post(client, "stay_check", AGREED)

    stay = Stay.objects.get(guest=guest.person)
    assert answer.url == reverse("stay_done", args=[stay.reference])
    assert (stay.state, stay.room_wish, stay.purpose_detail) == ("submitted", "shared", "某某公司 面试")
    assert stay.contact_mobile == "+8613900001234"
    assert stay.evidence.count() == 1
    assert stay.nights.count() == 2
    guest.person.refresh_from_db()
    assert guest.person.emergency_contact == "陈大山"
    done = client.get(answer.url).content.decode()
    assert stay.reference in done
    assert station.phone in done


def test_every_step_is_saved_and_shown_again(client, guest, station):
    fill_in(client, station)

    assert client.get(reverse("stay_dates")).context["form"].initial["station"] == station.code
    assert client.get(reverse("stay_room")).context["form"].initial["room_wish"] == "shared"
    assert client.get(reverse("stay_purpose")).context["form"].initial["purpose_detail"] == "某某公司 面试"
    assert client.get(reverse("stay_contact")).context["form"].initial["emergency_contact"] == "陈大山"
    assert Stay.objects.filter(guest=guest.person).count() == 1


def test_a_change_from_the_check_page_returns_there(client, station):
    fill_in(client, station)

    answer = client.post(reverse("stay_room") + "?from=check", {"room_wish": "single"})

    assert answer.url == reverse("stay_check")


def test_answers_of_the_start_page_are_not_asked_again(client, guest, station):
    client.post(reverse("stay_dates") + "?purpose=business_scouting&non_native=yes", dates(station))

    draft = draft_of(guest)
    assert (draft.purpose, draft.declared_non_native) == ("business_scouting", True)


def test_no_page_has_more_than_five_fields(client, station):
    fill_in(client, station)
    for name in ("stay_dates", "stay_room", "stay_purpose", "stay_contact", "stay_check"):
        assert len(client.get(reverse(name)).context["form"].fields) <= 5


# --- dates --------------------------------------------------------------------------------------------


def test_dates_say_the_rule_beside_the_field(client, station):
    page = post(client, "stay_dates", dates(station, nights=7, arrival=today() + timedelta(days=1)))

    assert page.context["form"].errors["nights"] == [
        "本年度免费入住 6 晚，您已使用 0 晚，本次最多还能申请 6 晚"
    ]
    assert "请至少提前 3 天申请" in page.context["form"].errors["arrival"][0]
    assert not Stay.objects.exists()


def test_a_full_house_offers_other_days_and_other_houses(client, station):
    near = places.station("zd-02")
    for name in ("甲一", "乙二"):
        places.submitted(people.applicant(name), station)

    page = post(client, "stay_dates", dates(station))

    assert page.context["form"].errors["arrival"] == [f"{both_nights()}没有空床了，请换一个日期或驿站"]
    offered = page.context["elsewhere"]
    assert next_week() - timedelta(days=2) in offered.dates
    assert next_week() + timedelta(days=1) not in offered.dates
    assert [other for other, _free in offered.stations] == [near]
    assert f"station={near.code}" in page.content.decode()


# --- evidence -----------------------------------------------------------------------------------------


def test_evidence_is_asked_for(client, station):
    post(client, "stay_dates", dates(station))

    page = post(client, "stay_purpose", PURPOSE)

    assert page.context["form"].errors["evidence"] == ["请上传面试通知、招聘会邀请等任意一份证明"]


def test_a_bad_file_is_named_and_the_good_one_and_the_text_stay(client, guest, station):
    post(client, "stay_dates", dates(station))
    bad = SimpleUploadedFile("假.jpg", b"<html>", "image/jpeg")

    page = post(client, "stay_purpose", PURPOSE | {"upload": "1", "evidence": [places.picture(), bad]})

    (error,) = page.context["form"].errors["evidence"]
    assert error.startswith("假.jpg：")
    draft = draft_of(guest)
    assert draft.evidence.count() == Evidence.objects.count() == 1
    assert draft.purpose_detail == "某某公司 面试"


def test_a_file_is_used_again_taken_off_and_deleted(client, guest, station):
    post(client, "stay_dates", dates(station))
    earlier = places.evidence(guest)

    post(client, "stay_purpose", PURPOSE | {"keep": str(earlier.public_id)})
    assert list(draft_of(guest).evidence.all()) == [earlier]

    post(client, "stay_purpose", PURPOSE | {"upload": "1"})
    assert not draft_of(guest).evidence.exists()

    post(client, "stay_purpose", PURPOSE | {"discard": str(earlier.public_id)})
    assert not Evidence.objects.exists()


def test_another_persons_file_is_neither_used_nor_deleted(client, guest, station):
    post(client, "stay_dates", dates(station))
    foreign = places.evidence(people.applicant("林小满"))

    post(
        client, "stay_purpose", PURPOSE | {"keep": str(foreign.public_id), "discard": str(foreign.public_id)}
    )

    assert not draft_of(guest).evidence.exists()
    assert Evidence.objects.filter(pk=foreign.pk).exists()


def test_six_files_are_one_too_many(client, station):
    post(client, "stay_dates", dates(station))
    colours = ("red", "green", "blue", "white", "black", "gold")

    page = post(
        client,
        "stay_purpose",
        PURPOSE | {"upload": "1", "evidence": [places.picture(colour=c) for c in colours]},
    )

    assert page.context["form"].errors["evidence"] == ["最多上传 5 份材料"]
    assert not Evidence.objects.exists()


# --- handing in ---------------------------------------------------------------------------------------


def test_neither_box_is_ticked_in_advance_and_both_are_needed(client, guest, station):
    fill_in(client, station)
    assert "checked" not in client.get(reverse("stay_check")).content.decode()

    page = post(client, "stay_check", {})

    assert set(page.context["form"].errors) == {"house_rules", "lodging_consent"}
    assert draft_of(guest)


def test_handing_in_records_the_consent(client, guest, station):
    ConsentRecord.objects.filter(user=guest, scope="lodging").delete()
    fill_in(client, station)

    post(client, "stay_check", AGREED)

    assert ConsentRecord.objects.filter(user=guest, scope="lodging", withdrawn_at=None).count() == 1


def test_a_double_click_gives_the_first_answer_again(client, guest, station):
    fill_in(client, station)
    sent = AGREED | {"one_time_key": "one-intent"}

    first = client.post(reverse("stay_check"), sent)
    second = client.post(reverse("stay_check"), sent)

    assert first.url == second.url
    assert Stay.objects.filter(guest=guest.person).count() == 1


def test_when_the_bed_is_gone_the_answers_stay_and_ways_on_are_offered(client, guest, station):
    near = places.station("zd-02")
    fill_in(client, station)
    holds_lapse()
    for name in ("甲一", "乙二"):
        places.submitted(people.applicant(name), station)

    page = post(client, "stay_check", AGREED)

    assert page.context["form"].non_field_errors() == [f"{both_nights()}没有空床了，请换一个日期或驿站"]
    assert [other for other, _free in page.context["elsewhere"].stations] == [near]
    assert draft_of(guest).purpose_detail == "某某公司 面试"

    post(client, "stay_dates", dates(near))
    post(client, "stay_check", AGREED)
    assert Stay.objects.get(guest=guest.person).station == near


def test_a_refusal_shows_every_rule(client, guest, station):
    fill_in(client, station)
    draft_of(guest).evidence.clear()

    page = post(client, "stay_check", AGREED)

    assert [verdict.rule_id for verdict in page.context["assessment"].refusals] == ["evidence"]
    assert "怎样满足" in page.content.decode()


def test_the_number_of_another_guest_is_not_found(client, station):
    foreign = places.submitted(people.applicant("林小满"), station)

    assert client.get(reverse("stay_done", args=[foreign.reference])).status_code == 404


def test_the_pages_are_english_under_en(client, station):
    page = client.get("/en/stations/apply/dates/")

    assert page.status_code == 200
    assert 'lang="en"' in page.content.decode()


# --- what nobody should send --------------------------------------------------------------------------

NAUGHTY = ["a\0b", "<script>alert(1)</script>", "' OR 1=1 --", "\u202e", "９" * 5000, "-1", "1e400", "None"]


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_field_of_no_page_breaks_on_naughty_text(client, guest, station, text):
    fill_in(client, station)
    before = draft_of(guest).arrival
    for name in ("stay_dates", "stay_room", "stay_purpose", "stay_contact", "stay_check"):
        fields = client.get(reverse(name)).context["form"].fields
        answer = post(client, name, dict.fromkeys([*fields, "keep", "discard", "one_time_key"], text))
        assert answer.status_code in (200, 302)
    assert draft_of(guest).arrival == before
    assert not guest.person.stays.exclude(state="draft").exists()
