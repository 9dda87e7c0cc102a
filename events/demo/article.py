"""The article's events of 2021: five days of matchmaking (rows 28, 29), the arts season (25, 27, 75, 78)."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from events.models import Event
from events.services import events
from zibo_youth.core.calendar import at
from zibo_youth.core.demo import Say

from .world import city_staff, held, organisation, planned, turn

# Day and how many single young people came: the article says that more than 2,300 entered.
MATCHMAKING = (
    (date(2021, 5, 1), 468),
    (date(2021, 5, 2), 512),
    (date(2021, 5, 3), 497),
    (date(2021, 5, 4), 446),
    (date(2021, 5, 5), 391),
)
# Day, place, and how many students it reached: the article says more than 100,000 in the season.
ARTS = (
    (date(2021, 5, 9), "华侨城·欢乐山川", 9_200),
    (date(2021, 5, 15), "山东理工大学（分会场）", 24_600),
    (date(2021, 5, 22), "淄博职业学院（分会场）", 21_300),
    (date(2021, 5, 29), "山东工业职业学院（分会场）", 15_800),
    (date(2021, 6, 5), "淄博师范高等专科学校（分会场）", 12_900),
    (date(2021, 6, 12), "齐鲁医药学院（分会场）", 13_400),
    (date(2021, 6, 19), "山东轻工职业学院（分会场）", 8_100),
)
INVESTED = Decimal("1082600.00")  # the article: more than a million
SHEET, COUNT = "签到表（演示）", "主会场票务和各高校报送（演示）"


def tell_article(say: Say) -> None:
    say("青年活动：2021 年的交友活动和大学生文化艺术季")
    _matchmaking()
    _arts()


def _matchmaking() -> None:
    by = city_staff()
    event = planned(
        by,
        said={
            "kind": Event.Kind.MATCHMAKING,
            "title": "缘聚淄青年·共建青春城",
            "title_en": "Young Zibo meets",
            "summary": "五天的青年交友活动。",
            "summary_en": "Five days for single young people to meet.",
            "organiser": organisation("city"),
            "reporting_org": organisation("zhangdian"),
            "age_from": 20,
        },
        turns=[turn(at(day, time(9)), 8, "淄博市文化中心（演示）", 600) for day, _ in MATCHMAKING],
    )
    held(by, event, [came for _, came in MATCHMAKING], SHEET)


def _arts() -> None:
    by = city_staff()
    event = planned(
        by,
        said={
            "kind": Event.Kind.ART_SEASON,
            "title": "首届大学生文化艺术季",
            "title_en": "First students’ arts season",
            "summary": "主会场开幕，各高校设分会场，从五月上旬到六月中下旬。",
            "summary_en": "Opened on the main stage, with stages at the universities, from May to June.",
            "organiser": organisation("city"),
            "reporting_org": organisation("wenchanghu"),
        },
        turns=[
            turn(at(day, time(9)), 10, place, 30_000, closes_at=at(day, time(9)) + timedelta(hours=8))
            for day, place, _ in ARTS
        ],
    )
    held(by, event, [came for _, _, came in ARTS], COUNT)
    events.record_invested(actor=by, event=event, amount=INVESTED, source="决算表（演示）")
