"""
Invariants of hazards: what is fixed was proved and confirmed, what was reported has one sealed reporter.

Most repeat a wall on purpose: the wall refuses the row, the count proves afterwards that none came in
while it was away.
"""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

SENTENCES = {
    "hazard_whose_transitions_end_elsewhere": (
        "每条隐患最后一条流转的新状态就是它的状态",
        """SELECT one.id FROM safety_hazardreport AS one
        LEFT JOIN LATERAL (
            SELECT to_state FROM safety_hazardtransition AS move
            WHERE move.hazard_id = one.id ORDER BY move.id DESC LIMIT 1) AS last ON true
        WHERE last.to_state IS DISTINCT FROM one.state""",
    ),
    "hazard_fixed_without_both_sides": (
        "确认整改的隐患，团组织都答复已整改，上报人没有答复未整改",
        """SELECT one.id FROM safety_hazardreport AS one
        LEFT JOIN safety_hazardfix AS fix ON fix.id = one.fix_id AND fix.hazard_id = one.id
        WHERE one.verified_at IS NOT NULL
          AND (fix.id IS NULL OR fix.officer_answer <> 'yes' OR fix.reporter_answer = 'no')""",
    ),
    "hazard_fix_farther_than_allowed": (
        "有两处拍摄位置的整改，重算的距离等于记下的，且不超过允许的",
        """SELECT fix.id FROM safety_hazardfix AS fix
        JOIN safety_hazardreport AS one ON one.id = fix.hazard_id
        WHERE CASE WHEN one.position_from = 'photo'
                THEN safety_metres(one.latitude, one.longitude, fix.latitude, fix.longitude) END
            IS DISTINCT FROM fix.distance_m OR fix.distance_m > fix.most_m""",
    ),
    "hazard_joined_to_one_that_is_joined": (
        "隐患只并入没有并入别处的隐患",
        """SELECT one.id FROM safety_hazardreport AS one
        JOIN safety_hazardreport AS original ON original.id = one.duplicate_of_id
        WHERE original.state IN ('duplicate', 'rejected')""",
    ),
    "hazard_transition_that_names_its_reporter": (
        "上报人自己的流转不记账号",
        """SELECT id FROM safety_hazardtransition WHERE party = 'reporter' AND actor_id IS NOT NULL""",
    ),
}


def register_hazard_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows)
