"""志愿服务项目 (projects): written by the organiser, shown to the public, closed when the service is over."""

from __future__ import annotations

from django.db import transaction

from volunteers.errors import ProjectHasNoPost, ProjectHasShifts, ProjectMoved
from volunteers.models import ServiceProject, Shift
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.moves import reach

State = ServiceProject.State
MANAGE = "volunteers.manage_serviceproject"


@transaction.atomic
def publish_project(*, actor: Actor, project: ServiceProject) -> ServiceProject:
    """发布 (publish): the public sees it. Raises `ProjectHasNoPost`, `ProjectMoved`."""
    policy.require(actor, MANAGE, project)
    if not project.posts.exists():
        raise ProjectHasNoPost
    return _move(project, State.PUBLISHED)


@transaction.atomic
def close_project(*, actor: Actor, project: ServiceProject) -> ServiceProject:
    """结项 (close), when no shift is to come. Raises `ProjectHasShifts`, `ProjectMoved`."""
    policy.require(actor, MANAGE, project)
    _nothing_to_come(project)
    return _move(project, State.CLOSED)


@transaction.atomic
def cancel_project(*, actor: Actor, project: ServiceProject) -> ServiceProject:
    """取消 (call off); its shifts are called off before. Raises `ProjectHasShifts`, `ProjectMoved`."""
    policy.require(actor, MANAGE, project)
    _nothing_to_come(project)
    return _move(project, State.CANCELLED)


def _nothing_to_come(project: ServiceProject) -> None:
    to_come = Shift.objects.filter(post__project=project, state__in=["open", "suspended"], ends_at__gt=now())
    if to_come.exists():
        raise ProjectHasShifts(count=to_come.count())


def _move(project: ServiceProject, state: str) -> ServiceProject:
    reach(project, state, ProjectMoved)
    return project
