"""安全培训 (training): parts kept for enterprises, and lists of the people they send."""

from .listing import TraineePreview, import_trainees, preview_trainees
from .parts import keep_part, remind_of_parts, resize_part

__all__ = [
    "TraineePreview",
    "import_trainees",
    "keep_part",
    "preview_trainees",
    "remind_of_parts",
    "resize_part",
]
