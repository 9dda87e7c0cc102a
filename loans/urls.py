"""Addresses of the loans, below /loans/."""

from django.urls import path

from .views import (
    applying,
    bank_files,
    claims,
    contract_list,
    contracts,
    desk,
    early,
    home,
    investing,
    lines,
    mine,
    overview,
)
from .views.bank_files import template

urlpatterns = [
    path("", home.home, name="loans"),
    path("apply/", applying.start, name="loan_start"),
    path("apply/<slug:reference>/", applying.task_list, name="loan_tasks"),
    path("apply/<slug:reference>/done/", applying.done, name="loan_done"),
    path("apply/<slug:reference>/<slug:part>/", applying.one_part, name="loan_part"),
    path("documents/<uuid:public_id>/", applying.document, name="loan_document"),
    path("desk/", desk.queue, name="loan_desk"),
    path("desk/<slug:reference>/", desk.case, name="loan_case"),
    path("contracts/", contract_list.contract_list, name="loan_contracts"),
    path("contracts/<int:number>/", contracts.contract, name="loan_contract"),
    path("contracts/<int:number>/prepay/", early.prepay, name="loan_prepay"),
    path("contracts/<int:number>/settle/", early.settle, name="loan_settle"),
    path("contracts/<int:number>/bank-schedule/", bank_files.schedule, name="loan_schedule_file"),
    path("files/", bank_files.repayments, name="loan_repayment_file"),
    path("files/template/repayments/", template, {"kind": "repayments"}, "loan_repayment_template"),
    path("files/template/schedule/", template, {"kind": "schedule"}, "loan_schedule_template"),
    path("claims/", claims.claim_list, name="loan_claims"),
    path("claims/sheet/", claims.sheet, name="loan_check_sheet"),
    path("claims/<int:number>/", claims.claim, name="loan_claim"),
    path("lines/", lines.line_list, name="loan_lines"),
    path("lines/new/", lines.propose, name="loan_line_propose"),
    path("lines/<int:number>/", lines.line, name="loan_line"),
    path("overview/", overview.overview, name="loan_overview"),
    path("overview/<slug:figure>/", overview.number, name="loan_overview_rows"),
    path("equity/", investing.equity_list, name="loan_equity"),
    path("equity/new/", investing.record_equity, name="loan_equity_new"),
    path("equity/<int:number>/", investing.equity_record, name="loan_equity_record"),
    path("pre-approved/", investing.pre_approved_list, name="loan_pre_approved"),
    path("pre-approved/new/", investing.record_pre_approved, name="loan_pre_approved_new"),
    path("pre-approved/<int:number>/", investing.pre_approved, name="loan_pre_approved_line"),
    path("<slug:reference>/", mine.application, name="loan_application"),
    path("<slug:reference>/<slug:act>/", mine.end, name="loan_end"),
]
