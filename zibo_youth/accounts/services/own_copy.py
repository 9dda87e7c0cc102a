"""我的数据的副本 (one's own copy): whole, or refused, and never half of an account that is being closed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from zibo_youth.accounts import own_data
from zibo_youth.accounts.models import User

from .erasing import lock_living


@transaction.atomic
def copy_own_data(*, actor: User) -> dict[str, Any]:
    """
    导出我的数据 (copy): read while the person's row is locked, so that an erasure waits for the last line.

    Raises `AccountErased`.
    """
    if actor.person_id:
        lock_living(actor.person_id)
    return own_data.everything_about(actor)
