"""Weddings: the article's 16th edition (rows 9, 30, 79, 80), and one that is open for applications now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.models import Couple, CoupleMember, Wedding
from events.models.wedding.words import NEEDED_PAPERS
from events.services.weddings import choosing, couples, editions, papers, programme, reviewing
from events.services.weddings.editions import WeddingPlan
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say

from .world import DAY, PHONE, office, organisation

SIXTEENTH, COUPLES, BLOCK = date(2021, 5, 30), 22, 820
# Born by then, a man is 22 on the day of the certificate.
OF_AGE = "19990101"
# The article's places, and what happened there.
PARTS = (
    ("photo", "网红打卡地拍照打卡", "Photo spots", "孝妇河湿地公园"),
    ("convoy", "车船相会", "Cars and boats meet", "孝妇河湿地公园"),
    ("ceremony", "“山水有清音”主庆典", "Ceremony", "孝妇河湿地公园"),
    ("party", "After party", "After-party", "天空之橙双创艺术空间"),
)
CONDITIONS = "双方均未办过婚礼，至少一方在淄博工作、学习或有淄博户籍。"
CONDITIONS_EN = "Neither of you has had a wedding yet; at least one works, studies or is registered in Zibo."


def tell_weddings(rng: Random, say: Say) -> None:
    say("集体婚礼：第十六届 22 对新人，和正在征集的一届")
    by = _by(Membership.Role.DISTRICT_OFFICER)
    people = _people(rng)
    _sixteenth(by, people)
    _coming(by, people)


def _by(role: str) -> User:
    return office(role, "zhangdian")


def _people(rng: Random) -> Iterator[User]:
    """A man, a woman, a man …: invented, and of legal age when they married."""
    crowd = Crowd("缘", rng, BLOCK)
    while True:
        for gender in (1, 2):
            person = crowd.invent(gender=gender)
            while person.id_number[6:14] > OF_AGE:
                person = crowd.invent(gender=gender)
            yield register(person, at=at(date(2021, 3, 1), time(9)))


def _plan(number: int, held_on: date, opens_at: datetime, **fields: object) -> WeddingPlan:
    said = {
        "number": number,
        "held_on": held_on,
        "opens_at": opens_at,
        "places": COUPLES,
        "organiser": organisation("zhangdian"),
        "reporting_org": organisation("zhangdian"),
        "contact_phone": PHONE,
        "conditions": CONDITIONS,
        "conditions_en": CONDITIONS_EN,
        "gift": "新婚礼包一份（演示）",
        "gift_en": "A gift for the newly married (demonstration)",
        "officiant": "示例主婚人",
        "witness": "示例证婚人",
        "method": Wedding.Method.DRAW,
    }
    return WeddingPlan(**said | fields)  # type: ignore[arg-type]


def _opened(by: User, plan: WeddingPlan) -> Wedding:
    made = editions.write_wedding(actor=by, plan=plan)
    for number, (kind, name, name_en, place) in enumerate(PARTS):
        item = editions.add_item(actor=by, wedding=made, kind=kind, name=name, name_en=name_en, place=place)
        starts = at(plan.held_on, time(9 + 2 * number))
        editions.add_slot(
            actor=by, item=item, starts_at=starts, ends_at=starts + timedelta(minutes=90), capacity=COUPLES
        )
    return editions.open_wedding(actor=by, wedding=made)


def _sixteenth(by: User, people: Iterator[User]) -> None:
    """Told through the services as of that spring: call, reviews, the draw, the day."""
    city = office(Membership.Role.CITY_STAFF, "city")
    opened = at(date(2021, 4, 1), time(9))
    with standing_at(opened):
        made = _opened(by, _plan(16, SIXTEENTH, opened))
    with standing_at(opened + 7 * DAY):
        found = [_handed_in(made, next(people), next(people), date(2021, 2, 14)) for _ in range(COUPLES)]
        for couple in found:
            _reviewed(couple, by, city)
    with standing_at(made.closes_at + DAY):
        choosing.close_list(actor=by, wedding=made)
    with standing_at(made.closes_at + 2 * DAY):
        choosing.release(actor=by, wedding=made)
        programme.seat_couples(actor=by, wedding=made)
    with standing_at(at(SIXTEENTH, time(18))):
        choosing.record_held(actor=by, wedding=made)


def _together(of: Wedding, his: User, hers: User) -> Couple:
    couple = couples.start_couple(actor=his, wedding=of)
    couples.join_couple(actor=hers, seat=couple.members.get(seat=2))
    return couple


def _seat(couple: Couple, user: User) -> CoupleMember:
    found: CoupleMember = couple.members.get(person=user.person)
    return found


def _handed_in(of: Wedding, his: User, hers: User, married_on: date) -> Couple:
    couple = _together(of, his, hers)
    number = f"J379901-{married_on.year}-{couple.pk:06d}"
    couples.tell_certificate(actor=his, member=_seat(couple, his), number=number, married_on=married_on)
    for kind in NEEDED_PAPERS:
        upload = SimpleUploadedFile("示例.png", _picture(), "image/png")
        papers.add_document(actor=his, member=_seat(couple, his), kind=kind.value, upload=upload)
    couples.tell_guests(actor=hers, member=_seat(couple, hers), guests=couple.pk % 5, transport="bus")
    for user in (his, hers):
        couples.confirm_couple(actor=user, member=_seat(couple, user))
    couple.refresh_from_db()
    return couple


def _picture() -> bytes:
    """A plain square: no certificate and no face."""
    out = BytesIO()
    Image.new("RGB", (64, 64), (192, 32, 48)).save(out, "PNG")
    return out.getvalue()


def _reviewed(couple: Couple, *by: User) -> None:
    for member in couple.members.all():
        reviewing.verify_member(actor=by[0], member=member)
    for each in by:
        couple = reviewing.pass_couple(actor=each, couple=couple)


def _coming(by: User, people: Iterator[User]) -> None:
    """Open now: one that waits for its review, one that waits for the second person."""
    held_on = today() + timedelta(days=75)
    made = _opened(by, _plan(21, held_on, now() - 3 * DAY))
    _handed_in(made, next(people), next(people), today() - timedelta(days=40))
    couples.start_couple(actor=next(people), wedding=made)
