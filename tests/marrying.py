"""Collective weddings for tests: editions and couples by their services, each step by whom it takes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.db.models import Model

from events.models import (
    Couple,
    CoupleDocument,
    CoupleMember,
    CoupleScore,
    CoupleTransition,
    ProgrammeItem,
    ProgrammeSlot,
    SlotBooking,
    Wedding,
    WeddingCriterion,
    WeddingSelection,
    WeddingTransition,
)
from events.models.wedding.words import CouplePaper
from events.services.weddings import choosing, couples, editions, papers, places, programme, reviewing
from events.services.weddings.editions import WeddingPlan
from tests import people
from tests.applying import paper
from zibo_youth.accounts.models import Organisation, Person, User
from zibo_youth.core.calendar import at, now, standing_at, today

_serial = count(101)
# Certificates of nobody: a place code of no county.
_certificates = count(1)
MARRIED = timedelta(days=60)


def held_on() -> date:
    return today() + timedelta(days=60)


def wedding_plan(of: str = "zhangdian", **fields: Any) -> WeddingPlan:
    district = Organisation.objects.get(code=of)
    said = {
        "number": next(_serial),
        "held_on": held_on(),
        "opens_at": now() - timedelta(days=1),
        "places": 2,
        "organiser": district,
        "reporting_org": district,
        "contact_phone": "0533-0000000",
        "conditions": "已领结婚证，未办过婚礼。",
        "method": Wedding.Method.DRAW,
    }
    return WeddingPlan(**said | fields)


def draft(of: str = "zhangdian", **fields: Any) -> Wedding:
    """An edition that nobody but its office sees, with its programme and, where points decide, a sheet."""
    by = people.officer(of=of)
    made = editions.write_wedding(actor=by, plan=wedding_plan(of, **fields))
    editions.add_item(actor=by, wedding=made, kind="photo", name="打卡拍照", place="天空之橙")
    editions.add_item(actor=by, wedding=made, kind="ceremony", name="主庆典", place="孝妇河湿地公园")
    if made.is_scored:
        editions.add_criterion(actor=by, wedding=made, name="事迹", most=60)
        editions.add_criterion(actor=by, wedding=made, name="展示", most=40)
    return made


def wedding(of: str = "zhangdian", **fields: Any) -> Wedding:
    """An edition that is open for applications."""
    made = draft(of, **fields)
    return editions.open_wedding(actor=people.officer(of=of), wedding=made)


def pair() -> tuple[User, User]:
    """A man and a woman of nobody."""
    return tuple(people.crowd(2, genders=(people.MALE, people.FEMALE)))  # type: ignore[return-value]


def seat_of(user: User, couple: Couple) -> CoupleMember:
    found: CoupleMember = couple.members.get(person=user.person)
    found.couple = couple
    return found


def started(of: Wedding, by: User) -> Couple:
    return couples.start_couple(actor=by, wedding=of)


def free_seat(couple: Couple) -> CoupleMember:
    found: CoupleMember = couple.members.get(seat=2)
    return found


def joined(of: Wedding, two: tuple[User, User] | None = None) -> tuple[Couple, tuple[User, User]]:
    two = two or pair()
    couple = started(of, two[0])
    couples.join_couple(actor=two[1], seat=free_seat(couple))
    return couple, two


def certificate() -> str:
    return f"J370390-2026-{next(_certificates):06d}"


def with_papers(couple: Couple, by: User) -> None:
    """The certificate and a file of each kind that is needed."""
    seat = seat_of(by, couple)
    couples.tell_certificate(actor=by, member=seat, number=certificate(), married_on=today() - MARRIED)
    for kind in (CouplePaper.CERTIFICATE, CouplePaper.PHOTO):
        papers.add_document(actor=by, member=seat, kind=kind.value, upload=paper())


def confirm(user: User, couple: Couple) -> Couple:
    return couples.confirm_couple(actor=user, member=seat_of(user, couple))


def submitted(of: Wedding, two: tuple[User, User] | None = None) -> tuple[Couple, tuple[User, User]]:
    couple, two = joined(of, two)
    with_papers(couple, two[0])
    confirm(two[0], couple)
    return confirm(two[1], couple), two


def verified(couple: Couple) -> None:
    """Their documents were seen."""
    people_of = couple.members.values("person")
    Person.objects.filter(pk__in=people_of).update(identity_state="verified", verified_at=now())


def reviewers(of: str = "zhangdian") -> tuple[User, User]:
    return people.officer(of=of, name="周初"), people.officer(of=of, name="吴复")


def eligible(
    of: Wedding, by: tuple[User, User] | None = None, two: tuple[User, User] | None = None
) -> tuple[Couple, tuple[User, User]]:
    couple, two = submitted(of, two)
    verified(couple)
    for each in by or reviewers(of.reporting_org.code):
        couple = reviewing.pass_couple(actor=each, couple=couple)
    return couple, two


def after_deadline(of: Wedding) -> datetime:
    return of.closes_at + timedelta(minutes=1)


def listed(of: Wedding) -> WeddingSelection:
    by = people.officer(of=of.reporting_org.code)
    with standing_at(after_deadline(of)):
        return choosing.close_list(actor=by, wedding=of)


def scored(couple: Couple, by: User, *points: int) -> list[CoupleScore]:
    criteria = couple.wedding.criteria.all()
    told = dict(zip([each.pk for each in criteria], points, strict=True))
    return choosing.give_scores(actor=by, couple=couple, points=told)


def released(of: Wedding) -> WeddingSelection:
    by = people.officer(of=of.reporting_org.code)
    with standing_at(of.closes_at + timedelta(hours=3)):
        return choosing.release(actor=by, wedding=of)


def chosen(
    number: int, of: str = "zhangdian", **fields: Any
) -> tuple[Wedding, list[tuple[Couple, tuple[User, User]]]]:
    """A released edition with so many couples, by rank."""
    made = wedding(of, **fields)
    by = reviewers(of)
    found = [eligible(made, by) for _ in range(number)]
    listed(made)
    released(made)
    for couple, _two in found:
        couple.refresh_from_db()
    made.refresh_from_db()
    return made, sorted(found, key=lambda each: each[0].rank)


def withdraw(user: User, couple: Couple) -> Couple:
    return couples.withdraw_couple(actor=user, member=seat_of(user, couple))


def slot(of: Wedding, hour: float = 9, capacity: int = 1, item: int = 1, minutes: int = 30) -> ProgrammeSlot:
    """A slot of the day."""
    starts = at(of.held_on, time(int(hour), round(hour % 1 * 60)))
    found = of.items.get(number=item)
    return editions.add_slot(
        actor=people.officer(of=of.reporting_org.code),
        item=found,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        capacity=capacity,
    )


def book(user: User, couple: Couple, turn: ProgrammeSlot) -> SlotBooking:
    return programme.book_slot(actor=user, member=seat_of(user, couple), slot=turn)


def accept(user: User, couple: Couple) -> Couple:
    return places.accept_offer(actor=user, member=seat_of(user, couple))


def rows_of(user: User, of: str = "zhangdian") -> dict[type[Model], Model]:
    """A user's couple with everything that hangs on it, admitted at an edition of a district."""
    made = wedding(of, method=Wedding.Method.SCORING, places=1)
    gender = people.FEMALE if user.person.gender == people.MALE else people.MALE
    (partner,) = people.crowd(1, genders=(gender,))
    couple, _two = eligible(made, two=(user, partner))
    couples.tell_health(actor=user, member=seat_of(user, couple), hint="对花生过敏", agreed=True)
    listed(made)
    for by in reviewers(of):
        scored(couple, by, 50, 30)
    released(made)
    couple.refresh_from_db()
    turn = slot(made)
    return {
        Wedding: made,
        WeddingTransition: made.transitions.first(),
        WeddingSelection: WeddingSelection.objects.get(wedding=made),
        WeddingCriterion: made.criteria.first(),
        ProgrammeItem: made.items.first(),
        ProgrammeSlot: turn,
        Couple: couple,
        CoupleTransition: CoupleTransition.objects.filter(couple=couple).first(),
        CoupleMember: seat_of(user, couple),
        CoupleDocument: CoupleDocument.objects.filter(couple=couple).first(),
        CoupleScore: CoupleScore.objects.filter(couple=couple).first(),
        SlotBooking: book(user, couple, turn),
    }
