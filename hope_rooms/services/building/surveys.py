"""实地勘察 (surveys): two people whom the district names, both there, and what they found of the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.building_errors import (
    CareNotAgreed,
    ChildNotAsked,
    ChildSaidNo,
    RoomMustWait,
    SurveyBegun,
    SurveyHandedIn,
    SurveyNotHandedIn,
    SurveyorMissing,
    TwoSurveyorsNeeded,
)
from hope_rooms.data_classes import DataClass, Purpose
from hope_rooms.models import AccessGrant, Child, ChildView, HopeRoom, RoomHand, Survey, SurveyVisit
from hope_rooms.models.survey import CRITERIA, Level
from hope_rooms.need import score_of
from hope_rooms.services import grants
from hope_rooms.services.consents import agreed
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import safe
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.afterwards import afterwards, later
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .rooms import State, end_survey_grants, hand_of_person, lock_room

NAME, SURVEY = "hope_rooms.name_surveyors", "hope_rooms.survey_room"
PAIR = 2


@dataclass(frozen=True, slots=True)
class Findings:
    """What the two saw: measures in metres, ratings from 0 (fine) to 3 (bad)."""

    length_m: Decimal
    width_m: Decimal
    height_m: Decimal
    sleeping: int
    studying: int
    crowding: int
    damp: int
    wiring: int
    tenure: str
    structure: str
    note: str = ""

    @property
    def area_m2(self) -> Decimal:
        return (self.length_m * self.width_m).quantize(Decimal("0.1"))


@transaction.atomic
def name_surveyors(*, actor: User, room: HopeRoom, people: Sequence[Person]) -> Survey:
    """
    指派勘察人 (name two surveyors), or two others while nobody has come; they may read the record for a time.

    Raises `TwoSurveyorsNeeded`, `ActedAtAnotherLevel`, `SurveyBegun`, `SurveyHandedIn`, `RoomMoved`.
    """
    policy.require(actor, NAME, room)
    if len({person.pk for person in people}) != PAIR:
        raise TwoSurveyorsNeeded
    room = lock_room(room, State.SURVEYING)
    survey = _fresh(actor, room)
    for place, person in enumerate(sorted(people, key=lambda each: each.pk), start=1):
        hand = hand_of_person(person, room, Level.SURVEY)
        visit = SurveyVisit.objects.create(survey=survey, hand=hand, place=place)
        _open_record(room.child, person)
        notify("hope_rooms.survey_named", to=person, about=visit)
    return survey


def _fresh(actor: User, room: HopeRoom) -> Survey:
    """The survey that waits for its two, or a new one; whoever was named and never came is let go."""
    if room.surveys.filter(submitted_at__isnull=False, approvals__isnull=True).exists():
        raise SurveyHandedIn
    survey: Survey = room.surveys.get_or_create(submitted_at=None, defaults={"named_by": actor})[0]
    if survey.visits.filter(checked_in_at__isnull=False).exists():
        raise SurveyBegun
    named = list(survey.visits.values_list("hand_id", flat=True))
    survey.visits.all().delete()
    RoomHand.objects.filter(pk__in=named, visits__isnull=True).delete()
    end_survey_grants(room)
    return survey


def _open_record(child: Child, person: Person) -> None:
    span = grants.Span(now(), now() + timedelta(days=settings.HOPE_ROOMS["survey_grant_days"]))
    kind, purpose = AccessGrant.Kind.SURVEY, Purpose.SURVEY
    grants.give(child, person, kind, purpose=purpose, data_class=DataClass.HOME, span=span)


@transaction.atomic
def check_in(*, actor: User, visit: SurveyVisit) -> SurveyVisit:
    """勘察到场 (check in), each by the own log-in. Raises `SurveyHandedIn`, `RoomMoved`."""
    policy.require(actor, SURVEY, visit)
    lock_room(visit.survey.room, State.SURVEYING)
    waiting = SurveyVisit.objects.open().filter(pk=visit.pk)
    if not waiting.exists():
        raise SurveyHandedIn
    waiting.filter(checked_in_at__isnull=True).update(checked_in_at=Now())
    visit.refresh_from_db()
    return visit


def hand_in(*, actor: User, visit: SurveyVisit, findings: Findings) -> Survey:
    """
    提交勘察 (hand in) what was found, when both have come; otherwise nothing is kept but the attempt.

    Raises `SurveyorMissing`, `SurveyHandedIn`, `WordsNotSafe`, `RoomMoved`.
    """
    policy.require(actor, SURVEY, visit)
    with afterwards(), transaction.atomic():
        room = lock_room(visit.survey.room, State.SURVEYING)
        if visit.survey.visits.filter(checked_in_at__isnull=False).count() != PAIR:
            later(partial(_remember, visit.pk))
            raise SurveyorMissing
        _write(actor, visit.survey, findings)
        HopeRoom.objects.filter(pk=room.pk).update(area_m2=findings.area_m2)
    survey: Survey = visit.survey
    survey.refresh_from_db()
    return survey


def _remember(number: int) -> None:
    SurveyVisit.objects.filter(pk=number).update(tried_alone_at=Now())


def _write(actor: User, survey: Survey, findings: Findings) -> None:
    weights = settings.HOPE_ROOMS["need_weights"]
    ratings = {each: getattr(findings, each) for each in CRITERIA}
    written = Survey.objects.filter(pk=survey.pk, submitted_at__isnull=True).update(
        **asdict(findings) | {"note": safe(findings.note)},
        need_score=score_of(ratings, weights),
        weights=weights,
        submitted_at=Now(),
        submitted_by=actor,
    )
    if not written:
        raise SurveyHandedIn


@transaction.atomic
def propose(*, actor: User, visit: SurveyVisit) -> HopeRoom:
    """
    提请评审 (propose), by one of the two: the family has agreed, the child was asked, the house is safe.

    Raises `SurveyNotHandedIn`, `RoomMustWait`, `CareNotAgreed`, `ChildNotAsked`, `ChildSaidNo`, `RoomMoved`.
    """
    policy.require(actor, SURVEY, visit)
    room = lock_room(visit.survey.room, State.SURVEYING)
    survey = standing_survey(room)
    if survey is None or survey.pk != visit.survey_id:
        raise SurveyNotHandedIn
    if not survey.is_buildable:
        raise RoomMustWait
    _ask_family(room.child)
    return move_room(actor, room, State.PROPOSED)


def standing_survey(room: HopeRoom) -> Survey | None:
    """The newest survey, if it was handed in and nobody has sent it back."""
    newest: Survey | None = room.surveys.order_by("-id").first()
    if newest is None or newest.submitted_at is None:
        return None
    return None if newest.approvals.filter(answer="returned").exists() else newest


def _ask_family(child: Child) -> None:
    if not agreed(child, "care"):
        raise CareNotAgreed
    view = ChildView.objects.filter(child=child, purpose="care").order_by("-asked_on", "-pk").first()
    if view is None:
        raise ChildNotAsked
    if view.answer == ChildView.Answer.NO:
        raise ChildSaidNo
