"""护航减压 of May and June 2021 (article, row 31): ten sessions before the great exams, without a name."""

from __future__ import annotations

from datetime import date, time, timedelta

from volunteers.models import CrowdSession
from volunteers.services import crowds
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.demo import Say

from .world import World

# day, organiser, place, students, parents
HELD = (
    (date(2021, 5, 8), "demo-sdut", "张店区第一中学礼堂（演示）", 620, 180),
    (date(2021, 5, 11), "demo-zibo-team", "张店区青少年宫（演示）", 410, 240),
    (date(2021, 5, 13), "demo-zichuan-team", "淄川区第二中学操场（演示）", 730, 0),
    (date(2021, 5, 15), "demo-huantai-team", "桓台县文化馆（演示）", 260, 190),
    (date(2021, 5, 18), "demo-zbvc", "周村区第三中学报告厅（演示）", 480, 90),
    (date(2021, 5, 20), "demo-sdut", "张店区第五中学操场（演示）", 690, 0),
    (date(2021, 5, 23), "demo-zibo-team", "市图书馆家长课堂（演示）", 45, 310),
    (date(2021, 5, 27), "demo-huantai-team", "桓台县第一中学礼堂（演示）", 560, 70),
    (date(2021, 6, 1), "demo-zichuan-team", "淄川区第一中学报告厅（演示）", 520, 130),
    (date(2021, 6, 3), "demo-zbvc", "周村区第一中学操场（演示）", 470, 65),
)


def tell_crowds(world: World, say: Say) -> None:
    """Counted by the leader on the evening of the day, confirmed by the district the morning after."""
    say("志愿服务：护航减压活动")
    for day, organiser, place, students, parents in HELD:
        organisation = world.organisations[organiser]
        count = crowds.Count(
            kind=CrowdSession.Kind.EXAM_RELIEF,
            title="中高考护航减压",
            title_en="Exam relief",
            organiser=organisation,
            place=place,
            held_on=day,
            students=students,
            parents=parents,
        )
        evening, morning = at(day, time(18)), at(day + timedelta(days=1), time(9))
        with standing_at(evening):
            session = crowds.record_session(actor=world.leaders[organiser], count=count)
        with standing_at(morning):
            officer = world.officer(str(session.reporting_org.code))
            crowds.confirm_session(actor=officer, session=session)
        told = CrowdSession.objects.filter(pk=session.pk)
        told.update(recorded_at=evening, confirmed_at=morning)
