"""Rows that take their time: made once for all tests of a module, and undone after them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import translation


@contextmanager
def for_a_module(blocker: Any, files: Path) -> Iterator[None]:
    """Inside, rows and their files are made and the module's tests run; each of these ends at its own savepoint."""
    own = {
        alias: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": files / alias},
        }
        for alias in ("default", "private")
    }
    with (
        blocker.unblock(),
        override_settings(STORAGES=settings.STORAGES | own),
        transaction.atomic(),
        translation.override("zh-hans"),
    ):
        yield
        transaction.set_rollback(True)
