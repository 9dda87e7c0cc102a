"""录取 (admission): who was accepted for a project in one of its rounds."""

from __future__ import annotations

from .models import Application, ServiceProject, Volunteer


def is_admitted(volunteer: Volunteer, project: ServiceProject) -> bool:
    """Whether the volunteer holds an accepted place: posts staffed by a round are theirs to take."""
    accepted = Application.objects.admitted_to(project).filter(volunteer=volunteer)
    return bool(accepted.exists())
