"""安全行动: who is under supervision; campaigns, model posts, hazards, training and quizzes stand beside."""

from .campaigns import SafetyActivity, SafetyCampaign, SafetyMaterial
from .enterprise import Enterprise, WorkArea
from .hazards import (
    HazardAlert,
    HazardFix,
    HazardOpening,
    HazardReport,
    HazardReporter,
    HazardReward,
    HazardStuckList,
    HazardTransition,
)

__all__ = [
    "Enterprise",
    "HazardAlert",
    "HazardFix",
    "HazardOpening",
    "HazardReport",
    "HazardReporter",
    "HazardReward",
    "HazardStuckList",
    "HazardTransition",
    "SafetyActivity",
    "SafetyCampaign",
    "SafetyMaterial",
    "WorkArea",
]
