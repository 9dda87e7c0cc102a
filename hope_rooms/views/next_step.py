"""下一步 (next step): what a case waits for, who does it, and on which page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hope_rooms.models import EligibilityFact, HopeRoom
from hope_rooms.models.room import RoomState as S
from hope_rooms.models.survey import Level
from hope_rooms.services.allocations import ALLOCATE
from hope_rooms.services.building import acceptance, approvals, care, design, surveys, works
from hope_rooms.services.children import CHECK, SCREEN
from hope_rooms.services.consents import RECORD
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

FACTS, CONSENTS, ROOM = "hope_case_facts", "hope_case_consents", "hope_room"
TOWN, DISTRICT, CITY = _("镇街团委"), _("区县团委"), _("团市委")


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done, by whom, with which right, on which page of the case."""

    words: str | Promise
    who: str | Promise
    action: str
    page: str = ROOM

    def is_for(self, user: User, room: HopeRoom) -> bool:
        return policy.may(user, self.action, room)


def next_of(room: HopeRoom) -> Next | None:
    """Nothing where the way is over."""
    found = NEXT.get(room.state)
    return found(room) if callable(found) else found


def _screening(room: HopeRoom) -> Next:
    if room.child.facts.count() < len(EligibilityFact.Kind):
        return Next(_("核对四项资格事实"), DISTRICT, CHECK, FACTS)
    return Next(_("作出资格结论"), DISTRICT, SCREEN, FACTS)


def _surveying(room: HopeRoom) -> Next:
    if surveys.standing_survey(room):
        if not room.child.views.filter(purpose="care").exists():
            return Next(_("登记孩子的意愿"), TOWN_OR_DISTRICT, RECORD, CONSENTS)
        return Next(_("提请评审"), SURVEYORS, surveys.SURVEY)
    if room.surveys.filter(submitted_at__isnull=True).exists():
        return Next(_("两名勘察人到场勘察并提交"), SURVEYORS, surveys.SURVEY)
    return Next(_("指派勘察人"), DISTRICT, surveys.NAME)


def _designing(room: HopeRoom) -> Next:
    if room.bill.exists():
        return Next(_("资金已落实"), _("财务人员"), ALLOCATE)
    return Next(_("添加料单"), DISTRICT, design.PLAN)


def _accepting(level: Level, who: Promise) -> Callable[[HopeRoom], Next]:
    return lambda room: Next(_("验收"), who, acceptance.action_of(level, room.child))


SURVEYORS, TOWN_OR_DISTRICT = _("勘察人"), _("镇街或区县团委")
D, C = approvals.STEPS[Level.DISTRICT], approvals.STEPS[Level.CITY]
NEXT: dict[str, Next | Callable[[HopeRoom], Next]] = {
    S.NOMINATED: Next(_("开始资格核对"), DISTRICT, SCREEN, FACTS),
    S.SCREENING: _screening,
    S.SURVEYING: _surveying,
    S.ON_HOLD: Next(_("恢复勘察"), DISTRICT, surveys.NAME),
    S.PROPOSED: Next(_("区县评审"), DISTRICT, D.action),
    S.DISTRICT_APPROVED: Next(_("市级评审"), CITY, C.action),
    S.APPROVED: Next(_("开始一户一方案"), DISTRICT, design.PLAN),
    S.DESIGNING: _designing,
    S.FUNDED: Next(_("开工"), DISTRICT, works.BUILD),
    S.BUILDING: Next(_("写施工日志，完工后提请验收"), TOWN_OR_DISTRICT, works.LOG),
    S.SUSPENDED: Next(_("复工"), DISTRICT, works.BUILD),
    S.BUILDER_DONE: _accepting(Level.TOWN, TOWN),
    S.TOWN_ACCEPTED: _accepting(Level.DISTRICT, DISTRICT),
    S.DISTRICT_ACCEPTED: _accepting(Level.CITY, CITY),
    S.RECTIFYING: Next(_("登记整改完成"), TOWN_OR_DISTRICT, works.LOG),
    S.AIRING: Next(_("空气检测合格、结对两人后交付"), DISTRICT, acceptance.HAND_OVER),
    S.HANDED_OVER: Next(_("开始陪伴"), DISTRICT, care.CARE),
    S.IN_CARE: Next(_("按时走访，三个月和十二个月复查"), DISTRICT, care.CARE),
}
