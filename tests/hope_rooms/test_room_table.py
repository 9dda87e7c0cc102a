"""Every state, event and role of a room's building: allowed by this table, or refused."""

from collections import deque
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import transaction

from hope_rooms.building_errors import BillClosed
from hope_rooms.errors import RoomMoved
from hope_rooms.models import BillLine, Build, BuildPause, Defect, HopeRoom, RoomHand, Survey, SurveyVisit
from hope_rooms.models.room import ROOM_NEXT
from hope_rooms.models.survey import Level
from hope_rooms.services.building import (
    acceptance,
    approvals,
    care,
    design,
    handing,
    leaving,
    surveys,
    works,
)
from hope_rooms.services.moves import move_room
from tests import building, hoping
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError, NotAllowed

# Who acts, by the attributes of `hoping.City`; "surveyor" is one of the two who were named.
ROLES = (
    *("surveyor", "town_officer", "officer", "foreign_officer", "city_staff"),
    *("director", "finance", "lead", "deputy"),
)
DISTRICT, CITY = ("officer",), ("city_staff", "director")
TOWN_OR_DISTRICT = ("town_officer", "officer")
BEFORE_WORKS = ("on_hold", "approved", "designing", "funded", "building", "suspended")
#    the event           from which states                                 by whom
TABLE = {
    "name_surveyors":    (("surveying",),                                  DISTRICT),
    "check_in":          (("surveying",),                                  ("surveyor",)),
    "hand_in":           (("surveying",),                                  ("surveyor",)),
    "propose":           (("surveying",),                                  ("surveyor",)),
    "hold":              (("surveying",),                                  DISTRICT),
    "survey_again":      (("on_hold",),                                    DISTRICT),
    "find_ineligible":   (("surveying", "proposed"),                       DISTRICT),
    "approve_district":  (("proposed",),                                   DISTRICT),
    "return_district":   (("proposed",),                                   DISTRICT),
    "approve_city":      (("district_approved",),                          CITY),
    "return_city":       (("district_approved",),                          CITY),
    "start_design":      (("approved",),                                   DISTRICT),
    "add_line":          (("designing",),                                  DISTRICT),
    "remove_line":       (("designing",),                                  DISTRICT),
    "mark_funded":       (("designing",),                                  ("finance",)),
    "start_build":       (("funded",),                                     DISTRICT),
    "write_log":         (("building",),                                   TOWN_OR_DISTRICT),
    "ask_suspension":    (("building",),                                   TOWN_OR_DISTRICT),
    "agree_suspension":  (("building",),                                   (*DISTRICT, *CITY)),
    "resume_build":      (("suspended",),                                  DISTRICT),
    "finish_build":      (("building",),                                   DISTRICT),
    "accept_town":       (("builder_done",),                               ("town_officer",)),
    "refuse_town":       (("builder_done",),                               ("town_officer",)),
    "accept_district":   (("town_accepted",),                              DISTRICT),
    "refuse_district":   (("town_accepted",),                              DISTRICT),
    "accept_city":       (("district_accepted",),                          CITY),
    "refuse_city":       (("district_accepted",),                          CITY),
    "mend":              (("rectifying",),                                 TOWN_OR_DISTRICT),
    "refuse_air":        (("airing",),                                     DISTRICT),
    "test_air":          (("airing",),                                     DISTRICT),
    "hand_over":         (("airing",),                                     DISTRICT),
    "begin_care":        (("handed_over",),                                ("officer", "director")),
    "recheck":           (("handed_over", "in_care"),                      ("officer", "director")),
    "close":             (("handed_over", "in_care"),                      ("officer", "director")),
    "reopen":            (("closed",),                                     ("officer", "director")),
    "withdraw":          (("nominated", "screening", "surveying", "proposed", "district_approved", *BEFORE_WORKS),
                          ("officer", "director")),
    "cancel":            (BEFORE_WORKS,                                    CITY),
}  # fmt: skip


@dataclass
class Stage:
    """One room in one state, with what the events act on."""

    room: HopeRoom
    visit: SurveyVisit
    line: BillLine
    defect: Defect
    roles: dict


def way_to(state):
    """The shortest way from the nomination, by the table of the model."""
    waiting = deque([("nominated",)])
    while waiting:
        way = waiting.popleft()
        if way[-1] == state:
            return way[1:]
        waiting.extend((*way, nxt) for nxt in ROOM_NEXT.get(way[-1], ()) if nxt not in way)
    raise AssertionError(state)


def changes(before, state):
    found = {"failed_at": before if state == "rectifying" else ""}
    if state == "airing":
        found["accepted_on"] = today()
    if state == "handed_over":
        found["handed_over_at"] = now()
    if state == "closed":
        found["closed_at"] = now()
    return found


def stage(city, state):
    room = hoping.nominated(city)
    with transaction.atomic():
        for nxt in way_to(state):
            move_room(city.officer, room, nxt, **changes(room.state, nxt))
    surveyor = hoping.people.applicant()
    hand = RoomHand.objects.create(room=room, person=surveyor.person, level="survey")
    survey = Survey.objects.create(room=room, named_by=city.officer)
    told = {"planned_by": city.officer, "contractor": "示范公司", "presence": "locked"}
    Build.objects.create(room=room, starts_on=today(), agreement_on=today(), due_on=today(), **told)
    if state == "suspended":
        told = {"asked_by": city.officer, "agreed_by": city.officer_2, "from_on": today()}
        BuildPause.objects.create(room=room, reason="雨", resume_on=today(), **told)
    return Stage(
        room,
        SurveyVisit.objects.create(survey=survey, hand=hand, place=1),
        BillLine.objects.create(room=room, line="works", item="刷墙", unit="间", quantity=1, price_yuan=1),
        Defect.objects.create(
            room=room,
            found_in="builder_done",
            severity="minor",
            words="漆面",
            owner="town",
            due_on=today(),
            found_by=city.officer,
        ),
        {role: getattr(city, role, surveyor) for role in ROLES},
    )


FINDING = care.Finding(today(), True, True)
EVENTS = {
    "name_surveyors": lambda by, it: surveys.name_surveyors(
        actor=by, room=it.room, people=[hoping.people.applicant().person for _number in range(2)]
    ),
    "check_in": lambda by, it: surveys.check_in(actor=by, visit=it.visit),
    "hand_in": lambda by, it: surveys.hand_in(actor=by, visit=it.visit, findings=building.findings()),
    "propose": lambda by, it: surveys.propose(actor=by, visit=it.visit),
    "hold": lambda by, it: leaving.hold_room(actor=by, room=it.room, reason="moving"),
    "survey_again": lambda by, it: leaving.survey_again(actor=by, room=it.room),
    "find_ineligible": lambda by, it: leaving.find_ineligible(actor=by, room=it.room, note="已有房间"),
    "approve_district": lambda by, it: approvals.approve(actor=by, room=it.room, level=Level.DISTRICT),
    "return_district": lambda by, it: approvals.send_back(
        actor=by, room=it.room, level=Level.DISTRICT, reason="缺照片"
    ),
    "approve_city": lambda by, it: approvals.approve(actor=by, room=it.room, level=Level.CITY),
    "return_city": lambda by, it: approvals.send_back(
        actor=by, room=it.room, level=Level.CITY, reason="缺照片"
    ),
    "start_design": lambda by, it: design.start_design(actor=by, room=it.room),
    "add_line": lambda by, it: design.add_line(actor=by, room=it.room, wanted=building.wanted()),
    "remove_line": lambda by, it: design.remove_line(actor=by, line=it.line),
    "mark_funded": lambda by, it: design.mark_funded(actor=by, room=it.room),
    "start_build": lambda by, it: works.start_build(actor=by, room=it.room, contract=building.contract()),
    "write_log": lambda by, it: works.write_log(actor=by, room=it.room, on=today(), words="刷墙"),
    "ask_suspension": lambda by, it: works.ask_suspension(
        actor=by, room=it.room, reason="雨", resume_on=today() + building.DAY
    ),
    "agree_suspension": lambda by, it: works.agree_suspension(actor=by, room=it.room),
    "resume_build": lambda by, it: works.resume_build(actor=by, room=it.room),
    "finish_build": lambda by, it: works.finish_build(
        actor=by, room=it.room, installed={it.line.pk: Decimal(1)}
    ),
    **{
        f"accept_{level}": lambda by, it, level=level: acceptance.accept(
            actor=by, room=it.room, level=level, checked=building.ALL
        )
        for level in acceptance.STEPS
    },
    **{
        f"refuse_{level}": lambda by, it, level=level: acceptance.refuse(
            actor=by, room=it.room, level=level, found=[building.found()]
        )
        for level in acceptance.STEPS
    },
    "mend": lambda by, it: acceptance.mend(actor=by, defect=it.defect),
    "refuse_air": lambda by, it: acceptance.refuse_air(actor=by, room=it.room, found=[building.found()]),
    "test_air": lambda by, it: handing.record_air_test(actor=by, room=it.room, report=building.report()),
    "hand_over": lambda by, it: handing.hand_over(
        actor=by, room=it.room, keys_on=today(), inventory_on=today()
    ),
    "begin_care": lambda by, it: care.begin_care(actor=by, room=it.room),
    "recheck": lambda by, it: care.record_recheck(actor=by, room=it.room, months=3, finding=FINDING),
    "close": lambda by, it: care.close_room(actor=by, room=it.room, ending="grown", talk_on=today()),
    "reopen": lambda by, it: care.reopen_room(actor=by, room=it.room, note="继续"),
    "withdraw": lambda by, it: leaving.withdraw_room(actor=by, room=it.room, note="不建"),
    "cancel": lambda by, it: leaving.cancel_room(actor=by, room=it.room, note="不建"),
}


def answer(event, actor, it):
    """What became of it; whatever was done is undone, so that each event finds the same room."""
    try:
        with transaction.atomic():
            EVENTS[event](actor, it)
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except (RoomMoved, BillClosed):
        return "moved"
    except DomainError:
        return "taken"  # this state and role, and something else is missing
    return "taken"


def test_the_table_names_every_event():
    assert set(TABLE) == set(EVENTS)


@pytest.mark.parametrize("state", HopeRoom.State.values)
def test_which_events_a_state_takes(city, state):
    it = stage(city, state)
    found = {event: answer(event, it.roles[who[0]], it) for event, (_states, who) in TABLE.items()}
    assert found == {
        event: "taken" if state in states else "moved" for event, (states, _who) in TABLE.items()
    }


@pytest.mark.parametrize("event", TABLE)
def test_whose_event_it_is(city, event):
    states, who = TABLE[event]
    it = stage(city, states[0])
    found = {role: answer(event, actor, it) for role, actor in it.roles.items()}
    assert found == {role: "taken" if role in who else "not allowed" for role in ROLES}
