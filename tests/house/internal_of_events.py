"""Constraints of the events that no refusal explains (see `internal_constraints`)."""

from tests.house.reasons import MOVE, SERVICE, TARGET

INTERNAL = {
    "answer_once_per_question": "the service writes one answer for each question",
    "companion_number_used_once": "the service numbers them",
    "event_ages_in_order": "the desk's form says so beside the field",
    "event_takes_one_to_sixty_together": "the desk's form asks for 1 to 60",
    "question_number_used_once": "the service numbers them",
    "quota_has_room_for_somebody": "the desk's form asks for 1 at least",
    "quota_session_is_referable": TARGET,
    "registration_brings_somebody": SERVICE,
    "registration_newcomer_never_overtakes": SERVICE,
    "registration_waits_for_the_draw": SERVICE,
    "registration_offer_has_its_deadline": MOVE,
    "session_attendance_rests_on_something": SERVICE,
    "session_cancelled_says_why": MOVE,
    "session_has_room_for_somebody": "the desk's form asks for 1 at least",
    "session_draw_commits_to_its_seed": SERVICE,
    "session_draw_goes_in_order": SERVICE,
    "session_held_says_how_many_came": MOVE,
}
