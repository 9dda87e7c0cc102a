"""What the volunteers' notices are about, with the longest values that the models can hold; beside `abouts`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from stations.models import Stay
from tests.notifications import association_abouts
from volunteers.models import (
    Application,
    AreaAlert,
    HazardTicket,
    NoShow,
    PatrolArea,
    PatrolLog,
    PatrolPoint,
    PatrolShift,
    Post,
    Requirement,
    RequirementItem,
    Round,
    ServiceProject,
    ServiceRole,
    Shift,
    Signup,
    Swap,
    TeamMember,
    Volunteer,
)
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at

FAR = date(2026, 12, 28)
START: datetime = at(FAR, time(13, 30))


def volunteer(stay: Stay) -> Volunteer:
    return Volunteer(pk=1, person=stay.guest, volunteer_no="ZB2026123456789")


def shift() -> Shift:
    """Far away, in a project and at a post of the longest names."""
    project = ServiceProject(
        pk=1,
        code="p" * 40,
        title="志" * 60,
        title_en="Volunteer " * 12,
        organiser=Organisation(pk=1, name="团" * 80),
        contact_phone="0533-0000000",
        place="广" * 80,
        state="published",
    )
    post = Post(
        pk=1, project=project, name="岗" * 40, name_en="Post " * 16, role=ServiceRole(pk=1, name="角" * 40)
    )
    return Shift(
        pk=1, post=post, starts_at=START, ends_at=START + timedelta(hours=4), capacity=9, place="东" * 80
    )


def signup(stay: Stay, state: str = "released") -> Signup:
    return Signup(
        pk=1, shift=shift(), volunteer=volunteer(stay), starts_at=START, state=state, offer_until=START
    )


def item(stay: Stay, state: str = "revoked") -> RequirementItem:
    return RequirementItem(
        pk=1,
        volunteer=volunteer(stay),
        requirement=Requirement(pk=1, name="资" * 60, name_en="Requirement " * 10),
        until_on=FAR,
        state=state,
        reason="由" * 120,
    )


def member(stay: Stay, state: str = "refused") -> TeamMember:
    team = Organisation(pk=1, name="队" * 80)
    return TeamMember(pk=1, volunteer=volunteer(stay), team=team, state=state, note="由" * 120)


def application(stay: Stay, state: str = "offered") -> Application:
    of = Round(pk=1, title="招" * 60, title_en="Volunteers " * 10, serves_from=FAR)
    return Application(
        pk=1, round=of, volunteer=volunteer(stay), number=123456, state=state, offer_until=START
    )


def told(stay: Stay, state: str = "signed_up") -> Signup:
    """A signup of a shift with everything that its notices say."""
    found = signup(stay, state)
    found.shift.sign_off_until, found.shift.note = START, "雷" * 120
    found.shift.post.project.contact_phone = "0" * 30
    return found


def swap(stay: Stay, state: str = "asked") -> Swap:
    return Swap(pk=1, signup=told(stay), giver=volunteer(stay), state=state)


def no_show(stay: Stay, state: str = "standing") -> NoShow:
    return NoShow(
        pk=1,
        signup=told(stay, "no_show"),
        volunteer=volunteer(stay),
        happened_on=FAR,
        state=state,
        decision="由" * 300,
    )


def alert(stay: Stay, state: str = "standing") -> AreaAlert:
    area = PatrolArea(pk=1, code="a" * 40, name="库" * 40, name_en="Reservoir " * 8)
    lifted = START if state == "lifted" else None
    return AreaAlert(pk=1, area=area, kind="thunder", state=state, issued_at=START, lifted_at=lifted)


def patrol(stay: Stay) -> PatrolShift:
    return PatrolShift(pk=1, shift=shift(), area=alert(stay).area, state="under_way")


def hazard(stay: Stay) -> HazardTicket:
    area = alert(stay).area
    point = PatrolPoint(pk=1, area=area, code="p" * 20, place="坝" * 80, risk="high")
    log = PatrolLog(pk=1, area=area, point=point, kind="hazard", at=START)
    return HazardTicket(pk=1, log=log, grade="high", department="局" * 60, due_on=FAR, state="assigned")


OF_PATROLS: dict[str, Any] = {
    "volunteers.ticket_assigned": hazard,
    "volunteers.ticket_overdue": hazard,
    "volunteers.alert_issued": alert,
    "volunteers.alert_lifted": partial(alert, state="lifted"),
    "volunteers.patrol_not_closed": patrol,
}
OF_SHIFTS: dict[str, Any] = {
    "volunteers.signup_confirmed": told,
    "volunteers.place_released": partial(told, state="released"),
    "volunteers.place_rearranged": partial(told, state="released"),
    "volunteers.shift_cancelled": partial(told, state="released"),
    "volunteers.shift_changed": told,
    "volunteers.shift_suspended": told,
    "volunteers.shift_resumed": told,
    "volunteers.standby_offer": partial(told, state="offered"),
    "volunteers.offer_lapsed": partial(told, state="declined"),
    "volunteers.shift_reminder": told,
    "volunteers.swap_accepted": partial(told, state="signed_off"),
    "volunteers.swap_asked": swap,
    "volunteers.swap_declined": partial(swap, state="declined"),
    "volunteers.no_show_recorded": no_show,
    "volunteers.no_show_upheld": partial(no_show, state="upheld"),
    "volunteers.no_show_overturned": partial(no_show, state="overturned"),
}

MAKERS: dict[str, Any] = (
    OF_SHIFTS
    | OF_PATROLS
    | {
        **association_abouts.MAKERS,
        "volunteers.registered": volunteer,
        "volunteers.member_asked": partial(member, state="asked"),
        "volunteers.member_decided": member,
        "volunteers.item_checked": item,
        "volunteers.item_ends": partial(item, state="passed"),
        "volunteers.slot_released": signup,
        "volunteers.slot_lost": signup,
        "volunteers.check_out_forgotten": partial(signup, state="checked_out"),
        "volunteers.review_due": lambda stay: shift(),
        "volunteers.application_received": partial(application, state="applied"),
        "volunteers.round_offer": application,
        "volunteers.round_offer_ends": application,
        "volunteers.round_offer_lapsed": partial(application, state="expired"),
        "volunteers.waitlisted": partial(application, state="waitlisted"),
        "volunteers.round_result": partial(application, state="accepted"),
        "volunteers.roster_offer": partial(application, state="accepted"),
        "volunteers.roster_accepted": partial(application, state="accepted"),
        "volunteers.roster_lapsed": partial(application, state="accepted"),
    }
)
