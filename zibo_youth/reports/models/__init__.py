"""月报: what was reported for a month, its targets, what was corrected, and its exports."""

from .figure import Correction, Figure
from .job import ExportJob
from .report import MonthlyReport, ReportTransition
from .target import Milestone, Target

__all__ = [
    "Correction",
    "ExportJob",
    "Figure",
    "Milestone",
    "MonthlyReport",
    "ReportTransition",
    "Target",
]
