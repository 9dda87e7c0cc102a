"""
The article's rows 35 to 37: equity of 21.5 and of 30 million, and 100 million that a bank pre-approved.

Each is written down by one of the city's office and confirmed by another. Days and documents are assumed; the
companies' codes are invented.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from loans.models import EquityInvestment, PreApprovedLine
from loans.services.investing import equity, pre_approvals
from loans.services.investing.equity import ToldEquity, ToldInvestee
from loans.services.investing.pre_approvals import ToldPreApproval
from zibo_youth.accounts.demo.log_ins import appoint
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .world import World

# Mobile numbers of this story's colleague.
BLOCK = 821
MILLION = Decimal(1_000_000)
AGREED = date(2021, 5, 25)
# fund, company, million yuan, what for, when, district
INVESTED = (
    (
        "淄博舜农股权投资基金（演示）",
        "淄博新农基作物科学有限公司（演示）",
        Decimal("21.5"),
        "烟嘧磺隆项目研发",
        *(date(2021, 5, 12), "zhoucun"),
    ),
    (
        "淄博齐赢园区股权投资基金（演示）",
        "淄博美林电子有限公司（演示）",
        Decimal(30),
        "IGBT 项目投产和研发",
        *(date(2021, 5, 26), "gaoxinqu"),
    ),
)


def tell_investing(world: World, say: Say) -> None:
    """Two investments and a pre-approval that count, one of each that waits, one that was withdrawn."""
    staff, colleague = world.city_staff(), _colleague(world)
    for fund, company, millions, purpose, day, district in INVESTED:
        told = ToldEquity(fund, millions * MILLION, purpose, day, "演示投资协议（假定）")
        of = ToldInvestee(world.uscc(), company, Organisation.objects.get(code=district))
        made = equity.record_equity(actor=staff, investee=of, told=told)
        equity.confirm_equity(actor=colleague, equity=made)
        _as_of(EquityInvestment, made, day)
    _pre_approved(world, staff, colleague)
    _of_this_year(world, staff, colleague)
    say("创业贷款：股权投资 5150 万元，预授信 1 亿元")


def _colleague(world: World) -> User:
    """Whoever gives the second look in the city's office."""
    moment = at(today().replace(month=1, day=4), time(9))
    person = Crowd("复", world.rng, block=BLOCK).invent(gender=2, full_name="卫示复")
    user = register(person, at=moment)
    appoint(user, "city", Membership.Role.CITY_STAFF, moment)
    return User.objects.select_related("person").get(pk=user.pk)


def _as_of(model: Any, made: Any, day: date) -> None:
    """Written down on the evening of the day, seen on the next morning."""
    evening, morning = at(day, time(18)), at(day + timedelta(days=1), time(9))
    model.objects.filter(pk=made.pk).update(recorded_at=evening, confirmed_at=morning)


def _told(world: World, name: str, millions: int, day: date) -> ToldPreApproval:
    return ToldPreApproval(
        bank=world.banks["demo-bank-rural"],
        name=name,
        target_group="张店区青年创业园入园企业",
        amount=millions * MILLION,
        agreed_on=day,
        valid_from=day,
        source="创新创业服务战略合作协议（演示）",
        reporting_org=Organisation.objects.get(code="zhangdian"),
    )


def _pre_approved(world: World, staff: User, colleague: User) -> None:
    told = _told(world, "青创园企业预授信", 100, AGREED)
    made = pre_approvals.record_pre_approval(actor=staff, told=told)
    pre_approvals.confirm_pre_approval(actor=colleague, pre_approved=made)
    _as_of(PreApprovedLine, made, AGREED)


def _of_this_year(world: World, staff: User, colleague: User) -> None:
    """What the visitor's own account may confirm, and what was told twice."""
    day = today() - timedelta(days=3)
    of = ToldInvestee(world.uscc(), "淄博示投新材料有限公司", Organisation.objects.get(code="linzi"))
    told = ToldEquity("淄博示范青年创业投资基金", 8 * MILLION, "中试生产线建设", day, "演示投资协议（假定）")
    with standing_at(at(day, time(17))):
        equity.record_equity(actor=colleague, investee=of, told=told)
        wrong = ToldEquity(told.fund, 80 * MILLION, told.purpose, day, told.source)
        made = equity.record_equity(actor=staff, investee=of, told=wrong)
        equity.withdraw_equity(actor=staff, equity=made, reason="金额多写了一个 0，另行登记")
        pre_approvals.record_pre_approval(
            actor=colleague, told=_told(world, "青创园企业预授信（续签）", 20, day)
        )
