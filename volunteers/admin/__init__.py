"""志愿服务 in the admin; importing a module registers its pages."""

from . import catalogue, projects, shifts, vetting, volunteers

__all__ = ["catalogue", "projects", "shifts", "vetting", "volunteers"]
