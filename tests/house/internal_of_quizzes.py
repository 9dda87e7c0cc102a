"""Constraints of the quizzes that no refusal explains (see `internal_constraints`)."""

from tests.house.reasons import MOVE, SERVICE

INTERNAL = {
    "bank_question_version_used_once": "the next number is taken under the bank's lock",
    "bank_question_one_current_version": "the version before is retired under the bank's lock",
    "bank_question_has_two_to_six_options": "lines of a sheet are judged before",
    "bank_question_translates_every_option": "lines of a sheet are judged before",
    "answer_key_corrected_with_a_reason": SERVICE,
    "quiz_published_with_questions_and_a_seed": SERVICE,
    "quiz_attempt_takes_up_its_day": SERVICE,
    "quiz_attempt_asks_of_its_pool": "the paper is drawn from the pool",
    "quiz_attempt_answers_within_its_paper": "a turn is taken within the paper only",
    "quiz_attempt_finished_with_a_score": MOVE,
    "quiz_attempt_finished_in_its_time": "the moment of handing in is the deadline at the latest",
    "quiz_attempt_annulled_with_a_reason": SERVICE,
    "quiz_answer_once_per_question": "the statement takes a turn of the attempt's row first",
    "quiz_answer_is_letters": "the statement writes letters of the question only",
    "quiz_answer_before_the_deadline": "the statement takes no turn after the deadline",
    "quiz_answer_of_its_paper": "the statement reads the question from the paper",
    "regrade_once_per_key": "a key is written once, and grades once",
    "regrade_changes_the_score": "written where the score is another",
}
