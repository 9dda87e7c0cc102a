"""Invariants of guarantees: as their application and their loan, claims as covered, sums of their rows."""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

SIGNED = "CASE WHEN reverses_id IS NULL THEN amount ELSE -amount END"
SENTENCES = {
    "guarantee_of_an_application_that_has_ended": (
        "申请结束以后没有在办理的担保，担保机构与申请一致",
        """SELECT of.id FROM loans_guarantee AS of
        JOIN loans_loanapplication AS asked ON asked.id = of.application_id
        WHERE of.state NOT IN ('refused', 'withdrawn') AND asked.state IN ('rejected', 'withdrawn', 'expired')
            OR asked.guarantor_id IS DISTINCT FROM of.guarantor_id""",
    ),
    "guarantee_apart_from_its_loan": (
        "担保的状态与贷款一致，贷款和担保属于同一份申请、同一家担保机构",
        """SELECT of.id FROM loans_guarantee AS of JOIN loans_loan AS loan ON loan.id = of.loan_id
        WHERE loan.application_id IS DISTINCT FROM of.application_id
            OR loan.guarantor_id IS DISTINCT FROM of.guarantor_id OR loan.signed_on <> of.in_force_on
            OR (CASE of.state WHEN 'released' THEN 'settled' WHEN 'claimed' THEN 'guarantee_claimed'
                    WHEN 'paid' THEN 'guarantee_paid' WHEN 'recourse' THEN 'guarantee_paid' ELSE 'open' END)
            <> (CASE WHEN loan.state IN ('settled', 'guarantee_claimed', 'guarantee_paid')
                    THEN loan.state ELSE 'open' END)""",
    ),
    "contract_of_a_guaranteed_application_without_its_guarantee": (
        "提请过担保的申请，签约后都有生效的担保",
        """SELECT loan.id FROM loans_loan AS loan
        JOIN loans_loanapplication AS asked ON asked.id = loan.application_id
        LEFT JOIN loans_guarantee AS of ON of.loan_id = loan.id
        WHERE asked.guarantor_id IS NOT NULL AND of.id IS NULL""",
    ),
    "guarantee_claim_apart_from_its_guarantee": (
        "有代偿申请的担保才是代偿中；代偿申请不早于约定的逾期天数，不超过担保比例",
        """SELECT of.id FROM loans_guarantee AS of
        LEFT JOIN loans_guaranteeclaim AS claim ON claim.guarantee_id = of.id
            AND claim.state NOT IN ('refused', 'withdrawn')
        WHERE (of.state IN ('claimed', 'paid', 'recourse')) <> (claim.id IS NOT NULL)
            OR (of.state IN ('paid', 'recourse')) <> (coalesce(claim.paid, 0) > 0)
            OR (of.state = 'recourse') <> (coalesce(claim.recovered, 0) > 0)
            OR claim.share <> of.share OR claim.days_late < of.trigger_days
            OR claim.amount > (claim.principal + claim.interest + claim.penalty) * of.share""",
    ),
    "guarantee_claim_counter_apart_from_its_rows": (
        "已代偿和已追回的金额等于各笔记录减冲销，追回不超过代偿，代偿不超过申请",
        """SELECT claim.id FROM loans_guaranteeclaim AS claim
        LEFT JOIN (SELECT claim_id, sum(SIGNED) AS yuan FROM loans_guaranteepayment GROUP BY claim_id) AS paid
            ON paid.claim_id = claim.id
        LEFT JOIN (SELECT claim_id, sum(SIGNED) AS yuan FROM loans_guaranteerecovery
            GROUP BY claim_id) AS back
            ON back.claim_id = claim.id
        WHERE claim.paid <> coalesce(paid.yuan, 0) OR claim.recovered <> coalesce(back.yuan, 0)
            OR claim.recovered > claim.paid OR claim.paid > claim.amount""",
    ),
}


def register_guarantee_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows.replace("SIGNED", SIGNED))
