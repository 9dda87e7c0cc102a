"""志愿服务 in the admin; importing a module registers its pages."""

from . import catalogue, no_shows, projects, scans, shifts, vetting, volunteers

__all__ = ["catalogue", "no_shows", "projects", "scans", "shifts", "vetting", "volunteers"]
__all__ = ["catalogue", "no_shows", "projects", "shifts", "vetting", "volunteers"]
from . import rounds

__all__ = ["catalogue", "projects", "rounds", "shifts", "vetting", "volunteers"]
from . import hours

__all__ = ["catalogue", "hours", "projects", "shifts", "vetting", "volunteers"]
from . import awards, election

__all__ = ["awards", "catalogue", "election", "projects", "shifts", "vetting", "volunteers"]
