"""
Rules of the safety action that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

from .safety_hazards import HAZARDS

SAFETY: dict[str, Any] = {
    # Training: how many days before a registration closes the units hear of places left. Assumed.
    "remind_parts_days": 3,
    # Model posts (reference/loans_safety.md §3, row 青安岗). Limits of a form version stand in its row.
    # Whether a reviewer whose sheet is in sees the mean of all that are in (assumed; users asked for both).
    "post_mean_shown_to_reviewers": True,
    # How long a district has for a yearly re-check, in days (assumed).
    "post_check_days": 30,
    # Quizzes: fewer seconds for an answer than anybody needs to read a question: a flag only. Assumed.
    "quiz_least_seconds": 2.0,
}
SAFETY |= HAZARDS
