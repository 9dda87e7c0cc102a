"""Matchmaking for tests: a round of a published evening, admitted people, their choices."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from PIL import Image

from events import seating
from events.match_sight import sealed, token_of
from events.models import (
    Event,
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReport,
    MatchReview,
    MatchRound,
    Registration,
    Session,
)
from events.photo_checks import PHOTO_CHECKS
from events.services import matchmaking
from events.services.matchmaking import RoundPlan, Told
from events.services.sessions import QuotaPlan
from tests import eventing, people
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now

_serial = count(1)
HALVES = (QuotaPlan("女生", 100, 2, "Women"), QuotaPlan("男生", 100, 1, "Men"))
CHECKS = list(PHOTO_CHECKS)
# No office opens their pages in the admin.
SEALED = (MatchBlock, MatchChoice, MatchPair)
HOUR = timedelta(hours=1)


def photo(colour: tuple[int, int, int] | None = None) -> SimpleUploadedFile:
    """A small picture of nobody, of its own colour."""
    shade = colour or (next(_serial) % 200, 80, 120)
    out = io.BytesIO()
    Image.new("RGB", (40, 50), shade).save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue(), "image/png")


def evening(of: str = "zhangdian", capacity: int = 200, **fields: Any) -> Session:
    """The session of a published matchmaking evening, for which one may register."""
    told = {"kind": Event.Kind.MATCHMAKING, "title": f"第{next(_serial)}场青年交友", "age_from": 20} | fields
    return eventing.session(capacity, quotas=HALVES, of=of, **told)


def plan(**fields: Any) -> RoundPlan:
    """Open since an hour, until in an hour."""
    said = {
        "opens_at": now() - HOUR,
        "closes_at": now() + HOUR,
        "choices": 3,
        "table_rounds": 3,
        "table_seats": 4,
        "table_minutes": 8,
    }
    return RoundPlan(**said | fields)


def turn(of: str = "zhangdian", session: Session | None = None, **fields: Any) -> MatchRound:
    session = session or evening(of)
    return matchmaking.set_up_round(actor=people.officer(of=of), session=session, plan=plan(**fields))


def come(user: User, held: MatchRound) -> Any:
    """Registers in the half of the own gender."""
    name = "女生" if user.person.gender == Person.Gender.FEMALE else "男生"
    return eventing.register(user, held.session, name)


def told(**fields: Any) -> Told:
    said: dict[str, Any] = {
        "single_declaration": "never_married",
        "introduction": "爱爬山",
        "wishes": "聊得来",
    }
    return Told(**said | {"photo": photo()} | fields)


def submit(user: User, held: MatchRound, **fields: Any) -> MatchProfile:
    """Registered, with a profile that waits."""
    come(user, held)
    return matchmaking.save_profile(actor=user, turn=held, told=told(**fields))


def verified(user: User) -> User:
    Person.objects.filter(pk=user.person_id).update(identity_state="verified", verified_at=now())
    user.person.refresh_from_db()
    return user


def approve(profile: MatchProfile, by: User | None = None) -> MatchProfile:
    return matchmaking.review_profile(
        actor=by or people.city_staff(), profile=profile, version=profile.version, approve=True, checks=CHECKS
    )


def admitted(user: User, held: MatchRound, by: User | None = None, **fields: Any) -> MatchProfile:
    """Registered, verified, reviewed, with a badge."""
    return approve(submit(verified(user), held, **fields), by)


def guests(women: int, men: int) -> tuple[list[User], list[User]]:
    """People with an identity that was seen."""
    shes, hes = (
        people.crowd(many, (gender,)) for many, gender in ((women, people.FEMALE), (men, people.MALE))
    )
    for user in (*shes, *hes):
        verified(user)
    return shes, hes


def fast(user: User, held: MatchRound, badge: int, entry: Registration | None = None) -> MatchProfile:
    """Admitted in a few statements, for crowds; the walls stand."""
    entry = entry or come(user, held)
    made = MatchProfile(
        round=held,
        registration=entry,
        person=user.person,
        gender=user.person.gender,
        single_declaration="never_married",
        declaration_version="2026-11",
        declared_at=now(),
        photo="matchmaking/none.png",
        photo_type="image/png",
        own_token=token_of(held.pk, user.person_id, user.person_id),
    )
    made.save()
    made.reviews.create(version=1, outcome="approved", checks=CHECKS, reviewer=user)
    MatchProfile.objects.filter(pk=made.pk).update(state="approved", badge=badge)
    made.refresh_from_db()
    return made


def choose(profile: MatchProfile, *others: MatchProfile) -> int:
    user = profile.person.users.get()
    return matchmaking.choose(actor=user, turn=profile.round, badges=[each.badge for each in others])


def released(held: MatchRound, by: User | None = None) -> MatchRound:
    by = by or people.city_staff()
    return matchmaking.release_result(actor=by, turn=matchmaking.close_choosing(actor=by, turn=held))


def user_of(profile: MatchProfile) -> User:
    return profile.person.users.get()


def raw_pairs(held: MatchRound) -> list[tuple[int, int]]:
    """What stands in the table, as its owner sees it."""
    return list(MatchPair.objects.filter(round=held).values_list("first", "second"))


def raw_choices(held: MatchRound) -> int:
    return MatchChoice.objects.filter(round=held).count()


def hours_moved(held: MatchRound, **hours: Any) -> MatchRound:
    """The hours as if the clock had gone on."""
    MatchRound.objects.filter(pk=held.pk).update(**hours)
    held.refresh_from_db()
    return held


def as_app() -> None:
    """From here to the end of the transaction as the portal's role, which row-level security binds."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE zibo_app")


def rows_of(user: User, known: Mapping[type[Model], Any], of: str = "zhangdian") -> dict[type[Model], Any]:
    """A row of each table, at a session that the user is registered for; somebody else is there too."""
    session = known[Session]
    Event.objects.filter(pk=session.event_id).update(kind=Event.Kind.MATCHMAKING)
    session.refresh_from_db()
    held = turn(of, session)
    own = matchmaking.save_profile(actor=user, turn=held, told=told())
    own.reviews.create(version=1, outcome="approved", checks=CHECKS, reviewer=people.officer(of=of))
    MatchProfile.objects.filter(pk=own.pk).update(state="approved", badge=1111)
    own.refresh_from_db()
    guest = people.crowd(1, (people.FEMALE,))[0]
    other = fast(guest, held, 2222, eventing.register(guest, session))
    choice = MatchChoice(
        round=held,
        chooser=own,
        slot=1,
        sealed=sealed(other.pk, chooser=own.pk, slot=1),
        token=token_of(held.pk, own.person_id, other.person_id),
    )
    choice.save(force_insert=True)
    told_seats = {"seating": {"1111": [1, 2]}, "seating_list": seating.listing_of([(1111, "M"), (2222, "F")])}
    MatchRound.objects.filter(pk=held.pk).update(**told_seats)
    held.refresh_from_db()
    return {
        MatchRound: held,
        MatchProfile: own,
        MatchReview: own.reviews.get(),
        MatchChoice: choice,
        MatchPair: MatchPair.objects.create(round=held, first=own, second=other),
        MatchBlock: MatchBlock.objects.create(round=held, blocker=own, blocked=other),
        MatchReport: MatchReport.objects.create(round=held, reporter=own, accused=other, words="示例"),
    }
