"""文字: every kind has its words, and every text message is one message long, whatever the names."""

from datetime import date

import pytest
from django.template.loader import get_template
from django.utils import timezone, translation

from stations.models import StayTransition
from tests.notifications.abouts import about
from zibo_youth.notifications.channels.sms import LONGEST, TEXTS, signed, sms_text
from zibo_youth.notifications.kinds import EMAIL, SMS, all_kinds, kind_of

VOLUNTEERS = [kind for kind in all_kinds() if kind.key.startswith("volunteers.")]
HOPE_ROOMS = [kind for kind in all_kinds() if kind.key.startswith("hope_rooms.")]
LOANS = [kind for kind in all_kinds() if kind.key.startswith("loans.")]
SAFETY = [kind for kind in all_kinds() if kind.key.startswith("safety.")]
EVENTS = [kind for kind in all_kinds() if kind.key.startswith("events.")]
SAFETY = [kind for kind in all_kinds() if kind.key.startswith("safety.")]
STATIONS = [kind for kind in all_kinds() if kind.key.startswith("stations.")]
TEXTED = [kind for kind in all_kinds() if SMS in kind.channels or kind in STATIONS]
EXPECTED = {
    "stay_submitted", "stay_approved", "stay_returned", "stay_rejected", "stay_cancelled", "stay_withdrawn",
    "stay_expired", "review_lapsed", "review_release_soon", "stay_no_show", "review_half_time", "review_overdue", "arrival_tomorrow", "arrival_today",
    "departure_today", "checked_in", "checked_out", "stay_waiting", "bed_offered", "hold_closed", "dates_changed", "reinstated", "bed_changed",
    "strike_recorded", "strike_upheld", "strike_lifted", "suspended", "extra_nights_granted", "extra_nights_revoked",
    "survey_asked", "result_asked", "placement_confirmed", "placement_declined",
    "lounge_booked", "lounge_cancelled", "lounge_closed", "lounge_series_booked", "lounge_series_cancelled",
    "lounge_requested", "lounge_refused", "lounge_lapsed", "lounge_series_to_keep",
    "lounge_series_released", "lounge_reminder",
    "rehousing_proposed", "rehousing_reminder", "rehousing_to_arrange", "rehousing_settled",
    "rehousing_withdrawn", "rehousing_to_call", "answer_soon", "answer_lapsed", "review_answered", "party_ended",
}  # fmt: skip

EXPECTED_OF_VOLUNTEERS = {
    "registered", "member_asked", "member_decided", "item_checked", "item_ends", "slot_released", "slot_lost",
    "signup_confirmed", "place_released", "place_rearranged", "shift_cancelled", "shift_changed", "shift_suspended", "shift_resumed",
    "standby_offer", "offer_lapsed", "shift_reminder", "swap_asked", "swap_accepted", "swap_declined",
    "no_show_recorded", "no_show_upheld", "no_show_overturned",
    "check_out_forgotten", "review_due",
    "application_received", "round_offer", "round_offer_ends", "round_offer_lapsed", "waitlisted", "round_result",
    "roster_offer", "roster_accepted", "roster_lapsed",
    "hours_recorded", "hours_imported", "hours_import_taken_back", "claim_asked", "claim_refused", "dispute_asked", "dispute_answered",
    "certificate_asked", "certificate_decided", "certificate_ended",
    "delegate_named", "candidate_named", "ballot_open", "result_announced", "panel_asked", "award_asked",
    "nomination_decided",
    "alert_issued", "alert_lifted", "patrol_not_closed", "ticket_assigned", "ticket_overdue",
}  # fmt: skip

EXPECTED_OF_HOPE_ROOMS = {
    "counsellor_named", "counsellor_ended",
    "pairing_began", "handover_due", "visit_asked", "visit_planned", "visit_red",
    "visit_due", "visit_overdue", "visits_caught_up", "survey_named", "room_overdue",
    "concern_waits", "concern_account_due",
    "emergency_taken", "looks_to_review", "request_recorded", "audit_pack_made",
}  # fmt: skip

EXPECTED_OF_LOANS = {
    "application_submitted", "more_info_asked", "recommended", "offered", "rejected", "expired",
    "call_closing", "offer_ending", "payment_due",
    "guarantee_letter", "guarantee_claimed", "guarantee_claim_waits", "guarantee_paid", "guarantee_released",
}  # fmt: skip

EXPECTED_OF_EVENTS = {
    "registered", "waiting", "offer", "offer_lapsed", "released",
    "session_cancelled", "session_moved", "session_soon", "entered", "drawn", "not_drawn",
    "in_review", "review_overdue", "admitted_waiting", "refused", "attended", "certificate_revoked",
    "segment_message", "round_published", "match_admitted", "match_refused", "match_released", "match_contact",
    "couple_joined", "couple_submitted", "couple_returned", "couple_reminder", "couple_eligible", "couple_refused",
    "couple_admitted", "couple_reserve", "couple_offer", "couple_lapsed", "couple_withdrawn", "couple_ended",
    "wedding_cancelled",
}  # fmt: skip

EXPECTED_OF_SAFETY = {
    "hazard_new", "hazard_major", "hazard_assigned", "hazard_half", "hazard_over", "hazard_claimed",
    "hazard_unconfirmed", "hazard_reopened", "hazard_stuck", "hazard_news",
    "part_kept", "part_unfilled",
    "post_returned", "post_declined", "post_excluded", "post_ended", "post_shortlisted", "post_not_selected", "post_in_notice",
    "post_awarded", "post_reported", "post_check_due", "post_revoke_proposed", "post_revoked", "post_expired",
    "post_sheet_assigned", "post_notice_over", "post_objection_answered",
    "quiz_expired", "quiz_regraded", "quiz_annulled",
}  # fmt: skip

EXPECTED_OF_THE_HOUSE = {
    "accounts.identity_review", "accounts.erasure_asked", "accounts.erasure_refused", "accounts.erasure_to_approve",
    "reports.report_opened", "reports.report_due_soon", "reports.report_due_today",
    "reports.report_overdue", "reports.report_submitted", "reports.report_returned", "reports.report_accepted",
    "reports.export_ready", "reports.export_failed",
}  # fmt: skip


@pytest.fixture
def longest_stay(stay):
    """The longest values that the models can hold, on the longest date."""
    station = stay.station
    station.name, station.name_en = "驿" * 40, "Station " * 10
    stay.reference = "YZ20261228" + "9" * 8  # the number grows for ever
    stay.arrival, stay.departure = date(2026, 11, 28), date(2026, 12, 28)
    stay.review_due_at = timezone.now().replace(month=12, day=28, hour=13, minute=59)
    stay.offer_until = stay.release_at = stay.answer_due_at = stay.review_due_at
    stay.asked = list(stay.Asked.values)
    return stay


def test_every_kind_of_the_stations_is_registered():
    assert {kind.key.removeprefix("stations.") for kind in STATIONS} == EXPECTED


def test_every_kind_of_the_house_is_registered():
    of_programmes = {kind.key for kind in STATIONS + VOLUNTEERS + HOPE_ROOMS + LOANS + EVENTS + SAFETY}
    assert {kind.key for kind in all_kinds()} - of_programmes == EXPECTED_OF_THE_HOUSE


def test_every_kind_of_the_volunteers_is_registered():
    assert {kind.key.removeprefix("volunteers.") for kind in VOLUNTEERS} == EXPECTED_OF_VOLUNTEERS


def test_every_kind_of_the_hope_rooms_is_registered():
    assert {kind.key.removeprefix("hope_rooms.") for kind in HOPE_ROOMS} == EXPECTED_OF_HOPE_ROOMS


def test_every_kind_of_the_loans_is_registered():
    assert {kind.key.removeprefix("loans.") for kind in LOANS} == EXPECTED_OF_LOANS


def test_every_kind_of_the_events_is_registered():
    assert {kind.key.removeprefix("events.") for kind in EVENTS} == EXPECTED_OF_EVENTS


def test_every_kind_of_the_safety_action_is_registered():
    assert {kind.key.removeprefix("safety.") for kind in SAFETY} == EXPECTED_OF_SAFETY


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", TEXTED, ids=lambda kind: kind.key)
def test_a_text_is_one_message_long_and_nothing_is_cut_off(kind, language, longest_stay):
    with translation.override(language):
        text = sms_text(kind, about(kind.key, longest_stay))
    assert text.startswith("【青春淄博】")
    assert len(text) <= LONGEST, len(text)
    assert not text.endswith("…")


def test_the_control_a_text_that_is_too_long_is_cut(longest_stay):
    kind = kind_of("stations.stay_approved")
    longest_stay.check_in_code = "7" * 60
    assert len(sms_text(kind, longest_stay)) == LONGEST
    assert sms_text(kind, longest_stay).endswith("…")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", list(TEXTS))
def test_a_code_fits_into_one_message(kind, language):
    with translation.override(language):
        assert len(signed(str(TEXTS[kind]) % {"code": "482916"})) <= LONGEST


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.key)
def test_every_kind_has_the_words_of_its_channels(kind):
    assert get_template(f"notices/{kind.key}/message.txt")
    if SMS in kind.channels:
        assert get_template(f"notices/{kind.key}/sms.txt")
    assert str(kind.title)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.key)
def test_the_long_form_is_complete_and_leads_somewhere(kind, stay):
    StayTransition.objects.create(
        stay=stay, from_state="submitted", to_state=stay.state, reason="evidence_unclear", note="第二页"
    )
    stay.review_due_at = timezone.now()
    record = about(kind.key, stay)
    text = kind.text("message", record)
    assert text
    assert "{" not in text
    assert "%(" not in text
    assert "None" not in text
    assert kind.address(record).startswith("/")


def test_a_return_tells_why(stay):
    StayTransition.objects.create(
        stay=stay, from_state="submitted", to_state=stay.state, reason="evidence_unclear", note="缺第二页"
    )
    text = kind_of("stations.stay_returned").text("message", stay)
    assert "证明材料不清晰" in text
    assert "缺第二页" in text


def test_names_stand_in_a_text_as_they_are_written(stay):
    stay.station.name = "A&B 驿站"
    assert "A&B 驿站" in sms_text(kind_of("stations.stay_approved"), stay)


def test_only_staff_get_mail():
    assert {kind.key for kind in all_kinds() if EMAIL in kind.channels} == {
        "stations.review_half_time",
        "stations.review_overdue",
        "stations.review_release_soon",
        "stations.review_answered",
        "stations.rehousing_to_call",
        "accounts.identity_review",
        "accounts.erasure_to_approve",
    }
