"""Constraints of the loans that no refusal explains (see `internal_constraints`)."""

from tests.house.reasons import FORM

INTERNAL = {
    "bank_quota_is_never_exceeded": FORM,
    "bank_quota_is_more_than_nothing": FORM,
    "bank_quota_one_per_bank_and_call": FORM,
    "firm_code_has_18_signs": FORM,
    "firm_has_a_name": FORM,
    "loan_call_closes_after_it_opens": FORM,
    "lpr_rate_is_a_part_of_one": FORM,
    "lpr_rate_rests_on_a_source": FORM,
    "product_version_ages_in_order": FORM,
    "product_version_alone_in_force": FORM,
    "product_version_amounts_in_order": FORM,
    "product_version_counts_as_banks_do": FORM,
    "product_version_ends_after_it_begins": FORM,
    "product_version_has_a_way_to_repay": FORM,
    "product_version_months_in_order": FORM,
    "product_version_number_used_once": FORM,
    "product_version_penalty_within_the_law": FORM,
    "product_version_rate_as_its_basis_asks": FORM,
    "product_version_rests_on_a_document": FORM,
}
