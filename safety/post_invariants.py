"""
Invariants of the model posts: counted as they stand, judged by who may, named after notice and answers.

Most repeat a wall on purpose: the wall refuses the row, the count proves afterwards that none came in
while it was away.
"""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

from .models.posts.words import CHOSEN, RECOMMENDED


def _listed(states: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


SENTENCES = {
    "post_round_counter_apart_from_its_posts": (
        "每个年度的已占名额等于入围以后的集体数",
        """SELECT year.id FROM safety_postround AS year
        LEFT JOIN safety_safetypost AS one ON one.round_id = year.id AND one.state IN CHOSEN
        GROUP BY year.id HAVING year.taken <> count(one.id)""",
    ),
    "post_quota_counter_apart_from_its_posts": (
        "每个区县的已推荐数等于推荐以后的集体数",
        """SELECT quota.id FROM safety_postquota AS quota
        LEFT JOIN safety_safetypost AS one ON one.round_id = quota.round_id
            AND one.reporting_org_id = quota.district_id AND one.state IN RECOMMENDED
        GROUP BY quota.id HAVING quota.taken <> count(one.id)""",
    ),
    "post_named_against_an_open_objection": (
        "没有一个集体在异议未答复时被命名",
        """SELECT one.id FROM safety_safetypost AS one
        JOIN safety_postobjection AS said ON said.post_id = one.id AND said.answered_at IS NULL
        WHERE one.awarded_on IS NOT NULL""",
    ),
    "post_chosen_without_all_its_sheets": (
        "入围的集体，每个席位都交了现在这一版材料的评审表",
        """SELECT one.id FROM safety_safetypost AS one
        JOIN safety_postround AS year ON year.id = one.round_id
        LEFT JOIN safety_postsheet AS sheet ON sheet.post_id = one.id
            AND sheet.revision = one.revision AND sheet.state = 'submitted'
        WHERE one.state IN CHOSEN
        GROUP BY one.id, year.reviewers_each HAVING count(sheet.id) <> year.reviewers_each""",
    ),
    "post_sheet_without_all_its_points": (
        "每份已交的评审表，每个评审项都有一行分数",
        """SELECT sheet.id FROM safety_postsheet AS sheet
        JOIN safety_postrevision AS said ON said.post_id = sheet.post_id AND said.number = sheet.revision
        JOIN safety_postcriterion AS line ON line.form_id = said.form_id
        LEFT JOIN safety_postscore AS given ON given.sheet_id = sheet.id AND given.criterion_id = line.id
        WHERE sheet.submitted_at IS NOT NULL AND given.id IS NULL""",
    ),
    "post_points_on_a_sheet_that_is_not_in": (
        "没有提交的评审表没有分数",
        """SELECT given.id FROM safety_postscore AS given
        JOIN safety_postsheet AS sheet ON sheet.id = given.sheet_id
        WHERE sheet.submitted_at IS NULL""",
    ),
    "post_sheet_owed_that_nobody_waits_for": (
        "待评的评审表都属于正在评审的集体",
        """SELECT sheet.id FROM safety_postsheet AS sheet
        JOIN safety_safetypost AS one ON one.id = sheet.post_id
        WHERE sheet.state = 'assigned' AND one.state <> 'scoring'""",
    ),
    "post_better_ranked_left_out": (
        "名次在前的没有被跳过：未入围的名次都在入围的之后",
        """SELECT left_out.id FROM safety_safetypost AS left_out
        JOIN safety_safetypost AS one ON one.round_id = left_out.round_id AND one.rank > left_out.rank
        WHERE left_out.state = 'not_selected' AND one.state IN CHOSEN
          AND NOT EXISTS (SELECT FROM safety_enterpriseaccident AS hurt
                          WHERE hurt.enterprise_id = left_out.enterprise_id
                            AND hurt.grade IN ('serious', 'fatal'))""",
    ),
    "post_whose_transitions_end_elsewhere": (
        "每份青安岗申报最后一条流转的新状态就是它的状态",
        """SELECT one.id FROM safety_safetypost AS one
        LEFT JOIN LATERAL (
            SELECT to_state FROM safety_posttransition AS move
            WHERE move.post_id = one.id ORDER BY move.id DESC LIMIT 1) AS last ON true
        WHERE last.to_state IS DISTINCT FROM one.state""",
    ),
}


def register_post_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        sql = rows.replace("IN CHOSEN", f"IN {_listed(CHOSEN)}")
        register_sql(name, meaning, sql.replace("IN RECOMMENDED", f"IN {_listed(RECOMMENDED)}"))
