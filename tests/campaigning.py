"""Campaigns and trainings for tests: written and opened by their services; lists as an enterprise sends them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import Model

from events.models import Quota, Session
from safety.models import Enterprise, SafetyActivity, SafetyCampaign, SafetyMaterial
from safety.services import campaigns, trainings
from safety.services.campaigns import ActivityPlan, CampaignPlan
from tests import eventing, people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today

_serial = count(1)
HEAD = "统一社会信用代码,姓名,身份证号,出生日期,证件号码后四位,性别,手机号,学历,专业,从事安全工作年数"
HAN = str.maketrans("0123456789", "零一二三四五六七八九")


def plan(of: str = "zhangdian", **told: Any) -> CampaignPlan:
    """A campaign of a district, from yesterday on for a month."""
    said: dict[str, Any] = {
        "season": "safety_month",
        "title": f"第{next(_serial)}届安全生产月",
        "summary": "青年职工学安全、查隐患。",
        "organiser": Organisation.objects.get(code=of),
        "from_on": today() - timedelta(days=1),
        "until_on": today() + timedelta(days=30),
    }
    return CampaignPlan(**said | told)


def campaign(of: str = "zhangdian", **told: Any) -> SafetyCampaign:
    """A published one."""
    made = campaigns.write_campaign(actor=people.officer(of), plan=plan(of, **told))
    return campaigns.publish_campaign(actor=people.officer(of), campaign=made)


def activity_plan(of: str = "zhangdian", *, alone: int = 2, **told: Any) -> ActivityPlan:
    """A training with so many places for whoever comes alone."""
    session = {"capacity": alone} | told.pop("session", {})
    event = {"title": f"第{next(_serial)}期安全培训"} | told.pop("event", {})
    said: dict[str, Any] = {"kind": "training", "for_engineers": True} | told
    return ActivityPlan(
        event=eventing.event_plan(of, **event), session=eventing.session_plan(**session), **said
    )


def activity(of: str = "zhangdian", *, within: SafetyCampaign | None = None, **told: Any) -> SafetyActivity:
    return campaigns.open_activity(
        actor=people.officer(of), campaign=within or campaign(of), plan=activity_plan(of, **told)
    )


def training(of: str = "zhangdian", *, alone: int = 2, **told: Any) -> Session:
    """The only session of a training."""
    session: Session = activity(of, alone=alone, **told).event.sessions.get()
    return session


def part(turn: Session, enterprise: Enterprise, places: int = 3) -> Quota:
    return trainings.keep_part(actor=_officer(turn), session=turn, enterprise=enterprise, places=places)


def _officer(turn: Session) -> User:
    return people.officer(turn.event.reporting_org.code)


def trainee(name: str = "", *, of: Enterprise | None = None, number: str = "", rest: str = ",,,,,,,") -> str:
    """One line of a list, with an identity number of nobody."""
    told = name or f"学员{str(next(_serial)).translate(HAN)}"
    code = of.organisation.uscc if of else ""
    return f"{code},{told},{number or people.id_number(born=date(1995, 6, 4))}{rest}"


def trainees(size: int, of: Enterprise | None = None) -> list[str]:
    return [trainee(of=of) for _each in range(size)]


def listing(lines: Iterable[str]) -> bytes:
    return "\r\n".join((HEAD, *lines, "")).encode("utf-8-sig")


def preview(user: User, turn: Session, *lines: str) -> trainings.TraineePreview:
    return trainings.preview_trainees(actor=user, session=turn, content=listing(lines))


def send(user: User, turn: Session, *lines: str, only_good: bool = False) -> Any:
    """Shown and imported at once."""
    return trainings.import_trainees(
        actor=user, sealed=preview(user, turn, *lines).sealed, only_good=only_good
    )


def rows_of(code: str) -> dict[type[Model], Model]:
    """One row of every table of the campaigns, in a district."""
    made = activity(code)
    material = campaigns.add_material(
        actor=people.officer(code),
        campaign=made.campaign,
        kind="poster",
        language="zh-hans",
        title="安全生产月海报",
        link="https://example.invalid/poster",
    )
    return {SafetyCampaign: made.campaign, SafetyActivity: made, SafetyMaterial: material}
