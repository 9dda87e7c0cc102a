"""Applications of this year, one at each stage: a draft, with the district, the city, the bank, an offer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from loans.models import LoanApplication, LoanCall
from loans.models.application_words import AskReason
from loans.services import applications
from loans.services.applications import Asked, Terms, ToldFirm, ToldPurpose
from zibo_youth.accounts.demo.papers import paper
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, today
from zibo_youth.core.demo import Say

from .world import TRADES, World

# Mobile numbers of this story's founders.
BLOCK = 820
AMOUNT, MONTHS = Decimal(300_000), 24


def tell_applications(world: World, say: Say) -> None:
    """Each as far as its stage, by the people whose step it is."""
    crowd = Crowd("创", world.rng, block=BLOCK)
    for number, road in enumerate(ROADS):
        moment = at(today() - timedelta(days=20), time(9, number))
        founder = register(crowd.invent(gender=1 + number % 2), at=moment)
        made = draft_of(world, founder, world.calls["lqjzd"], number)
        for step in road:
            step(world, founder, made)
            made.refresh_from_db()
    say(f"创业贷款：{len(ROADS)} 份申请")


def draft_of(world: World, founder: User, call: LoanCall, number: int) -> LoanApplication:
    """All five parts, not handed in."""
    made = applications.start_application(actor=founder, call=call)
    code = world.uscc()
    firm = ToldFirm(
        uscc=code,
        firm_name=f"淄博示创{world.firms:03d}有限公司",
        founded_on=date(2022, 3, 1),
        industry=TRADES[number % len(TRADES)],
        reporting_org=Organisation.objects.get(code="zhangdian"),
    )
    applications.save_firm(actor=founder, application=made, told=firm)
    applications.save_owner(actor=founder, application=made, position="legal")
    purpose = ToldPurpose(AMOUNT, MONTHS, "annuity", "equipment", "购置两台数控加工设备，扩大来料加工")
    applications.save_purpose(actor=founder, application=made, told=purpose)
    for kind, title in (("licence", "营业执照（演示）"), ("use_of_funds", "资金使用计划（演示）")):
        upload = SimpleUploadedFile(f"{title}.png", paper(title), "image/png")
        applications.add_document(actor=founder, application=made, kind=kind, upload=upload)
    bank = world.banks["demo-bank-psbc"]
    return applications.save_consent(actor=founder, application=made, preferred_bank=bank)


def _submit(world: World, founder: User, made: LoanApplication) -> None:
    applications.submit_application(actor=founder, application=made)


def _take(world: World, founder: User, made: LoanApplication) -> None:
    applications.take_application(actor=world.officer("zhangdian"), application=made)


def _ask(world: World, founder: User, made: LoanApplication) -> None:
    asked = Asked(("purpose",), AskReason.UNCLEAR, "请写明设备型号和供应商")
    applications.ask_more(actor=world.officer("zhangdian"), application=made, asked=asked)


def _pass_on(world: World, founder: User, made: LoanApplication) -> None:
    applications.pass_on(actor=world.officer("zhangdian"), application=made, note="材料齐全，用途属实")


def _recommend(world: World, founder: User, made: LoanApplication) -> None:
    bank = world.banks["demo-bank-psbc"]
    applications.recommend(actor=world.city_staff(), application=made, bank=bank)


def _offer(world: World, founder: User, made: LoanApplication) -> None:
    applications.offer(actor=world.accounts["banker"], application=made, terms=Terms(AMOUNT, MONTHS))


Step = Callable[[World, User, LoanApplication], None]
ROADS: tuple[tuple[Step, ...], ...] = (
    (),
    (_submit,),
    (_submit, _take),
    (_submit, _take, _ask),
    (_submit, _take, _pass_on),
    (_submit, _take, _pass_on, _recommend),
    (_submit, _take, _pass_on, _recommend, _offer),
)
