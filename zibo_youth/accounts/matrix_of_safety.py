"""
The fifth table of the permission matrix: who has a part in the safety action (reference/loans_safety.md §6).

An enterprise meets its own rows only; `policy` reads all tables as one.
"""

from __future__ import annotations

from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION, OWN

ROLES_OF_SAFETY = (
    "applicant",
    "safety_officer",
    "post_reviewer",
    "emergency_officer",
    "district_officer",
    "city_staff",
    "administrator",
)

_O, _R, _D, _C, _ = OWN, ORGANISATION, DISTRICT, CITY, NOTHING

#   the columns: applicant, safety officer, reviewer of posts, emergency bureau, district, city, administrator
MATRIX_OF_SAFETY: dict[str, tuple[str, ...]] = {
    # The register of enterprises and their work areas.
    "safety.view_enterprise":     (_,  _R, _,  _C, _D, _C, _C),
    "safety.manage_enterprise":   (_,  _,  _,  _,  _D, _C, _),
    # Campaigns and training.
    # Model posts.
    # Hazards.
    # Quizzes.
    "safety.view_questionbank":   (_,  _,  _,  _,  _D, _C, _),
    "safety.manage_questionbank": (_,  _,  _,  _,  _D, _C, _),
    "safety.view_quiz":           (_,  _,  _,  _,  _D, _C, _C),
    "safety.manage_quiz":         (_,  _,  _,  _,  _D, _C, _),
    "safety.take_quiz":           (_O, _,  _,  _,  _,  _,  _),
    "safety.view_quizattempt":    (_O, _,  _,  _,  _D, _C, _),
}  # fmt: skip
