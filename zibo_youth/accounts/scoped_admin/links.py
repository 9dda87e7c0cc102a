"""
Read-only fields name a log-in and do not link to it.

Django links every foreign key that it shows, asking nobody. Most offices may
not open the pages of log-ins, so the link would lead them to nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import helpers

from zibo_youth.accounts.models import User

_linked = helpers.AdminReadonlyField.get_admin_url


def named_or_linked(self: helpers.AdminReadonlyField, remote_field: Any, remote_obj: Any) -> str:
    return str(remote_obj) if isinstance(remote_obj, User) else _linked(self, remote_field, remote_obj)


def name_log_ins_without_links() -> None:
    helpers.AdminReadonlyField.get_admin_url = named_or_linked  # type: ignore[method-assign]
