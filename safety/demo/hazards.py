"""Hazards of the demonstration: one in every state that a visitor may want to see, in three districts."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from safety.hazard_positions import position_of
from safety.hazard_spot import PHONE, SKETCH, Spot
from safety.models import Enterprise, HazardReport
from safety.services.hazards import assigning, confirming, mending, reporting, reviewing
from safety.services.hazards.mending import Claim
from safety.services.hazards.reporting import Told
from safety.services.hazards.reviewing import Verdict
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.demo import Say

from .world import World

BLOCK, MANY = 821, 5
DAY = timedelta(days=1)
SEEN = (
    ("fire", "general", "疏散通道堆放纸箱，人过不去"),
    ("electric", "serious", "配电箱门关不上，线头外露"),
    ("machine", "general", "皮带机防护罩缺一块"),
    ("order", "minor", "装卸区叉车道线磨没了"),
    ("gear", "general", "进料口没有护目镜可用"),
)
# Of no enterprise: district, where in words, what, and where on the earth, near the district's seat.
ELSEWHERE = (
    ("zhangdian", "示例路 3 号门前", "vehicle", "serious", "井盖缺失，夜里看不见", "36.812", "118.052", 15),
    ("huantai", "示例镇农贸市场北门", "electric", "general", "路灯电缆外皮破损", "36.963", "118.098", 20),
    ("linzi", "示例小区 2 号楼", "fire", "general", "楼道停放电动车充电", "36.828", "118.304", 58),
    ("boshan", "示例公园登山道", "height", "minor", "护栏松动", "36.494", "117.862", 40),
)


def tell_hazards(world: World, say: Say) -> None:
    """Five reports at the enterprise where the demonstration's safety officer works, and a major one."""
    say("安全行动：隐患随手拍")
    people = _people(world.rng)
    company = world.enterprises[0]
    with standing_at(now() - 3 * DAY):
        found = [_reported(by, company, number) for number, by in zip(range(len(SEEN)), people, strict=True)]
        for hazard in found[1:]:
            _accepted(world, hazard)
    safety = world.accounts["safety_officer"]
    for hazard in found[2:]:
        _assigned(world, hazard, safety)
    for number, hazard in enumerate(found[3:]):
        mending.begin_mending(actor=safety, hazard=hazard)
        mending.claim_fix(
            actor=safety, hazard=hazard, claim=Claim("已整改，班组长复查过", _picture(50 + number))
        )
    _confirmed(world, found[4], people[4])
    reporting.report_hazard(
        actor=people[0],
        told=Told(
            "chemical",
            "major",
            "储罐区闻到刺鼻气味，阀门有滴漏",
            _picture(90),
            enterprise=world.enterprises[4],
        ),
    )
    for number, by in zip(range(len(ELSEWHERE)), people, strict=False):
        _reported_elsewhere(by, number)


def _people(rng: Random) -> list[User]:
    before = now() - 10 * DAY
    crowd = Crowd("安", rng, BLOCK)
    return [register(each, at=before) for each, _ in zip(crowd, range(MANY), strict=False)]


def _reported(by: User, company: Enterprise, number: int) -> HazardReport:
    category, severity, words = SEEN[number]
    area = company.areas.order_by("pk")[number % 4]
    told = Told(category, severity, words, _picture(number), enterprise=company, work_area=area)
    return reporting.report_hazard(actor=by, told=told)


def _reported_elsewhere(by: User, number: int) -> HazardReport:
    code, place, category, severity, words, north, east, reach = ELSEWHERE[number]
    position = position_of(north, east)
    assert position is not None  # noqa: S101 - written above
    spot = Spot(position, reach, PHONE if number % 2 == 0 else SKETCH)
    district = Organisation.objects.get(code=code)
    told = Told(category, severity, words, _picture(60 + number), place=place, district=district, spot=spot)
    return reporting.report_hazard(actor=by, told=told)


def _accepted(world: World, hazard: HazardReport) -> None:
    officer = world.officer(hazard.reporting_org.code)
    verdict = Verdict(hazard.severity, photo_is_clear=True)
    reviewing.accept_hazard(actor=officer, hazard=hazard, verdict=verdict)


def _assigned(world: World, hazard: HazardReport, safety: User) -> None:
    assert safety.person is not None  # noqa: S101 - an account of the demonstration has its person
    officer = world.officer(hazard.reporting_org.code)
    assigning.assign_hazard(actor=officer, hazard=hazard, person=safety.person)


def _confirmed(world: World, hazard: HazardReport, reporter: User) -> None:
    officer = world.officer(hazard.reporting_org.code)
    confirming.answer_as_reporter(actor=reporter, hazard=hazard, is_mended=True)
    confirming.answer_as_officer(actor=officer, hazard=hazard, is_mended=True, place_seen=True)
    confirming.close_hazard(actor=officer, hazard=hazard, words="已复查归档")


def _picture(number: int) -> SimpleUploadedFile:
    """No place: boxes before a wall, in colours of their own."""
    shade = (90 + number * 37 % 120, 110 + number * 53 % 100, 150 + number * 29 % 90)
    image = Image.new("RGB", (640, 480), (226, 228, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 330, 640, 480), fill=(150, 152, 156))
    for box in range(3 + number % 3):
        left = 60 + box * 110
        draw.rectangle((left, 250 - box * 20, left + 90, 400), fill=shade, outline=(70, 60, 50), width=3)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")
