"""
The third table of the permission matrix: who has a part in start-up loans (reference/loans_safety.md §1.2).

Banks and guarantors meet their own cases only, and only once they are asked; `policy` reads all tables
as one.
"""

from __future__ import annotations

from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION, OWN

ROLES_OF_LOANS = (
    "applicant",
    "bank_officer",
    "guarantor_officer",
    "district_officer",
    "city_staff",
    "finance_officer",
    "administrator",
)

_O, _R, _D, _C, _ = OWN, ORGANISATION, DISTRICT, CITY, NOTHING

#   the columns: applicant, bank, guarantor, district, city, finance, administrator
MATRIX_OF_LOANS: dict[str, tuple[str, ...]] = {
    # What is on offer, and what the league decides of it.
    "loans.view_product":            (_C, _C, _C, _C, _C, _C, _C),
    "loans.manage_product":          (_,  _,  _,  _,  _C, _,  _),
    "loans.manage_call":             (_,  _,  _,  _,  _C, _,  _),
    "loans.view_quota":              (_,  _R, _,  _,  _C, _C, _C),
    # A company is known to whoever applies for it and to its district; to a bank through its cases.
    "loans.view_firm":               (_,  _,  _,  _D, _C, _C, _),
    # An application: its founder's; an office meets it once it is handed in, a bank once it is recommended.
    "loans.view_loanapplication":    (_O, _R, _R, _D, _C, _,  _),
    "loans.work_at_desk":            (_,  _R, _R, _D, _C, _,  _),
    "loans.apply":                   (_O, _,  _,  _,  _,  _,  _),
    "loans.review_in_district":      (_,  _,  _,  _D, _,  _,  _),
    "loans.recommend":               (_,  _,  _,  _,  _C, _,  _),
    "loans.answer_as_bank":          (_,  _R, _,  _,  _,  _,  _),
    "loans.answer_as_guarantor":     (_,  _,  _R, _,  _,  _,  _),
    # What nobody answered in time ends by itself: the portal alone.
    "loans.close_application":       (_,  _,  _,  _,  _,  _,  _),
    # A contract is its bank's and its guarantor's; the bank tells what it moved, or the city for it.
    "loans.view_loan":               (_O, _R, _R, _D, _C, _C, _),
    # A guarantee is of its guarantor and its bank: one claims, the other answers, and no office does both.
    "loans.view_guarantee":          (_O, _R, _R, _D, _C, _C, _),
    "loans.work_at_guarantees":      (_,  _R, _R, _D, _C, _C, _),
    "loans.claim_guarantee":         (_,  _R, _,  _,  _,  _,  _),
    "loans.answer_guarantee_claim":  (_,  _,  _R, _,  _,  _,  _),
    # A claim goes from desk to desk: firm, bank, league, finance.
    "loans.view_subsidyclaim":       (_O, _R, _,  _D, _C, _C, _),
    "loans.work_at_claims":          (_,  _R, _,  _D, _C, _C, _),
    "loans.calculate_subsidy":       (_,  _,  _,  _,  _C, _,  _),
    "loans.confirm_subsidy_as_firm": (_O, _,  _,  _D, _,  _,  _),
    "loans.confirm_subsidy_as_bank": (_,  _R, _,  _,  _,  _,  _),
    "loans.check_subsidy":           (_,  _,  _,  _,  _C, _,  _),
    "loans.approve_subsidy":         (_,  _,  _,  _,  _,  _C, _),
    "loans.export_check_sheet":      (_,  _,  _,  _,  _C, _,  _),
    "loans.return_subsidy":          (_,  _R, _,  _,  _C, _C, _),
    "loans.change_schedule":         (_,  _R, _,  _,  _C, _,  _),
    "loans.check_purpose":           (_,  _,  _,  _D, _C, _,  _),
    "loans.record_loan":             (_,  _R, _,  _,  _C, _,  _),
    "loans.record_payment":          (_,  _R, _,  _,  _C, _,  _),
    "loans.reverse_payment":         (_,  _R, _,  _,  _C, _,  _),
    # A line is the bank's and the city's; a district sees what its companies hold.
    "loans.view_creditline":         (_,  _R, _,  _D, _C, _C, _),
    "loans.manage_line":             (_,  _,  _,  _,  _C, _,  _),
    "loans.draw_line":               (_,  _R, _,  _,  _C, _,  _),
    # Equity and pre-approvals are the city's, confirmed by another; the whole picture is the districts' too.
    "loans.view_equityinvestment":   (_,  _,  _,  _D, _C, _C, _),
    "loans.manage_equity":           (_,  _,  _,  _,  _C, _,  _),
    "loans.view_preapprovedline":    (_,  _R, _,  _D, _C, _C, _),
    "loans.manage_pre_approval":     (_,  _,  _,  _,  _C, _,  _),
    "loans.view_overview":           (_,  _,  _,  _D, _C, _,  _),
    "loans.view_bankfile":           (_,  _R, _,  _,  _C, _,  _),
    "loans.import_bankfile":         (_,  _R, _,  _,  _C, _,  _),
    # What a bank's system signs with is an administrator's; what it told, its own and the city's.
    "loans.view_bankkey":            (_,  _,  _,  _,  _,  _,  _C),
    "loans.manage_bankkey":          (_,  _,  _,  _,  _,  _,  _C),
    "loans.view_bankmessage":        (_,  _R, _,  _,  _C, _,  _),
    # The list of what was recommended to a bank leaves the portal by the city, or by that very bank.
    "loans.export_bank_list":        (_,  _R, _,  _,  _C, _,  _),
}  # fmt: skip
