"""What notices of the Hope Rooms are about: a case under its code, its pair, a visit, a rung of the ladder."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model

from hope_rooms.models import (
    AccessGrant,
    ChildVisit,
    ConcernAlert,
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

# The first numbers are written out in this folder's fixtures.
for _taken in range(9):
    people.mobile_number()

BUILT = (SurveyVisit, RoomNudge)


def _of_a_case(model: type[Model], stay: Stay) -> Any:
    district = stay.station.reporting_org
    officer = people.officer(district.code)
    room = children.nominate_child(actor=officer, reporting_org=district, town=None, told=hoping.told())
    if model is AccessGrant:
        return grants.take_emergency(actor=officer, child=room.child, reason="接到报告")
    if model is GuardianRequest:
        return requests.record_request(actor=officer, child=room.child, wish=hoping.wish("copy"))
    if model is YearAudit:
        return YearAudit.objects.create(year=2020, numbers={})
    if model is LookAnomaly:
        return LookAnomaly.objects.create(week=date(2021, 5, 31), user=officer, kind="night", number=2)
    if model is ConcernAlert:
        return worrying.rows_of(room.child, officer)[model]
    if model in BUILT:
        return building.rows_of(room, officer, district)[model]
    return pairing.rows_of(room.child, officer)[model]


MAKERS = {
    f"hope_rooms.{name}": partial(_of_a_case, model)
    for model, names in {
        PairMember: ("pairing_began", "handover_due"),
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
