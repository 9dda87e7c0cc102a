"""Every write of accounts, by its subject."""

from .accounts import (
    change_mobile,
    close_sessions,
    forget_unused_accounts,
    open_account,
    set_password,
    waiting_account,
)
from .at_desk import Stated, counted_registration, register_person
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
from .machines import issue_machine_token, machine_of_token, revoke_machine_token
from .staff import appoint, create_administrator, dismiss
from .tokens import create_token, revoke_token, user_of_token

__all__ = [
    "Stated",
    "appoint",
    "change_details",
    "change_mobile",
    "close_sessions",
    "counted_registration",
    "create_administrator",
    "create_token",
    "dismiss",
    "dismiss_review",
    "forget_unused_accounts",
    "give_consent",
    "issue_machine_token",
    "link_review",
    "machine_of_token",
    "open_account",
    "record_consents",
    "record_export",
    "record_withdrawal",
    "refuse_withdrawn",
    "register_person",
    "reveal_id",
    "revoke_machine_token",
    "revoke_token",
    "set_password",
    "state_identity",
    "state_with_consent",
    "user_of_token",
    "verify_identity",
    "waiting_account",
    "withdraw_consent",
]
