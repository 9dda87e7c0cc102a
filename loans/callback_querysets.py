"""Every read of banks' keys and messages that gives rows."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class BankKeyQuerySet(ScopedQuerySet):
    """银行回调密钥."""

    scope = Scope()

    def living(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)

    def of_bank(self, code: str) -> Self:
        """Those that a bank's messages may be signed with now, by its code."""
        return self.living().filter(bank__code=code, bank__kind="bank")


class BankMessageQuerySet(ScopedQuerySet):
    """银行消息: a bank sees its own."""

    scope = Scope(organisation="bank_id")
