"""
保存期限 (how long things are kept) and the clocks of closing an account.

The numbers are ours until the city sets its own (docs/reference/retention.md says
where each comes from); the services ask here and nowhere else.
"""

from .hope_rooms import HOPE_ROOMS

# Days, by the key of each term (`accounts.terms`).
RETENTION = {
    "one_time_keys": 7,
    "counters": 2,
    "unused_accounts": 1,
    "sessions": 0,
    "reveals": 3 * 365,
    "admin_log": 3 * 365,
    "notices": 365,
    "texts": 180,
    "id_numbers": 90,
    "evidence": 180,
    "stay_words": 365,
    "party_words": 365,
    "stay_notes": 365,
    "bed_notes": 365,
    "rehousing_notes": 365,
    "answer_words": 365,
    "placement_words": 3 * 365,
    "strike_words": 2 * 365,
    "extra_nights_words": 2 * 365,
    "suspension_words": 2 * 365,
    "refusals": 365,
    "visit_notes": 365,
    "application_words": 365,
    "application_notes": 365,
    "interview_words": 365,
    "volunteer_papers": 180,
    "proof_words": 365,
    "exemption_words": 365,
    "guardian_words": 2 * 365,
    "member_notes": 365,
    "signup_notes": 365,
    "no_show_words": 2 * 365,
    "hour_words": 2 * 365,
    "dispute_words": 2 * 365,
    "claim_words": 2 * 365,
    "certificate_words": 365,
    "candidate_words": 5 * 365,
    "objection_words": 2 * 365,
    "patrol_log_words": 365,
    "hazard_photos": 2 * 365,
    "citation_words": 5 * 365,
    "loan_papers": 5 * 365,
    "loan_words": 5 * 365,
    "loan_notes": 5 * 365,
    "loan_guarantee_words": 5 * 365,
    "loan_site_visits": 5 * 365,
    "loan_guarantee_notes": 5 * 365,
    "event_companions": 90,
    "event_rosters": 90,
    "event_reviews": 365,
    "event_permits": 180,
    "event_answers": 180,
    "event_notes": 365,
    # Six months after the day: domain.md §3.2; health hints are of no use after it: assumed.
    "wedding_papers": 180,
    "wedding_certificates": 180,
    "wedding_sizes": 180,
    "wedding_notes": 180,
    # Model posts: objections and what reviewers remark.
    "post_objections": 1095,
    "post_remarks": 1095,
    "wedding_health": 7,
    "event_scan_notes": 180,
    "event_walk_ins": 90,
    "event_feedback_words": 180,
    "event_certificate_words": 365,
    # From the end of the session: reference domain.md §1.7.
    "match_profiles": 30,
    # From the end of a hazard: assumed.
    "hazard_snapshots": 2 * 365,
    "hazard_reporters": 2 * 365,
    # From the end of the quiz: until nobody may still ask whether two people used one telephone. Assumed.
    "quiz_devices": 90,
    "child_ineligible": HOPE_ROOMS["ineligible_kept_days"],
    "child_left": 3 * 365,
    # From the 21st birthday, which stands on the concern: reference/welfare.md §7.
    "concern_words": 0,
}

ERASURE = {
    # Days in which a request may be taken back: assumed.
    "reconsider_days": 7,
    # Days in which an answer is owed: GB/T 35273-2020, 8.7.
    "answer_days": 30,
}
