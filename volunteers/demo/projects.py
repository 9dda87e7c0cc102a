"""The projects of `projects.toml`: one under each brand of the city, running today."""

from __future__ import annotations

import tomllib
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from volunteers.models import Brand, Post, ServiceProject, ServiceRole, Skill
from volunteers.services import projects
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .world import World

MANAGE = "volunteers.manage_serviceproject"
TEXTS = Path(__file__).parent / "projects.toml"
PLAIN = ("code", "title", "title_en", "summary", "summary_en", "risks", "risks_en", "place")
OF_A_POST = ("name", "name_en", "duties", "duties_en")


def build_projects(world: World, say: Say) -> dict[str, ServiceProject]:
    """What runs today, by code."""
    say("志愿服务：品牌项目")
    first, last = today() - timedelta(days=60), today() + timedelta(days=120)
    told = tomllib.loads(TEXTS.read_text("utf-8"))["project"]
    return {each["code"]: tell_project(world, each, first, last) for each in told}


def tell_project(
    world: World,
    told: dict[str, Any],
    starts_on: date,
    ends_on: date,
    kind: str = ServiceProject.Kind.REGULAR,
) -> ServiceProject:
    """Written and published by the leader of its organiser, a week before it starts."""
    organiser, leader = world.organisations[told["organiser"]], world.leaders[told["organiser"]]
    project = ServiceProject(
        **{name: told[name] for name in PLAIN},
        kind=kind,
        brand=Brand.objects.filter(code=told.get("brand", "")).first(),
        organiser=organiser,
        reporting_org=organiser.reporting_org,
        contact_phone="0533-0000000",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with standing_at(at(starts_on - timedelta(days=7), time(9))):
        save_record(actor=leader, record=project, action=MANAGE)
        for each in told["posts"]:
            role = ServiceRole.objects.get(code=each["role"])
            post = Post(project=project, role=role, **{name: each[name] for name in OF_A_POST})
            save_record(actor=leader, record=post, action=MANAGE)
            post.skills.set(Skill.objects.filter(code__in=each.get("skills", [])))
        return projects.publish_project(actor=leader, project=project)
