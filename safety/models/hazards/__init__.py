"""隐患随手拍: what was seen, what was mended, who must, who hears; and, sealed, who saw it."""

from .fix import HazardFix
from .following import HazardAlert, HazardStuckList, HazardTransition
from .report import HazardReport
from .reward import HazardReward
from .sealed import HazardOpening, HazardReporter

__all__ = [
    "HazardAlert",
    "HazardFix",
    "HazardOpening",
    "HazardReport",
    "HazardReporter",
    "HazardReward",
    "HazardStuckList",
    "HazardTransition",
]
