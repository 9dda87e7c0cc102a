"""集体报名 (rosters of organisations): uploaded whole or by good lines, kept by who brought them."""

from .bringing import bring_people
from .editing import accept_roster, add_person, cancel_roster, remove_person, replace_person
from .uploading import RosterPreview, preview_roster, upload_roster

__all__ = [
    "RosterPreview",
    "accept_roster",
    "add_person",
    "bring_people",
    "cancel_roster",
    "preview_roster",
    "remove_person",
    "replace_person",
    "upload_roster",
]
