"""
Invariants of equity and pre-approved lines: what is converted is within both ends, and nothing counts twice.

They repeat walls on purpose, as those of the loans do (`loans.invariants`).
"""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

SENTENCES = {
    "pre_approved_counter_apart_from_its_conversions": (
        "预授信已转签约的金额等于未撤销的转签约记录之和",
        """SELECT before.id FROM loans_preapprovedline AS before
        LEFT JOIN loans_lineconversion AS told
            ON told.pre_approved_id = before.id AND told.withdrawn_at IS NULL
        GROUP BY before.id HAVING before.converted <> coalesce(sum(told.amount), 0)""",
    ),
    "pre_approved_line_converted_beyond_its_amount": (
        "转为签约授信的金额不超过预授信金额",
        """SELECT before.id FROM loans_preapprovedline AS before
        JOIN loans_lineconversion AS told
            ON told.pre_approved_id = before.id AND told.withdrawn_at IS NULL
        GROUP BY before.id HAVING sum(told.amount) > before.amount""",
    ),
    "new_credit_of_a_programme_below_nothing": (
        "每个银行总额度计入的新增授信扣除预授信转入后不为负",
        """SELECT coalesce(line.parent_id, line.id) FROM loans_newcredit AS credit
        JOIN loans_creditline AS line ON line.id = credit.line_id
        WHERE credit.kind IN ('signed', 'converted')
        GROUP BY coalesce(line.parent_id, line.id) HAVING sum(credit.amount) < 0""",
    ),
    "conversion_into_a_line_of_another_bank": (
        "预授信只转为同一银行的授信额度",
        """SELECT told.id FROM loans_lineconversion AS told
        JOIN loans_creditline AS line ON line.id = told.line_id
        JOIN loans_preapprovedline AS before ON before.id = told.pre_approved_id
        WHERE line.bank_id <> before.bank_id AND told.withdrawn_at IS NULL""",
    ),
    "counted_without_a_second_person": (
        "计入月报的股权投资和预授信都由另一个人复核",
        """SELECT id FROM (
            SELECT id, state, recorded_by_id, confirmed_by_id FROM loans_equityinvestment
            UNION ALL SELECT id, state, recorded_by_id, confirmed_by_id FROM loans_preapprovedline) AS told
        WHERE state = 'confirmed' AND (confirmed_by_id IS NULL OR confirmed_by_id = recorded_by_id)""",
    ),
}


def register_investing_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows)
