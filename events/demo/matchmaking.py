"""Matchmaking now: an evening on which people choose, profiles to review, a round with its result."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from events.entrance import Wish
from events.models import Event, MatchProfile, MatchRound, Registration, Session
from events.photo_checks import PHOTO_CHECKS
from events.services import matchmaking, registrations
from events.services.matchmaking import RoundPlan, Told
from events.services.sessions import QuotaPlan
from zibo_youth.accounts import services
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.demo import Say

from .world import DAY, city_staff, organisation, published, turn

BLOCK, MANY, RESULT, UNREVIEWED = 811, 14, 6, 2
HOUR = timedelta(hours=1)
INTRODUCTIONS = (
    ("在高新区做质检，周末爱骑车。", "聊得来，愿意一起运动。"),
    ("中学老师，养一只猫。", "性格温和，在淄博定居。"),
    ("做外贸，会做博山菜。", "喜欢旅行和做饭。"),
    ("医院药师，喜欢看话剧。", "真诚，不抽烟。"),
)


def tell_matchmaking(say: Say) -> None:
    say("相亲会：互选中的一场，和一场已公布结果的")
    rng = Random(BLOCK)
    before = now() - 3 * DAY
    young = [register(each, at=before) for each, _ in zip(Crowd("缘", rng, BLOCK), range(MANY), strict=False)]
    _evening(young[:-RESULT])
    _result(young[-RESULT:])


def _round(title: str, title_en: str, place: str) -> MatchRound:
    """An evening that has begun an hour ago; choosing is open until shortly after its end."""
    start = now().replace(minute=0, second=0, microsecond=0) - HOUR
    event = published(
        city_staff(),
        said={
            "kind": Event.Kind.MATCHMAKING,
            "title": title,
            "title_en": title_en,
            "summary": "换桌交流，凭胸牌号互选，只有互相选中的两位知道结果。不收任何费用。",
            "summary_en": "Tables, choices by badge number; only mutual choices are told. Free of charge.",
            "organiser": organisation("city"),
            "reporting_org": organisation("zhangdian"),
            "age_from": 20,
            "age_to": 45,
        },
        turns=[turn(start, 4, place, 60, closes_at=start + 4 * HOUR, cancel_until=start)],
        quotas=[QuotaPlan("女生", 30, 2, "Women"), QuotaPlan("男生", 30, 1, "Men")],
    )
    plan = RoundPlan(
        opens_at=start, closes_at=start + 5 * HOUR, choices=3, table_rounds=3, table_seats=4, table_minutes=8
    )
    return matchmaking.set_up_round(actor=city_staff(), session=event.sessions.get(), plan=plan)


def _evening(young: list[User]) -> None:
    """Most are let through and seated; the last ones wait for their review."""
    held = _round("缘聚淄青年·周末专场", "Young Zibo meets: weekend evening", "淄博市文化中心（演示）")
    waiting = young[-UNREVIEWED:]
    people = [_admitted(user, held, number) for number, user in enumerate(young[:-UNREVIEWED])]
    for number, user in enumerate(waiting):
        _profile(user, held, number + len(people))
    matchmaking.mark_arrivals(actor=city_staff(), turn=held, badges=[each.badge or 0 for each in people])
    matchmaking.plan_seats(actor=city_staff(), turn=held)


def _result(young: list[User]) -> None:
    """Two chose each other, and one of them has said yes again; somebody chose and was not chosen."""
    held = _round("缘聚淄青年·桌游专场", "Young Zibo meets: board games", "市青少年宫（演示）")
    people = [_admitted(user, held, number) for number, user in enumerate(young)]
    women = [each for each in people if each.gender == 2]
    men = [each for each in people if each.gender == 1]
    _choose(women[0], men[:2])
    _choose(men[0], women[:1])
    _choose(women[1], men[:1])
    matchmaking.close_choosing(actor=city_staff(), turn=held)
    matchmaking.release_result(actor=city_staff(), turn=held)


def _choose(own: MatchProfile, others: list[MatchProfile]) -> None:
    user = User.objects.get(person=own.person_id)
    matchmaking.choose(actor=user, turn=own.round, badges=[each.badge or 0 for each in others])


def _profile(user: User, held: MatchRound, number: int) -> MatchProfile:
    _registered(user, held.session)
    introduction, wishes = INTRODUCTIONS[number % len(INTRODUCTIONS)]
    told = Told("never_married", introduction, wishes, photo=_picture(number))
    return matchmaking.save_profile(actor=user, turn=held, told=told)


def _registered(user: User, session: Session) -> Registration:
    part = session.quotas.get(gender=user.person.gender if user.person else 0)
    return registrations.register(actor=user, session=session, wish=Wish(quota=part))


def _admitted(user: User, held: MatchRound, number: int) -> MatchProfile:
    by = city_staff()
    own = _profile(user, held, number)
    services.verify_identity(by, own.person)
    return matchmaking.review_profile(
        actor=by, profile=own, version=own.version, approve=True, checks=list(PHOTO_CHECKS)
    )


def _picture(number: int) -> SimpleUploadedFile:
    """Nobody: a head and shoulders in two colours."""
    shade = (90 + number * 37 % 120, 110 + number * 53 % 100, 150 + number * 29 % 90)
    image = Image.new("RGB", (480, 600), (238, 240, 244))
    draw = ImageDraw.Draw(image)
    draw.ellipse((150, 110, 330, 320), fill=shade)
    draw.ellipse((60, 360, 420, 860), fill=shade)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")
