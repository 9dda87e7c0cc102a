"""目标和重点事项 (aims): the year 2021 as the article sets it, and the same again for this year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import today
from zibo_youth.reports import services
from zibo_youth.reports.kpis import Action, Kind, kpi
from zibo_youth.reports.models import Milestone

SOURCE = "2021 年 6 月 4 日新闻发布会（演示）"

# Indicator: the target of the city (domain.md §4.3, §5).
TARGETS = {
    "ST01": 30,
    "ST07": 7,
    "DV01": 100,
    "DV02": 20000,
    "IN01": 20,
    "IN02": 30,
    "IN03-1": 1,
    "IN04": 300,
    "BU01": 20000,
    "BU04": 100,
    "BU05": 30,
    "BU06": 30000,
    "HR01": 200,
    "HR03": 2000,
    "RU02": 100,
    "HR04": 100,
}
# Demonstration only: how the units weigh, in the order of the city's documents.
WEIGHTS = (8, 6, 4, 4, 6, 5, 3, 5, 4, 2, 1)

State = Milestone.State
MILESTONES = (
    (Action.DEVELOPMENT, "推出齐青卡", "Launch the Qiqing card", State.RUNNING),
    (Action.RURAL, "乡村好青年扶持政策", "Support policy for rural good youths", State.RUNNING),
    (
        Action.INTEGRATION,
        "青年志愿者协会换届",
        "Volunteers' association elects anew",
        State.NOT_STARTED,
    ),
    (
        Action.INTEGRATION,
        "陶瓷博览会、鲁港洽谈会服务",
        "Help at the ceramics expo and the fair",
        State.RUNNING,
    ),
    (
        Action.INTEGRATION,
        "张店唐库、高青西瓜节、博山户外季",
        "Tangku of Zhangdian, melon festival of Gaoqing, outdoor season of Boshan",
        State.DONE,
    ),
    (Action.BUSINESS, "成立青年创业导师团", "Found the team of mentors for founders", State.DONE),
    (
        Action.BUSINESS,
        "大讲堂、训练营、创业大赛",
        "Lectures, training camp, start-up contest",
        State.RUNNING,
    ),
    (Action.SAFETY, "安全宣传栏和标识", "Safety boards and signs", State.DONE),
    (Action.SAFETY, "青工委帮包机制", "Departments each keep a district", State.DONE),
    (
        Action.CHILDREN,
        "服刑人员子女亲情见面会",
        "Family meetings for children of prisoners",
        State.NOT_STARTED,
    ),
    (
        Action.VOLUNTEERS,
        "牵手关爱、金晖助老、阳光助残",
        "Company for children, the old and the disabled",
        State.RUNNING,
    ),
    (
        Action.VOLUNTEERS,
        "先进集体和个人评选",
        "Choose the best groups and people of the year",
        State.NOT_STARTED,
    ),
)


def set_aims(year: int) -> None:
    """The targets with their division, and the milestones as they stood."""
    units = list(Organisation.objects.reporting())
    weights = {unit.pk: Decimal(weight) for unit, weight in zip(units, WEIGHTS, strict=True)}
    for code, value in TARGETS.items():
        city = Decimal(value)
        is_divided = kpi(code).kind is not Kind.SHARE
        parts = services.divide(city, weights) if is_divided else dict.fromkeys(weights, city)
        services.set_targets(
            actor=SYSTEM,
            year=year,
            code=code,
            city=city,
            units={unit: parts[unit.pk] for unit in units},
            source=SOURCE,
        )
    _stand(year, date(2021, 6, 4) if year == 2021 else today())


def _stand(year: int, as_of: date) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            year=year, action=action, name=name, name_en=english, state=state, as_of=as_of, position=position
        )
        for position, (action, name, english, state) in enumerate(MILESTONES)
    )
