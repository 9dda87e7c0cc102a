"""志愿服务 in the admin; importing a module registers its pages."""

from . import (
    awards,
    catalogue,
    crowds,
    election,
    hours,
    no_shows,
    patrol,
    patrol_logs,
    projects,
    rounds,
    scans,
    shifts,
    vetting,
    volunteers,
)

__all__ = [
    "awards",
    "catalogue",
    "crowds",
    "election",
    "hours",
    "no_shows",
    "patrol",
    "patrol_logs",
    "projects",
    "rounds",
    "scans",
    "shifts",
    "vetting",
    "volunteers",
]
