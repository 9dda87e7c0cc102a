"""A stored file that no row names, as a process leaves it that died in between."""

from __future__ import annotations

import os
import time

from django.core.files.base import ContentFile
from django.core.files.storage import storages


def left_in(folder: str, name: str = "left.pdf") -> str:
    """Written two hours ago: no upload runs that long. Gives its name in the storage."""
    storage = storages["private"]
    stored = storage.save(f"{folder}/{name}", ContentFile(b"left"))
    long_ago = time.time() - 7200
    os.utime(storage.path(stored), (long_ago, long_ago))
    return stored
