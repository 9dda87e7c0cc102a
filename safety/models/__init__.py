"""安全行动: who is under supervision; campaigns, model posts, hazards, training and quizzes stand beside."""

from .campaigns import SafetyActivity, SafetyCampaign, SafetyMaterial
from .enterprise import Enterprise, WorkArea

__all__ = [
    "Enterprise",
    "SafetyActivity",
    "SafetyCampaign",
    "SafetyMaterial",
    "WorkArea",
]
