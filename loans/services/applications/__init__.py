"""贷款申请 (applications): every write, from the draft to the contract."""

from .drafts import (
    ToldFirm,
    ToldPurpose,
    save_consent,
    save_firm,
    save_owner,
    save_purpose,
    start_application,
)
from .due import expire_applications, remind_applicants
from .founder import (
    accept_offer,
    answer_more_info,
    decline_offer,
    submit_application,
    withdraw_application,
)
from .moves import consents
from .papers import add_document, discard_document, sweep_documents
from .reviews import (
    Asked,
    Contract,
    Terms,
    ask_guarantor,
    ask_more,
    guarantee,
    offer,
    pass_on,
    recommend,
    record_contract,
    refuse,
    take_application,
)

__all__ = [
    "Asked",
    "Contract",
    "Terms",
    "ToldFirm",
    "ToldPurpose",
    "accept_offer",
    "add_document",
    "answer_more_info",
    "ask_guarantor",
    "ask_more",
    "consents",
    "decline_offer",
    "discard_document",
    "expire_applications",
    "guarantee",
    "offer",
    "pass_on",
    "recommend",
    "record_contract",
    "refuse",
    "remind_applicants",
    "save_consent",
    "save_firm",
    "save_owner",
    "save_purpose",
    "start_application",
    "submit_application",
    "sweep_documents",
    "take_application",
    "withdraw_application",
]
