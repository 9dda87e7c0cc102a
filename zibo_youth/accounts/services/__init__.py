"""Every write of accounts, by its subject."""

from .accounts import (
    change_mobile,
    close_sessions,
    open_account,
    set_password,
    waiting_account,
)
from .at_desk import Stated, counted_registration, register_person
from .closing import (
    approve_closing,
    ask_to_close,
    close_due_accounts,
    erase_again,
    lift_hold,
    place_hold,
    record_closing,
    refuse_closing,
    take_back,
)
from .consent import give_consent, record_consents, record_withdrawal, refuse_withdrawn, withdraw_consent
from .exports import record_export
from .identity import (
    change_details,
    dismiss_review,
    link_review,
    reveal_id,
    state_identity,
    state_with_consent,
    verify_identity,
)
from .keeping import let_go_in_time
from .machines import issue_machine_token, machine_of_token, revoke_machine_token
from .own_copy import copy_own_data
from .staff import appoint, create_administrator, dismiss
from .tokens import create_token, revoke_token, user_of_token

__all__ = [
    "Stated",
    "appoint",
    "approve_closing",
    "ask_to_close",
    "change_details",
    "change_mobile",
    "close_due_accounts",
    "close_sessions",
    "copy_own_data",
    "counted_registration",
    "create_administrator",
    "create_token",
    "dismiss",
    "dismiss_review",
    "erase_again",
    "give_consent",
    "issue_machine_token",
    "let_go_in_time",
    "lift_hold",
    "link_review",
    "machine_of_token",
    "open_account",
    "place_hold",
    "record_closing",
    "record_consents",
    "record_export",
    "record_withdrawal",
    "refuse_closing",
    "refuse_withdrawn",
    "register_person",
    "reveal_id",
    "revoke_machine_token",
    "revoke_token",
    "set_password",
    "state_identity",
    "state_with_consent",
    "take_back",
    "user_of_token",
    "verify_identity",
    "waiting_account",
    "withdraw_consent",
]
