"""What notices of the Hope Rooms are about: a case under its code, its pair, a visit, a rung of the ladder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model

from hope_rooms.models import (
    AccessGrant,
    Child,
    ChildVisit,
    ConcernAlert,
    Counsellor,
    Escalation,
    GuardianRequest,
    LookAnomaly,
    PairMember,
    RoomNudge,
    SurveyVisit,
    YearAudit,
)
from hope_rooms.services import children, grants, requests
from stations.models import Stay
from tests import building, hoping, pairing, people, worrying
from zibo_youth.accounts.models import User

# The first numbers are written out in this folder's fixtures.
for _taken in range(9):
    people.mobile_number()

BUILT = (SurveyVisit, RoomNudge)


def _of_a_case(model: type[Model], stay: Stay) -> Any:
    district = stay.station.reporting_org
    officer = people.officer(district.code)
    room = children.nominate_child(actor=officer, reporting_org=district, town=None, told=hoping.told())
    if model in OF_RIGHTS:
        return OF_RIGHTS[model](officer, room.child)
    if model is ConcernAlert:
        return worrying.rows_of(room.child, officer)[model]
    if model in BUILT:
        return building.rows_of(room, officer, district)[model]
    return pairing.rows_of(room.child, officer)[model]


def _taken_by(officer: User, child: Child) -> AccessGrant:
    return grants.take_emergency(actor=officer, child=child, reason="接到报告")


def _asked_by_a_guardian(officer: User, child: Child) -> GuardianRequest:
    return requests.record_request(actor=officer, child=child, wish=hoping.wish("copy"))


def _audit(_officer: User, _child: Child) -> YearAudit:
    return YearAudit.objects.create(year=2020, numbers={})


def _anomaly(officer: User, _child: Child) -> LookAnomaly:
    return LookAnomaly.objects.create(week=date(2021, 5, 31), user=officer, kind="night", number=2)


OF_RIGHTS: dict[type[Model], Callable[[User, Child], Any]] = {
    AccessGrant: _taken_by,
    GuardianRequest: _asked_by_a_guardian,
    YearAudit: _audit,
    LookAnomaly: _anomaly,
}


MAKERS = {
    f"hope_rooms.{name}": partial(_of_a_case, model)
    for model, names in {
        PairMember: ("pairing_began", "handover_due"),
        Counsellor: ("counsellor_named", "counsellor_ended"),
        ChildVisit: ("visit_asked", "visit_planned", "visit_red"),
        Escalation: ("visit_due", "visit_overdue", "visits_caught_up"),
        SurveyVisit: ("survey_named",),
        RoomNudge: ("room_overdue",),
        AccessGrant: ("emergency_taken",),
        LookAnomaly: ("looks_to_review",),
        ConcernAlert: ("concern_waits", "concern_account_due"),
        GuardianRequest: ("request_recorded",),
        YearAudit: ("audit_pack_made",),
    }.items()
    for name in names
}
