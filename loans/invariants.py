"""
Invariants of the loans: no contract and no line overdrawn on any day, schedules whole, rows as paid.

Most repeat a wall on purpose: the wall refuses the row, the count proves afterwards that none came in
while it was away.
"""

from __future__ import annotations

from zibo_youth.core.invariants import Invariant, register, register_sql

from .models import Loan, ScheduleRow
from .services.loans.standing import standing_of

# A reversal counts against what it takes back, and on the same day.
SIGNED = "CASE WHEN reverses_id IS NULL THEN amount ELSE -amount END"
SENTENCES = {
    "loan_drawn_above_its_contract_on_some_day": (
        "任何一天的累计放款都不超过合同金额",
        """SELECT paid.loan_id, paid.paid_on FROM (
            SELECT loan_id, paid_on, sum(sum(SIGNED)) OVER (PARTITION BY loan_id ORDER BY paid_on) AS drawn
            FROM loans_disbursement GROUP BY loan_id, paid_on) AS paid
        JOIN loans_loan AS loan ON loan.id = paid.loan_id
        WHERE paid.drawn > loan.contract_amount OR paid.drawn < 0""",
    ),
    "loan_counter_apart_from_its_disbursements": (
        "已放款金额等于放款记录减冲销记录",
        """SELECT loan.id FROM loans_loan AS loan
        LEFT JOIN loans_disbursement AS paid ON paid.loan_id = loan.id
        GROUP BY loan.id HAVING loan.drawn <> coalesce(sum(SIGNED), 0)""",
    ),
    "schedule_apart_from_its_amount": (
        "每份还款计划的本金合计等于贷款金额，逐期相接",
        """SELECT whole.id FROM loans_scheduleversion AS whole
        LEFT JOIN (SELECT *, lag(opening - principal) OVER (PARTITION BY schedule_id ORDER BY number)
                       AS closing FROM loans_schedulerow) AS cell ON cell.schedule_id = whole.id
        GROUP BY whole.id
        HAVING sum(cell.principal) IS DISTINCT FROM whole.amount
            OR max(cell.number) IS DISTINCT FROM count(cell.id)::int
            OR bool_or(cell.opening <> coalesce(cell.closing, whole.amount))""",
    ),
    "loan_without_the_schedule_that_holds": (
        "每笔贷款有且只有一份现行还款计划",
        """SELECT loan.id FROM loans_loan AS loan
        LEFT JOIN loans_scheduleversion AS whole ON whole.loan_id = loan.id AND whole.is_active
        GROUP BY loan.id HAVING count(whole.id) <> 1""",
    ),
    "credit_line_gives_or_draws_more_than_it_holds_on_some_day": (
        "任何一天，每条授信额度的已分配和用款合计都不超过额度",
        """SELECT held.line_id, held.day FROM (
            SELECT line_id, day, sum(sum(limit_change)) OVER by_day AS "limit",
                   sum(sum(allotted_change)) OVER by_day AS allotted,
                   sum(sum(drawn_change)) OVER by_day AS drawn
            FROM loans_lineentry GROUP BY line_id, day WINDOW by_day AS (PARTITION BY line_id ORDER BY day)
        ) AS held
        WHERE held.allotted < 0 OR held.drawn < 0 OR held.allotted + held.drawn > held."limit" """,
    ),
    "credit_line_gave_other_than_the_lines_below_hold": (
        "任何一天，每条授信额度的已分配等于下级额度之和",
        """SELECT line_id, day FROM (
            SELECT line_id, day, allotted_change AS given, 0 AS held FROM loans_lineentry
            UNION ALL SELECT child.parent_id, entry.day, 0, entry.limit_change
            FROM loans_lineentry AS entry JOIN loans_creditline AS child ON child.id = entry.line_id
            WHERE child.parent_id IS NOT NULL) AS told
        GROUP BY line_id, day HAVING sum(given) <> sum(held)""",
    ),
    "credit_line_counter_apart_from_its_entries": (
        "授信额度上的合计等于台账各笔之和",
        """SELECT line.id FROM loans_creditline AS line
        LEFT JOIN loans_lineentry AS entry ON entry.line_id = line.id GROUP BY line.id
        HAVING line."limit" <> coalesce(sum(limit_change), 0)
            OR line.allotted <> coalesce(sum(allotted_change), 0)
            OR line.drawn <> coalesce(sum(drawn_change), 0)""",
    ),
    "credit_line_apart_from_the_offer_that_took_it": (
        "银行同意时占用的额度等于同意的金额，申请终止后全部释放，签约后归该笔贷款",
        """SELECT line.id FROM loans_creditline AS line
        JOIN loans_loanapplication AS asked ON asked.id = line.application_id
        LEFT JOIN loans_loan AS loan ON loan.application_id = asked.id
        WHERE (asked.state IN ('rejected', 'withdrawn', 'expired')) <> (line.state = 'closed')
            OR line.state <> 'closed' AND line."limit" <> asked.offered_amount
            OR line.loan_id IS DISTINCT FROM loan.id""",
    ),
    "application_signed_without_its_loan": (
        "已签约的申请都有一份贷款合同",
        """SELECT asked.id FROM loans_loanapplication AS asked
        LEFT JOIN loans_loan AS loan ON loan.application_id = asked.id
        WHERE asked.state = 'contracted' AND loan.id IS NULL""",
    ),
    "bank_quota_apart_from_its_applications": (
        "银行额度的已推荐金额等于占用额度的各份申请之和",
        """SELECT quota.id FROM loans_bankquota AS quota
        LEFT JOIN loans_loanapplication AS asked ON asked.call_id = quota.call_id
            AND asked.bank_id = quota.bank_id AND asked.state NOT IN ('rejected', 'withdrawn', 'expired')
        GROUP BY quota.id HAVING quota.recommended <> coalesce(sum(asked.amount), 0)""",
    ),
    "payment_of_another_bank_than_its_loan": (
        "放款和还款的银行就是贷款的银行",
        """SELECT paid.id FROM (
            SELECT id, loan_id, bank_id FROM loans_disbursement
            UNION ALL SELECT id, loan_id, bank_id FROM loans_repayment) AS paid
        JOIN loans_loan AS loan ON loan.id = paid.loan_id WHERE loan.bank_id <> paid.bank_id""",
    ),
}


def _rows_apart_from_their_payments() -> int:
    """Reckoned anew, loan by loan."""
    wrong = 0
    for loan in Loan.objects.select_related("version").order_by("pk"):
        rows = list(ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number"))
        for row, debt in zip(rows, standing_of(loan, rows).debts, strict=True):
            told = (row.principal - row.repaid_principal, row.interest - row.repaid_interest, row.settled_on)
            wrong += told != (debt.principal, debt.interest, debt.settled_on)
    return wrong


def register_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows.replace("SIGNED", SIGNED))
    register(
        Invariant(
            "schedule_row_apart_from_its_payments",
            "每期的已还金额与还款记录重新分配的结果一致",
            _rows_apart_from_their_payments,
        )
    )
