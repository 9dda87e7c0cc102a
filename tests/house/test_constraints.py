"""Every constraint has a name that is a sentence, and its violation is explained, or cannot reach a person."""

import ast
import re

import pytest
from django.apps import apps
from django.db import connection

from stations.services import lounge_booking, lounge_closing, lounge_places, taking
from tests.house import sources
from volunteers.services import patrol_logs, patrols, places, shifts

OURS = ("accounts", "articles", "notifications", "reports", "stations", "volunteers", "hope_rooms")

FORM = "the admin's form checks the model's constraints and says so beside the field"
TARGET = "what a composite foreign key points at; the primary key in it is unique already"
MOVE = "one UPDATE of a service writes state and time together"
SERVICE = "the one service that writes it asks before, under a lock or with ON CONFLICT"
REBUILT = "uploads rebuild the file and name its type themselves"
INTERNAL = {
    "area_city_has_no_parent": FORM,
    "child_record_one_per_part": "a part is written over what stood there (ON CONFLICT)",
    "child_record_class_is_the_parts": SERVICE,
    "child_record_index_is_of_the_number": SERVICE,
    "eligibility_fact_one_per_kind": "checked again, the fact is written over",
    "eligibility_fact_rests_on_evidence": SERVICE,
    "child_file_is_picture_or_pdf": REBUILT,
    "care_notice_one_per_version": FORM,
    "care_notice_purpose_is_referable": TARGET,
    "care_consent_is_to_words_of_its_purpose": SERVICE,
    "care_consent_withdrawal_says_who_wrote_it_down": MOVE,
    "access_rests_on_one_basis": "hope_rooms_open writes it, and nothing else",
    "access_grant_ends_after_it_starts": SERVICE,
    "access_grant_of_a_time_has_an_end": SERVICE,
    "access_grant_emergency_lasts_four_hours": SERVICE,
    "access_grant_asked_says_why": SERVICE,
    "access_grant_review_is_of_an_emergency": MOVE,
    "hope_room_in_rectification_knows_where_it_failed": MOVE,
    "hope_room_is_accepted_before_it_is_aired": MOVE,
    "hope_room_lived_in_was_handed_over": MOVE,
    "hope_room_closed_says_when": MOVE,
    "consent_text_one_per_version": FORM,
    "organisation_one_per_uscc": FORM,
    "organisation_only_districts_and_zones_report": FORM,
    "membership_ends_after_it_begins": FORM,
    "station_closes_after_it_opens": FORM,
    "partner_named_once_per_district": FORM,
    "service_role_from_14_years_of_age": FORM,
    "service_role_of_danger_is_for_adults": FORM,
    "service_role_water_is_referable": TARGET,
    "requirement_holds_ten_years_at_most": FORM,
    "service_project_ends_after_it_begins": FORM,
    "post_named_once_per_project": FORM,
    "post_of_training_gives_it": FORM,
    "shift_ends_after_it_starts": FORM,
    "shift_lasts_twelve_hours_at_most": FORM,
    "shift_has_room_for_somebody": FORM,
    "shift_break_is_short": FORM,
    "shift_is_left_before_it_starts": FORM,
    "shift_hours_are_referable": TARGET,
    "shift_capacity_is_referable": TARGET,
    "signup_volunteer_is_referable": TARGET,
    "hour_entry_minutes_are_referable": TARGET,
    "hour_entry_counts_something": SERVICE,
    "hour_claim_ends_after_it_begins": SERVICE,
    "hour_claim_answered_with_an_entry_or_a_reason": SERVICE,
    "hour_entry_import_names_its_file": SERVICE,
    "hour_import_counts_something": SERVICE,
    "hour_import_taken_back_with_a_reason": SERVICE,
    "hour_entry_reversal_takes_something_back": MOVE,
    "hour_entry_state_agrees_with_times": MOVE,
    "hour_entry_approved_says_when": MOVE,
    "hour_entry_reversal_mirrors_its_credit": "a reversal is written as a copy of its credit",
    "hour_entry_volunteer_is_the_signups": "a credit is written from its signup",
    "hour_dispute_answered_with_a_reason": SERVICE,
    "share_review_counts_a_part": "both are sums of the same rows, and one of a part of them",
    "certificate_ends_after_it_begins": SERVICE,
    "certificate_state_agrees_with_times": MOVE,
    "certificate_issued_for_hours": SERVICE,
    "certificate_line_once_per_entry": SERVICE,
    "signup_state_agrees_with_seat": MOVE,
    "signup_state_agrees_with_times": MOVE,
    "signup_offer_has_its_deadline": MOVE,
    "signup_leaves_after_it_comes": MOVE,
    "swap_is_with_another": SERVICE,
    "swap_state_agrees_with_taker": MOVE,
    "swap_giver_holds_the_signup": "a swap is asked for with its signup in hand",
    "no_show_state_agrees_with_times": MOVE,
    "no_show_is_of_the_signups_volunteer": "recorded from the signup itself",
    "signup_hours_are_the_shifts": "a shift that moves takes its signups along",
    "signup_cap_is_the_shifts": "a shift with more room takes its signups along",
    "congress_term_between_1_and_10_years": FORM,
    "congress_term_begins_when_announced": MOVE,
    "congress_has_a_notice_before_its_session": MOVE,
    "electoral_unit_once_per_congress": FORM,
    "electoral_unit_sends_1_to_200": FORM,
    "electoral_unit_quota_is_referable": TARGET,
    "electoral_unit_congress_is_referable": TARGET,
    "delegate_one_per_number": SERVICE,
    "delegate_congress_is_referable": TARGET,
    "delegate_congress_is_the_units": SERVICE,
    "delegate_cap_is_the_units": SERVICE,
    "office_named_once_per_congress": FORM,
    "office_has_seats_and_room_for_candidates": FORM,
    "office_congress_is_referable": TARGET,
    "candidate_office_is_referable": TARGET,
    "candidate_congress_is_the_units": SERVICE,
    "candidate_congress_is_the_offices": "the form offers the offices of the unit's congress",
    "ballot_round_numbered_once": SERVICE,
    "ballot_round_counts_delegates": SERVICE,
    "ballot_round_has_its_quorum": SERVICE,
    "ballot_round_keeps_no_box_when_over": MOVE,
    "ballot_round_state_agrees_with_time": MOVE,
    "ballot_round_office_is_referable": TARGET,
    "ballot_round_congress_is_referable": TARGET,
    "ballot_round_congress_is_the_offices": SERVICE,
    "round_candidate_once": SERVICE,
    "round_candidate_has_its_place": SERVICE,
    "round_candidate_fits_on_the_ballot": "an office takes 200 candidates at most",
    "round_candidate_is_elected_by_votes": MOVE,
    "round_candidate_office_is_the_rounds": SERVICE,
    "round_candidate_stands_for_the_office": SERVICE,
    "turnout_congress_is_the_rounds": SERVICE,
    "turnout_congress_is_the_delegates": SERVICE,
    "award_season_has_a_notice_before_it_is_decided": MOVE,
    "award_season_announced_on_a_day": MOVE,
    "award_category_named_once_per_season": FORM,
    "award_category_gives_1_to_500": FORM,
    "award_category_kind_is_referable": TARGET,
    "award_category_quota_is_referable": TARGET,
    "award_nomination_is_of_its_kind": SERVICE,
    "award_nomination_one_per_place": SERVICE,
    "award_nomination_within_quota": SERVICE,
    "award_nomination_season_is_referable": TARGET,
    "award_nomination_kind_is_the_categorys": SERVICE,
    "award_nomination_cap_is_the_categorys": SERVICE,
    "panel_member_once_per_season": SERVICE,
    "panel_member_season_is_referable": TARGET,
    "panel_score_or_recusal": SERVICE,
    "panel_score_up_to_100": FORM,
    "panel_score_season_is_the_members": SERVICE,
    "panel_score_season_is_the_nominations": SERVICE,
    "objection_is_to_one_thing": SERVICE,
    "objection_is_answered_as_a_whole": MOVE,
    "shift_post_is_referable": TARGET,
    "signup_shift_is_referable": TARGET,
    "post_role_is_referable": TARGET,
    "patrol_point_coded_once_per_area": FORM,
    "patrol_point_is_on_earth": FORM,
    "area_alert_state_agrees_with_times": MOVE,
    "patrol_shift_state_agrees_with_rolls": MOVE,
    "crowd_session_state_agrees_with_times": MOVE,
    "patrol_point_water_is_referable": TARGET,
    "patrol_shift_water_is_referable": TARGET,
    "patrol_shift_shift_is_referable": TARGET,
    "patrol_log_water_is_its_patrols": "an entry takes the water of its patrol",
    "patrol_log_writer_is_of_the_team": SERVICE,
    "patrol_log_shift_is_its_patrols": "an entry takes the shift of its patrol",
    "equipment_numbered_once_per_point": FORM,
    "hazard_ticket_state_agrees_with_times": MOVE,
    "patrol_shift_is_at_the_waters_edge": "always true: what patrol_shift_role_is_of_the_water points with",
    "patrol_shift_team_is_the_shifts": "a shift with more room takes its patrol along, up to five",
    "patrol_shift_post_is_the_shifts": "a patrol is planned from its shift",
    "patrol_shift_role_is_the_posts": "a post with another role takes its patrols along, if it is of the water",
    "volunteer_state_agrees_with_time": MOVE,
    "round_closes_after_it_opens": FORM,
    "round_offers_last_some_hours": FORM,
    "round_bench_is_a_share": FORM,
    "round_of_draw_commits_to_its_seed": MOVE,
    "round_draw_goes_in_order": MOVE,
    "pool_once_per_university": FORM,
    "pool_has_places": FORM,
    "pool_quota_is_referable": TARGET,
    "pool_round_is_referable": TARGET,
    "application_number_given_once": "counted under the round's lock",
    "application_rank_given_once": "the number, or one place in one order, under the round's lock",
    "application_one_volunteer_per_seat": SERVICE,
    "application_seat_exists": "the admin's refusal says it (QuotaBelowSeats), and the service looks under the lock",
    "application_state_agrees_with_seat": MOVE,
    "application_offer_has_its_deadline": MOVE,
    "application_cap_is_the_pools": "a quota that rises takes its seats along",
    "application_seat_is_of_the_round": SERVICE,
    "application_home_is_of_the_round": SERVICE,
    "interview_note_once_per_interviewer": "written with update_or_create under the round's lock",
    "volunteer_document_is_picture_or_pdf": REBUILT,
    "requirement_item_state_agrees_with_check": MOVE,
    "team_member_state_agrees_with_times": MOVE,
    "exemption_ends_after_it_begins": SERVICE,
    "exemption_has_a_reason": SERVICE,
    "guardian_consent_ends_after_it_begins": SERVICE,
    "requirement_item_ends_after_it_begins": SERVICE,
    "scan_of_a_roll_is_recorded_once": SERVICE,
    "scan_is_undone_once": SERVICE,
    "scan_of_undoing_says_what": SERVICE,
    "scan_at_the_door_has_its_minute": SERVICE,
    "scan_is_by_somebody_or_the_system": SERVICE,
    "volunteer_graduates_from_a_university": SERVICE,
    "partner_quota_between_1_and_1000": FORM,
    "partner_quota_is_referable": TARGET,
    "referral_code_opens_one": "a digest of a random seed",
    "referral_code_state_agrees_with_stay": MOVE,
    "referral_code_cap_is_the_partners": SERVICE,
    "station_position_is_on_earth": FORM,
    "room_name_once_per_station": FORM,
    "bed_label_once_per_room": FORM,
    "closure_lasts_a_night": SERVICE,
    "lounge_picture_is_told_in_words": FORM,
    "lounge_closes_after_it_opens": FORM,
    "milestone_once_a_year": FORM,
    "lounge_zone_name_once_per_lounge": FORM,
    "lounge_zone_hall_lies_in_no_hall": FORM,
    "lounge_zone_lengths_in_order": FORM,
    "lounge_zone_group_has_seats": FORM,
    "lounge_zone_answers_within_a_week": FORM,
    "lounge_zone_series_are_kept_for_weeks": FORM,
    "lounge_hours_once_a_day": FORM,
    "lounge_hours_close_after_they_open": FORM,
    "lounge_hours_begin_on_the_half_hour": FORM,
    "stay_policy_ages_in_order": FORM,
    "refusal_names_rule_and_mark": SERVICE,
    "refusal_once_a_person_station_day_and_code": "ON CONFLICT DO NOTHING: what is told again is one row",
    "stay_policy_cap_between_1_and_60": FORM,
    "stay_policy_leaves_a_day_to_answer": FORM,
    "article_ends_after_it_begins": FORM,
    "article_english_is_whole_or_absent": FORM,
    "article_source_is_https": FORM,
    "person_gender_is_referable": TARGET,
    "room_gender_mode_is_referable": TARGET,
    "bed_room_is_referable": TARGET,
    "stay_policy_cap_is_referable": TARGET,
    "stay_guest_is_referable": TARGET,
    "stay_policy_reviewers_are_referable": TARGET,
    "stay_first_approval_says_when": MOVE,
    "stay_without_the_card_says_why": SERVICE,
    "stay_review_rule_is_the_policys": "the admin's refusal says it (PolicyInUse), and an approval copies it",
    "room_night_company_is_referable": TARGET,
    "stay_policy_lounge_hours_are_referable": TARGET,
    "lounge_zone_units_are_referable": TARGET,
    "lounge_zone_lounge_is_referable": TARGET,
    "lounge_zone_mode_is_referable": TARGET,
    "lounge_visit_person_is_referable": TARGET,
    "lounge_visit_group_is_referable": TARGET,
    "stay_policy_group_hours_are_referable": TARGET,
    "party_lasts_a_night": SERVICE,
    "party_is_of_2_to_8": FORM,
    "party_state_agrees_with_times": MOVE,
    "party_member_one_per_place": "the places of a party are made with it, in one statement",
    "party_link_opens_one_place": "a digest of a random seed",
    "party_member_one_per_stay": SERVICE,
    "party_stay_is_referable": TARGET,
    "party_yes_is_a_persons": SERVICE,
    "party_member_person_is_the_stays": "booking writes the stay of the very person",
    "person_identity_rests_on_a_number": MOVE,
    "person_verified_says_when": MOVE,
    "identity_review_state_agrees_with_time": MOVE,
    "delivery_sent_says_when": MOVE,
    "sms_message_sent_says_when": MOVE,
    "article_state_agrees_with_time": MOVE,
    "stay_state_agrees_with_times": MOVE,
    "stay_beyond_draft_is_complete": MOVE,
    "stay_hold_is_a_drafts": MOVE,
    "stay_approved_has_a_code": MOVE,
    "stay_returned_asks_for_something": MOVE,
    "lounge_visit_state_agrees_with_times": MOVE,
    "lounge_visit_request_has_its_deadline": SERVICE,
    "lounge_series_asks_about_later_visits": SERVICE,
    "suspension_lifted_with_a_reason": MOVE,
    "extra_nights_are_referable": TARGET,
    "extra_nights_asked_with_a_reason": SERVICE,
    "extra_nights_state_agrees_with_decision": MOVE,
    "extra_nights_taken_back_with_a_reason": MOVE,
    "strike_state_agrees_with_times": MOVE,
    "strike_appealed_with_a_statement": MOVE,
    "follow_up_state_agrees_with_answer": MOVE,
    "follow_up_satisfaction_from_1_to_5": SERVICE,
    "follow_up_employer_is_of_this_city": SERVICE,
    "follow_up_once_per_stay_and_kind": "planned inside the one check-out of a stay",
    "follow_up_link_opens_one": "a digest of a random seed",
    "placement_claim_comes_from_a_follow_up": MOVE,
    "placement_declined_with_a_reason": SERVICE,
    "rehousing_proposes_a_bed_unless_none_is_left": MOVE,
    "rehousing_answered_says_when": MOVE,
    "rehousing_once_per_stay_and_closure": SERVICE,
    "rehousing_of_a_closure_by_that_cause_alone": SERVICE,
    "rehousing_open_once_per_stay": SERVICE,
    "person_returns_after_an_erasure": MOVE,
    "erasure_request_is_ones_own_or_recorded": SERVICE,
    "erasure_request_on_paper_was_approved": MOVE,
    "erasure_request_refused_with_a_reason": SERVICE,
    "erasure_request_ready_says_when": MOVE,
    "erasure_recorded_once": "the one erasure of a person at one instant, under the person's lock",
    "legal_hold_says_why": SERVICE,
    "legal_hold_lifted_with_a_reason": SERVICE,
    "consent_given_once_per_scope": SERVICE,
    "consent_recorded_once_per_scope": SERVICE,
    "consent_is_of_a_log_in_or_recorded_by_staff": SERVICE,
    "consent_withdrawn_at_a_desk_says_why": SERVICE,
    "identity_review_open_once": SERVICE,
    "identity_reveal_has_a_reason": SERVICE,
    "export_record_has_a_reason": SERVICE,
    "machine_token_lasts_a_year_at_most": SERVICE,
    "machine_token_may_do_something": FORM,
    "one_time_key_used_once": SERVICE,
    "counter_one_per_window": SERVICE,
    "delivery_once_per_channel": SERVICE,
    "notice_says_what_it_repeats": SERVICE,
    "stay_one_draft_per_guest": SERVICE,
    "stay_code_names_one_guest": SERVICE,
    "stay_lasts_a_night": SERVICE,
    "lounge_visit_code_names_one": SERVICE,
    "lounge_visit_ends_after_it_starts": SERVICE,
    "lounge_visit_begins_on_the_half_hour": SERVICE,
    "lounge_visit_is_of_somebody": SERVICE,
    "lounge_series_lasts_weeks": SERVICE,
    "lounge_slot_lies_in_the_day": SERVICE,
    "lounge_slot_cap_is_the_zones": SERVICE,
    "lounge_coupon_person_is_the_visits": SERVICE,
    "lounge_coupon_cap_is_the_policys": SERVICE,
    "lounge_coupon_group_cap_is_the_policys": SERVICE,
    "lounge_coupon_group_is_the_visits": SERVICE,
    "room_night_one_gender_per_room": "ON CONFLICT: whoever comes second joins the room-night or is refused by it",
    "room_night_gender_is_known": "booking asks for the gender first (GenderUnknown)",
    "stay_night_guest_is_the_stays": "booking writes stay and nights in one statement",
    "export_job_once_per_occasion": SERVICE,
    "export_job_is_of_a_person_or_an_occasion": SERVICE,
    "export_job_says_what_for": SERVICE,
    "export_job_month_is_its_first_day": "a month gives its own first day",
    "export_job_writes_no_more_than_all": MOVE,
    "export_job_has_a_file_while_ready": MOVE,
    "export_job_has_a_lease_while_running": MOVE,
    "export_job_failed_says_why": MOVE,
    "report_once_a_month": SERVICE,
    "report_month_is_its_first_day": "a month gives its own first day",
    "report_due_after_its_month_begins": SERVICE,
    "report_sent_with_its_figures": MOVE,
    "report_locked_after_it_was_accepted": MOVE,
    "figure_once_a_report": SERVICE,
    "figure_is_not_negative": SERVICE,
    "figure_counted_says_what_it_rests_on": MOVE,
    "figure_only_a_share_has_a_whole": SERVICE,
    "correction_told_once": SERVICE,
    "target_once_a_year": SERVICE,
    "evidence_is_picture_or_pdf": REBUILT,
    "attachment_is_picture_or_pdf": REBUILT,
}


# Walls of a migration that a later one has taken down for another.
REPLACED = {"stay_night_sleeps_with_own_gender"}


def declared() -> set[str]:
    """Constraints of our models, and the composite foreign keys of the migrations."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    walls = "".join(
        sources.text(name) for name in sources.files() if "/migrations/" in name and "_walls_" in name
    )
    excluding = set(re.findall(r"ADD CONSTRAINT (\w+) EXCLUDE", walls))
    return (named | excluding | set(re.findall(r'^    \("\w+", "(\w+)"', walls, re.M))) - REPLACED


def explained() -> set[str]:
    """Names that a source maps to a refusal: in ``explaining(...)``, in WALLS, or by comparing the name."""
    found = set(taking.WALLS | lounge_booking.WALLS | lounge_closing.WALLS | lounge_places.WALLS)
    found |= set(places.WALLS | shifts.WALLS | patrols.WALLS | patrol_logs.WALLS)
    for name in sources.modules(*sources.PORTAL):
        for node in sources.nodes(name):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explaining":
                found |= {keyword.arg for keyword in node.keywords if keyword.arg}
            if isinstance(node, ast.Compare) and "violated_constraint" in ast.dump(node):
                found |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return found


def test_every_constraint_is_explained_or_cannot_reach_a_person():
    assert declared() - explained() - set(INTERNAL) == set()


def test_no_name_is_explained_that_no_constraint_has():
    """A mistyped name in ``explaining`` would explain nothing. Django's own names end in _key."""
    assert {name for name in explained() - declared() if not name.endswith("_key")} == set()


def test_the_list_of_internal_constraints_is_true():
    assert set(INTERNAL) - declared() == set()
    assert set(INTERNAL) & explained() == set()


def test_names_are_sentences():
    assert [name for name in declared() if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){2,}", name)] == []


@pytest.mark.django_db
def test_the_database_has_them_all():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        standing = {row[0] for row in cursor.fetchall()}
    assert declared() - standing == set()


def test_no_model_has_rules_without_a_name():
    unnamed = [
        m._meta.label for m in apps.get_models() if m._meta.app_label in OURS and m._meta.unique_together
    ]
    assert unnamed == []
