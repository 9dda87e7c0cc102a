"""Constraints of contracts and payments that no refusal explains (see `internal_constraints`)."""

from tests.house.reasons import MOVE, SERVICE, TARGET

INTERNAL = {
    "loan_is_referable_with_its_bank": TARGET,
    "loan_is_overpaid_by_no_less_than_nothing": "what is left of a payment",
    "loan_state_agrees_with_what_was_drawn": MOVE,
    "schedule_number_used_once": "numbered under the loan's lock",
    "schedule_one_holds_at_a_time": "the one before is set aside under the loan's lock",
    "schedule_repays_some_money": SERVICE,
    "schedule_row_number_used_once": SERVICE,
    "schedule_row_has_no_negative_cell": "the engine gives none, and a file's row is judged before",
    "schedule_row_is_due_after_it_begins": "the calendar gives no other, and a file's row is judged before",
    "schedule_row_is_repaid_no_more_than_it_asks": "what a debt has left is never negative",
    "schedule_row_settled_is_repaid": MOVE,
    "disbursement_is_of_money_with_a_voucher": SERVICE,
    "disbursement_is_of_the_loans_bank": SERVICE,
    "bank_file_accounts_for_its_rows": SERVICE,
    "bank_file_of_a_schedule_names_its_loan": SERVICE,
    "bank_file_line_told_once": SERVICE,
    "bank_file_line_stores_a_repayment_once": "a repayment is new once",
    "repayment_is_of_money_with_a_serial": SERVICE,
    "repayment_is_of_the_loans_bank": SERVICE,
}
