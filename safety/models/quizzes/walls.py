"""What the triggers of the quizzes say: keys that fit, attempts and answers in their time."""

from __future__ import annotations

KEY_FITS = """
DECLARE
    asked record;
BEGIN
    SELECT kind, cardinality(options) AS options INTO asked
    FROM safety_bankquestion WHERE id = NEW.question_id;
    IF NOT NEW.is_void AND (
        NEW.letters <> (
            SELECT string_agg(DISTINCT each, '' ORDER BY each)
            FROM unnest(string_to_array(NEW.letters, NULL)) AS each)
        OR translate(NEW.letters, left('ABCDEF', asked.options), '') <> ''
        OR (asked.kind = 'multiple') = (length(NEW.letters) = 1)
    ) THEN
        RAISE EXCEPTION 'answer_key_fits_its_question' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'answer_key_fits_its_question';
    END IF;
    RETURN NEW;
END;
"""
# The quiz's row is not locked: what decides of it does not change once it is published, but for a later
# end and for being called off, which ends open attempts by itself.
STARTS_IN_TIME = """
DECLARE
    whole record;
    day date := (NEW.started_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    SELECT quiz.* INTO whole FROM safety_quiz AS quiz
    JOIN safety_quizentry AS entry ON entry.quiz_id = quiz.id WHERE entry.id = NEW.entry_id;
    IF whole.state <> 'published' OR NEW.started_at < whole.opens_at OR NEW.started_at >= whole.closes_at
        OR NEW.deadline > whole.closes_at THEN
        RAISE EXCEPTION 'quiz_attempt_while_the_quiz_is_open' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quiz_attempt_while_the_quiz_is_open';
    ELSIF whole.attempts_most > 0 AND NEW.number > whole.attempts_most THEN
        RAISE EXCEPTION 'quiz_attempt_within_its_number' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quiz_attempt_within_its_number';
    ELSIF NEW.day IS DISTINCT FROM (CASE WHEN whole.mode = 'daily' THEN day END) THEN
        RAISE EXCEPTION 'quiz_attempt_takes_up_its_day' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quiz_attempt_takes_up_its_day';
    ELSIF cardinality(NEW.paper) <> whole.questions OR NOT NEW.paper <@ whole.pool THEN
        RAISE EXCEPTION 'quiz_attempt_asks_of_its_pool' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quiz_attempt_asks_of_its_pool';
    END IF;
    RETURN NEW;
END;
"""
# The lock lets nobody hand the paper in between this look and the answer's commit.
ANSWERS_IN_TIME = """
DECLARE
    turn record;
BEGIN
    SELECT state, deadline, paper INTO turn FROM safety_quizattempt WHERE id = NEW.attempt_id FOR SHARE;
    IF turn.state <> 'open' OR NEW.answered_at > turn.deadline THEN
        RAISE EXCEPTION 'quiz_answer_before_the_deadline' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quiz_answer_before_the_deadline';
    ELSIF turn.paper[NEW.number] IS DISTINCT FROM NEW.question_id THEN
        RAISE EXCEPTION 'quiz_answer_of_its_paper' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'quiz_answer_of_its_paper';
    END IF;
    RETURN NEW;
END;
"""
