"""审批 (approval): the district's answer, then the city's, each by somebody who did nothing else here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from hope_rooms.building_errors import SurveyNotHandedIn
from hope_rooms.models import Approval, HopeRoom
from hope_rooms.models.survey import Level
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import said
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

from .rooms import State, end_survey_grants, hand_of, lock_room
from .surveys import standing_survey

Answer = Approval.Answer


@dataclass(frozen=True, slots=True)
class Step:
    """Who answers at a level, from which state, and where a yes leads."""

    action: str
    begins: str
    leads: str


STEPS = {
    Level.DISTRICT: Step("hope_rooms.approve_in_district", State.PROPOSED, State.DISTRICT_APPROVED),
    Level.CITY: Step("hope_rooms.approve_in_city", State.DISTRICT_APPROVED, State.APPROVED),
}


@transaction.atomic
def approve(*, actor: User, room: HopeRoom, level: Level) -> HopeRoom:
    """
    同意 (approve) at one level; with the city's yes the surveyors read nothing more.

    Raises `ActedAtAnotherLevel` for a surveyor and for whoever approved before, `RoomMoved`.
    """
    step = STEPS[level]
    policy.require(actor, step.action, room)
    room = lock_room(room, step.begins)
    _answer(actor, room, level, Answer.AGREED)
    moved = move_room(actor, room, step.leads)
    if level == Level.CITY:
        end_survey_grants(moved)
    return moved


@transaction.atomic
def send_back(*, actor: User, room: HopeRoom, level: Level, reason: str) -> HopeRoom:
    """
    退回补充 (send back): something is missing, and two people look again.

    Raises `ReasonMissing`, `WordsNotSafe`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    step = STEPS[level]
    policy.require(actor, step.action, room)
    words = said(reason)
    room = lock_room(room, step.begins)
    _answer(actor, room, level, Answer.RETURNED, words)
    end_survey_grants(room)
    return move_room(actor, room, State.SURVEYING, reason="returned", note=words)


def _answer(actor: User, room: HopeRoom, level: Level, answer: Answer, reason: str = "") -> Approval:
    survey = standing_survey(room)
    if survey is None:
        raise SurveyNotHandedIn
    hand = hand_of(actor, room, level)
    made: Approval = Approval.objects.create(
        room=room, survey=survey, hand=hand, level=level, answer=answer, reason=reason
    )
    return made
