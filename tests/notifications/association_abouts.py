"""What the notices of election and awards are about, with the longest values; beside `volunteer_abouts`."""

from __future__ import annotations

from datetime import date
from typing import Any

from stations.models import Stay
from volunteers.models import (
    AssociationOffice,
    AwardCategory,
    AwardNomination,
    AwardSeason,
    BallotRound,
    Candidate,
    Congress,
    Delegate,
    ElectoralUnit,
    PanelMember,
    Volunteer,
)
from zibo_youth.accounts.models import Organisation

FAR = date(2026, 12, 28)


def congress(state: str) -> Congress:
    return Congress(
        pk=1,
        code="c" * 40,
        title="会" * 60,
        title_en="Congress " * 13,
        held_on=FAR,
        place="心" * 80,
        state=state,
    )


def delegate(state: str) -> Any:
    def made(stay: Stay) -> Delegate:
        held = congress(state)
        unit = ElectoralUnit(pk=1, congress=held, organisation=Organisation(pk=1, name="队" * 80), quota=1)
        return Delegate(
            pk=1, congress=held, unit=unit, volunteer=Volunteer(pk=1, person=stay.guest), number=1, cap=1
        )

    return made


def candidate(stay: Stay) -> Candidate:
    held = congress("nominating")
    unit = ElectoralUnit(pk=1, congress=held, organisation=Organisation(pk=1, name="队" * 80), quota=1)
    office = AssociationOffice(pk=1, congress=held, name="职" * 40, name_en="Office " * 11, seats=1)
    return Candidate(
        pk=1,
        congress=held,
        unit=unit,
        office=office,
        volunteer=Volunteer(pk=1, person=stay.guest),
        minutes=600,
    )


def ballot(stay: Stay) -> BallotRound:
    held = congress("session")
    office = AssociationOffice(pk=1, congress=held, name="职" * 40, name_en="Office " * 11, seats=1)
    return BallotRound(pk=1, congress=held, office=office, number=12, state="open")


def season(state: str) -> AwardSeason:
    return AwardSeason(pk=1, code="s" * 40, title="评" * 60, title_en="Awards " * 17, year=2026, state=state)


def member(stay: Stay) -> PanelMember:
    return PanelMember(pk=1, season=season("review"), person=stay.guest)


def asked(stay: Stay) -> AwardNomination:
    made = nomination(stay)
    made.state = "asked"
    return made


def nomination(stay: Stay) -> AwardNomination:
    return AwardNomination(
        pk=1,
        season=season("recommending"),
        category=AwardCategory(pk=1, name="奖" * 40, name_en="Category " * 8),
        kind="individual",
        volunteer=Volunteer(pk=1, person=stay.guest),
        state="refused",
        reason="由" * 300,
    )


MAKERS: dict[str, Any] = {
    "volunteers.delegate_named": delegate("nominating"),
    "volunteers.candidate_named": candidate,
    "volunteers.ballot_open": ballot,
    "volunteers.result_announced": delegate("announced"),
    "volunteers.panel_asked": member,
    "volunteers.award_asked": asked,
    "volunteers.nomination_decided": nomination,
}
