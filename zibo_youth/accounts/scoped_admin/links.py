"""
Read-only fields name a log-in and do not link to it.

Django links every foreign key that it shows, asking nobody. Most offices may
not open the pages of log-ins, so the link would lead them to nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import helpers
from django.db import models

from zibo_youth.accounts.models import User

_linked = helpers.AdminReadonlyField.get_admin_url


# Whose pages most offices may not open.
_named: set[type[models.Model]] = {User}


def name_without_link(*few_may_open: type[models.Model]) -> None:
    """A programme names the tables whose pages few offices may open: elsewhere they are words."""
    for model in few_may_open:
        _named.add(model)


def named_or_linked(self: helpers.AdminReadonlyField, remote_field: Any, remote_obj: Any) -> str:
    return str(remote_obj) if type(remote_obj) in _named else _linked(self, remote_field, remote_obj)


def name_log_ins_without_links() -> None:
    helpers.AdminReadonlyField.get_admin_url = named_or_linked  # type: ignore[method-assign]
