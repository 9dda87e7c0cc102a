"""Constraints of the events that no refusal explains (see `internal_constraints`)."""

from tests.house.reasons import MOVE, SERVICE, TARGET

INTERNAL = {
    "answer_once_per_question": "the service writes one answer for each question",
    "companion_number_used_once": "the service numbers them",
    "event_ages_in_order": "the desk's form says so beside the field",
    "event_takes_one_to_sixty_together": "the desk's form asks for 1 to 60",
    "event_takes_rosters_of_at_most_200": "the desk's form asks for 200 at most",
    "registration_is_reviewed_first": SERVICE,
    "review_is_decided_by_a_human": SERVICE,
    "review_refusal_has_a_reason": SERVICE,
    "roster_guardian_may_be_asked": "the sheet asks for all three",
    "roster_lists_everybody_it_counts": SERVICE,
    "roster_minor_has_a_guardian": "the sheet asks for a guardian",
    "roster_number_used_once": "the service numbers them under the session's lock",
    "roster_person_is_told_apart": "the sheet reads four signs",
    "question_number_used_once": "the service numbers them",
    "quota_has_room_for_somebody": "the desk's form asks for 1 at least",
    "quota_session_is_referable": TARGET,
    "registration_brings_somebody": SERVICE,
    "registration_newcomer_never_overtakes": SERVICE,
    "registration_waits_for_the_draw": SERVICE,
    "registration_offer_has_its_deadline": MOVE,
    "series_coupon_counts_from_one": SERVICE,
    "session_attendance_rests_on_something": SERVICE,
    "session_cancelled_says_why": MOVE,
    "session_has_room_for_somebody": "the desk's form asks for 1 at least",
    "session_draw_commits_to_its_seed": SERVICE,
    "session_draw_goes_in_order": SERVICE,
    "session_held_says_how_many_came": MOVE,
}
