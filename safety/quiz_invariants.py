"""Invariants of the quizzes: scores as their answers are worth, answers in time, papers of their pool."""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

SENTENCES = {
    "quiz_score_apart_from_its_answers": (
        "每份已交答卷的得分等于按现行答案算出的分数",
        """SELECT attempt.id FROM safety_quizattempt AS attempt
        JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
        JOIN safety_quiz AS quiz ON quiz.id = entry.quiz_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS many FROM unnest(attempt.paper) AS asked(question)
            CROSS JOIN LATERAL (
                SELECT one.letters, one.is_void FROM safety_answerkey AS one
                WHERE one.question_id = asked.question ORDER BY one.number DESC LIMIT 1) AS key
            LEFT JOIN safety_quizanswer AS answer
                ON answer.attempt_id = attempt.id AND answer.question_id = asked.question
            WHERE key.is_void OR answer.chosen = key.letters) AS right_ones
        WHERE attempt.state <> 'open' AND attempt.score <> right_ones.many * quiz.points""",
    ),
    "quiz_attempt_counter_apart_from_its_answers": (
        "每份答卷的已答题数等于作答记录数，从第 1 题起连续",
        """SELECT attempt.id FROM safety_quizattempt AS attempt
        LEFT JOIN safety_quizanswer AS answer ON answer.attempt_id = attempt.id
        GROUP BY attempt.id HAVING attempt.answered <> count(answer.id)
            OR attempt.answered <> coalesce(max(answer.number), 0)""",
    ),
    "quiz_answer_out_of_its_time": (
        "没有一条作答晚于截止时间或早于开始时间，作答的题就是卷上的题",
        """SELECT answer.id FROM safety_quizanswer AS answer
        JOIN safety_quizattempt AS attempt ON attempt.id = answer.attempt_id
        WHERE answer.answered_at > attempt.deadline OR answer.answered_at < attempt.started_at
            OR answer.answered_at > attempt.finished_at
            OR attempt.paper[answer.number] IS DISTINCT FROM answer.question_id""",
    ),
    "quiz_person_with_two_open_attempts_or_two_of_a_day": (
        "同一个人在一个答题里没有两份未交的答卷，每日一次的没有同一天两份",
        """SELECT min(attempt.id) AS id FROM safety_quizattempt AS attempt
        JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
        JOIN safety_quiz AS quiz ON quiz.id = entry.quiz_id
        GROUP BY GROUPING SETS ((entry.id, attempt.state),
            (entry.id, quiz.mode, (attempt.started_at AT TIME ZONE 'Asia/Shanghai')::date))
        HAVING count(*) > 1 AND (attempt.state = 'open' OR quiz.mode = 'daily')""",
    ),
    "quiz_paper_of_other_questions": (
        "答卷上的每道题都在已发布的抽题范围里，不重复，题数与设置一致",
        """SELECT attempt.id FROM safety_quizattempt AS attempt
        JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
        JOIN safety_quiz AS quiz ON quiz.id = entry.quiz_id
        WHERE NOT attempt.paper <@ quiz.pool OR cardinality(attempt.paper) <> quiz.questions
            OR (SELECT count(DISTINCT asked) FROM unnest(attempt.paper) AS asked) <> quiz.questions""",
    ),
    "quiz_question_without_a_key": (
        "抽题范围里的每道题都有标准答案",
        """SELECT quiz.id FROM safety_quiz AS quiz CROSS JOIN LATERAL unnest(quiz.pool) AS asked(question)
        LEFT JOIN safety_answerkey AS key ON key.question_id = asked.question
        WHERE key.id IS NULL""",
    ),
}


def register_quiz_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows)
