"""A week of service of some months ago whose hours are final: what candidates and nominees stand on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from volunteers.models import HourEntry, Volunteer
from volunteers.services import hours
from zibo_youth.core.calendar import at, standing_at, today

from .projects import tell_project
from .world import World

ORGANISER = "demo-zibo-team"
WEEK: dict[str, Any] = {
    "code": "demo-service-week",
    "brand": "love-zibo",
    "organiser": ORGANISER,
    "title": "社区志愿服务周（演示）",
    "title_en": "A week of service in the neighbourhoods (demo)",
    "summary": "整理社区书屋，陪老人聊天，打扫公共场所。",
    "summary_en": "Put book rooms in order, keep old people company, clean public places.",
    "risks": "户外活动请防晒、多喝水。",
    "risks_en": "Mind the sun, and drink enough.",
    "place": "张店区各社区",
    "posts": [
        {
            "role": "event",
            "name": "社区服务",
            "name_en": "Helper",
            "duties": "按社区安排服务，每天签到。",
            "duties_en": "Serve as the neighbourhood asks; sign in each day.",
        }
    ],
}
BEGAN, DAYS, HOURS = 140, 3, 8


def serve_a_week(world: World, crowd: Sequence[Volunteer]) -> list[Volunteer]:
    """Three days of eight hours each: told by the leader, confirmed by the district, shown, and final."""
    first = today() - timedelta(days=BEGAN)
    leader = world.leaders[ORGANISER]
    project = tell_project(world, WEEK, first, first + timedelta(days=6))
    officer = world.officer(project.reporting_org.code)
    [post] = project.posts.all()
    for day in range(DAYS):
        starts_at = at(first + timedelta(days=day), time(9))
        ends_at = starts_at + timedelta(hours=HOURS)
        with standing_at(ends_at + timedelta(hours=1)):
            for one in crowd:
                entry = hours.state_hours(
                    actor=leader,
                    volunteer=one,
                    post=post,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    minutes=60 * HOURS,
                    reason="服务周按社区签到表补录",
                )
                hours.confirm_hours(actor=officer, entry=entry)
    hours.accept_manual_share(actor=officer, project=project, reason="签到表已逐日核对")
    confirmed_at = at(first + timedelta(days=DAYS), time(9))
    HourEntry.objects.filter(project=project).update(confirmed_at=confirmed_at)
    hours.start_notice(at=confirmed_at)
    hours.finalise(at=confirmed_at + timedelta(days=8))
    return list(crowd)
