"""Every write of accounts, by its subject."""

from .accounts import (
    change_mobile,
    close_sessions,
    forget_unused_accounts,
    open_account,
    set_password,
    waiting_account,
)
from .consent import give_consent, withdraw_consent
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
from .staff import appoint, create_administrator, dismiss
from .tokens import create_token, revoke_token, user_of_token

__all__ = [
    "appoint",
    "change_details",
    "change_mobile",
    "close_sessions",
    "create_administrator",
    "create_token",
    "dismiss",
    "dismiss_review",
    "forget_unused_accounts",
    "give_consent",
    "link_review",
    "open_account",
    "record_export",
    "reveal_id",
    "revoke_token",
    "set_password",
    "state_identity",
    "state_with_consent",
    "user_of_token",
    "verify_identity",
    "waiting_account",
    "withdraw_consent",
]
