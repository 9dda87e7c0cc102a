"""银行回调密钥 and messages: an administrator issues and revokes keys; messages are read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.models import BankKey, BankMessage, BankStatus
from loans.services.callbacks import keys
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, name_without_link
from zibo_youth.accounts.scoped_admin.rights import signed_in

name_without_link(BankKey, BankMessage)

KEPT = ["bank", "key_id", "issued_at", "issued_by", "revoked_at"]


@admin.register(BankKey)
class BankKeyAdmin(ScopedAdmin):
    """银行回调密钥: issued and revoked, never changed; the secret is shown once."""

    list_display = ["key_id", "bank", "issued_at", "issued_by", "revoked_at"]
    list_filter = ["bank"]
    list_select_related = ["bank", "issued_by__person"]
    date_hierarchy = "issued_at"
    actions = ["revoke"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return KEPT if obj else ["bank"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return KEPT if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list revokes; a key's own page is read."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        key, secret = keys.issue_bank_key(actor=signed_in(request), bank=obj.bank)
        obj.pk = key.pk
        once = _("密钥：%(secret)s。请现在用加密渠道交给银行，它只显示这一次。") % {"secret": secret}
        self.message_user(request, once, messages.WARNING)

    @admin.action(description=pgettext_lazy("银行回调密钥", "停用所选密钥"))
    def revoke(self, request: HttpRequest, found: QuerySet[BankKey]) -> None:
        self.apply(request, found, keys.revoke_bank_key)


@admin.register(BankMessage)
class BankMessageAdmin(ReadOnlyAdmin):
    """银行消息."""

    list_display = ["message_id", "bank", "event", "occurred_at", "received_at", "application", "loan"]
    list_filter = ["bank", "event"]
    list_select_related = ["bank", "application", "loan"]
    search_fields = ["message_id"]
    date_hierarchy = "received_at"


@admin.register(BankStatus)
class BankStatusAdmin(ReadOnlyAdmin):
    """银行方状态."""

    view_action = "loans.view_loan"
    list_display = ["loan", "status", "as_of"]
    list_filter = ["status"]
    list_select_related = ["loan"]
    search_fields = ["loan__contract_no"]
