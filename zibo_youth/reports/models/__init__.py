"""月报: what was reported for a month, on which targets it is measured, and what was corrected afterwards."""

from .figure import Correction, Figure
from .report import MonthlyReport, ReportTransition
from .target import Milestone, Target

__all__ = ["Correction", "Figure", "Milestone", "MonthlyReport", "ReportTransition", "Target"]
