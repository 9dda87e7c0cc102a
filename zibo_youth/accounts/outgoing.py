"""
The way out of accounts: text messages and notices.

Accounts lies below notifications and imports nothing of it; the settings name
the two functions (MESSAGES), as they name every other part that can be changed.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from .models import Person


def send_text(mobile: str, kind: str, **values: Any) -> None:
    """Send one text message of a kind (``login_code``) at once, outside any outbox: its reader is waiting."""
    import_string(settings.MESSAGES["send_text"])(mobile, kind, **values)


def notify(kind: str, *, to: Person, about: models.Model, dedup: str = "") -> None:
    """Write one notice into the outbox, in the caller's transaction."""
    import_string(settings.MESSAGES["notify"])(kind, to=to, about=about, dedup=dedup)
