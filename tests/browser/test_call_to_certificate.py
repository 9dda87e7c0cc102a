"""From the call to the certificate: one walk through the pages, on a telephone in Chinese and at a desk in English."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.timezone import localtime
from pypdf import PdfReader

from tests import people, volunteering
from tests.browser.visitor import Visitor, log_in_as
from tests.browser.walk import fits
from volunteers.models import Certificate, HourEntry, Post, Round, Shift, Signup, Volunteer
from volunteers.services import certificates, hours
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core import calendar
from zibo_youth.core.calendar import at, now, today

pytestmark = pytest.mark.browser
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Clock:
    """One clock of the server's threads and of this test: it stands ahead of the real one, and goes on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def get(self) -> datetime:
        return timezone.now() + self.ahead

    def reach(self, moment: datetime, walk: Walk) -> None:
        """Time passes; whoever was logged in logs in again, as after some hours they must."""
        self.ahead += moment - self.get()
        for visitor, user in walk.users:
            log_in_as(visitor.context, user, visitor.origin)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(calendar, "_standing_at", made)
    return made


@dataclass
class Walk:
    """Who walks, with a browser each, and where they are bound."""

    team: Organisation
    post: Post
    volunteer: Volunteer
    leader: Visitor
    second: Visitor
    student: Visitor
    guest: Visitor
    users: list[tuple[Visitor, User]]
    shifts: list[Shift] = field(default_factory=list)


@pytest.fixture(params=[("zh-hans", True), ("en", False)], ids=["zh-390", "en-1280"])
def walk(request, visit, city) -> Walk:
    language, phone = request.param
    team = volunteering.organisation()
    project = volunteering.project(team, kind="large_event")
    volunteer = volunteering.volunteer()

    users: list[tuple[Visitor, User]] = []

    def somebody(user: User) -> Visitor:
        users.append((visit(user=user, language=language, phone=phone), user))
        return users[-1][0]

    return Walk(
        team=team,
        post=volunteering.post(project, staffing="round"),
        volunteer=volunteer,
        leader=somebody(people.leader(team)),
        second=somebody(people.leader(team, "郑副")),
        student=somebody(volunteering.user_of(volunteer)),
        guest=visit(language=language, phone=phone),
        users=users,
    )


def test_from_the_call_to_the_certificate(walk, clock):
    a_call_is_opened(walk)
    the_volunteer_is_accepted(walk)
    two_shifts_are_planned(walk)
    the_volunteer_takes_both(walk)
    the_first_is_scanned(walk, clock)
    the_second_is_kept_on_the_roll(walk, clock)
    the_leader_reviews(walk)
    somebody_else_confirms(walk)
    the_notice_passes(walk, clock)
    certificate = a_certificate_is_asked_for_and_issued(walk)
    anybody_checks_it(walk, clock, certificate)


def menu(visitor: Visitor, name: str) -> None:
    """From the front page over the menu of the account."""
    visitor.go("home")
    visitor.page.locator("details[data-menu] summary").click()
    visitor.press(f".account-menu a[href='{visitor.address(name)}']")
    assert visitor.is_at(name)
    assert fits(visitor)


def follow(visitor: Visitor, name: str, *args: object) -> None:
    """A link of the page, found by where it leads."""
    visitor.press(f"main a[href='{visitor.address(name, *args)}']")
    assert visitor.is_at(name, *args), visitor.page.url
    assert fits(visitor), visitor.page.url


def send(visitor: Visitor, button: str = ".button-primary") -> None:
    visitor.press(f"main form {button}")
    assert not visitor.main(".error-summary").count(), visitor.main(".error-summary").inner_text()
    assert fits(visitor), visitor.page.url


def moment_of(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%dT%H:%M}"


def a_call_is_opened(walk: Walk) -> None:
    """Written in the administration, opened at the desk."""
    leader = walk.leader
    menu(leader, "volunteer_round_desk")
    leader.press("main a.button-secondary")
    leader.press(".object-tools a.addlink")
    page = leader.page
    page.locator("[name=project]").select_option(str(walk.post.project_id))
    for name, answer in {
        "title": "赛会志愿者招募",
        "title_en": "Volunteers for the fair",
        "opens_at": moment_of(now() - timedelta(hours=1)),
        # Before the day of service, at whichever hour the walk is made.
        "closes_at": moment_of(min(now() + timedelta(hours=6), at(today() + DAY, time.min) - MINUTE)),
        "serves_from": (today() + DAY).isoformat(),
        "pools-0-quota": "3",
    }.items():
        page.locator(f"[name='{name}']").fill(answer)
    leader.press("[name=_save]")
    of = Round.objects.get(project=walk.post.project)
    menu(leader, "volunteer_round_desk")
    follow(leader, "volunteer_round_sheet", of.pk)
    send(leader, "button[value=open]")
    of.refresh_from_db()
    assert of.state == "open"


def the_volunteer_is_accepted(walk: Walk) -> None:
    """Found from the front page; a place is offered at once, and accepted."""
    student, of = walk.student, Round.objects.get(project=walk.post.project)
    student.go("home")
    follow(student, "volunteer_projects")
    follow(student, "volunteer_rounds")
    follow(student, "volunteer_round", of.pk)
    follow(student, "volunteer_round_apply", of.pk)
    student.fill(risks_read="on", statement="能用英语引导")
    send(student)
    [application] = of.applications.all()
    assert student.is_at("volunteer_application", application.pk)
    follow_back_from_my_own_page(student, application.pk)
    send(student, "button[value=accept]")
    application.refresh_from_db()
    assert application.state == "accepted"


def follow_back_from_my_own_page(student: Visitor, application: int) -> None:
    """Who comes back later finds on their own page what waits for an answer."""
    menu(student, "volunteer_me")
    follow(student, "volunteer_application", application)


def two_shifts_are_planned(walk: Walk) -> None:
    """A morning and an afternoon of tomorrow, from the sheet of the call."""
    leader, project = walk.leader, walk.post.project
    for start, end in (("09:00", "12:00"), ("14:00", "16:00")):
        menu(leader, "volunteer_round_desk")
        follow(leader, "volunteer_round_sheet", project.rounds.get().pk)
        follow(leader, "manage_project_shifts", project.code)
        follow(leader, "manage_shift_new", walk.post.pk)
        leader.fill(day=(today() + DAY).isoformat(), start=start, end=end, capacity="3", free_hours="1")
        send(leader)
    walk.shifts = list(walk.post.shifts.order_by("starts_at"))
    assert [shift.planned_minutes for shift in walk.shifts] == [180, 120]


def the_volunteer_takes_both(walk: Walk) -> None:
    """From the page of the application, which shows what there is to take."""
    student, application = walk.student, walk.volunteer.applications.get()
    for shift in walk.shifts:
        menu(student, "volunteer_me")
        follow(student, "volunteer_applications")
        follow(student, "volunteer_application", application.pk)
        follow(student, "volunteer_shift", shift.public_id)
        follow(student, "volunteer_shift_sign_up", shift.public_id)
        send(student, "button[value=sign_up]")
    assert states(walk) == ["signed_up", "signed_up"]


def states(walk: Walk) -> list[str]:
    own = Signup.objects.filter(volunteer=walk.volunteer).order_by("starts_at")
    return list(own.values_list("state", flat=True))


def the_first_is_scanned(walk: Walk, clock: Clock) -> None:
    """The digits of the leader's screen, coming and leaving."""
    shift = walk.shifts[0]
    clock.reach(shift.starts_at - 10 * MINUTE, walk)
    through_the_door(walk, shift, "volunteer_screen_in")
    assert states(walk)[0] == "checked_in"
    clock.reach(shift.ends_at + 5 * MINUTE, walk)
    through_the_door(walk, shift, "volunteer_screen_out")
    assert states(walk)[0] == "checked_out"


def through_the_door(walk: Walk, shift: Shift, screen: str) -> None:
    leader, student = walk.leader, walk.student
    menu(leader, "volunteer_desk")
    follow(leader, "volunteer_roll", shift.public_id)
    follow(leader, screen, shift.public_id)
    digits = leader.main(".roll-digits").inner_text().strip()
    menu(student, "volunteer_me")
    follow(student, "volunteer_in")
    follow(student, "volunteer_digits", shift.signups.get().pk)
    student.fill(digits=digits)
    send(student)
    assert student.is_at("volunteer_in")


def the_second_is_kept_on_the_roll(walk: Walk, clock: Clock) -> None:
    """The telephone is empty in the afternoon: the leader marks who is there."""
    leader, shift = walk.leader, walk.shifts[1]
    for moment, mark in ((shift.starts_at - 5 * MINUTE, "in"), (shift.ends_at + MINUTE, "out")):
        clock.reach(moment, walk)
        menu(leader, "volunteer_desk")
        follow(leader, "volunteer_roll", shift.public_id)
        send(leader, f"button[value={mark}]")
    assert states(walk)[1] == "checked_out"


def the_leader_reviews(walk: Walk) -> None:
    for shift in walk.shifts:
        menu(walk.leader, "volunteer_desk")
        follow(walk.leader, "volunteer_review", shift.public_id)
        send(walk.leader, "button[value=all]")
    assert states(walk) == ["attended", "attended"]
    follow(walk.leader, "volunteer_hour_sheet", walk.post.project.code)


def entries(walk: Walk) -> list[str]:
    own = HourEntry.objects.filter(volunteer=walk.volunteer).order_by("starts_at")
    return list(own.values_list("state", flat=True))


def somebody_else_confirms(walk: Walk) -> None:
    """A scan and its reviewer are two; the leader's own roll waits for another leader."""
    assert entries(walk) == ["confirmed", "provisional"]
    confirm = "form[action$='/confirm/'] button"
    menu(walk.leader, "volunteer_hour_desk")
    assert not walk.leader.main(confirm).count()
    menu(walk.second, "volunteer_hour_desk")
    walk.second.press(f"main {confirm}")
    assert entries(walk) == ["confirmed", "confirmed"]


def the_notice_passes(walk: Walk, clock: Clock) -> None:
    """Seven days, and what the clock does by itself; the volunteer sees both."""
    hours.start_notice(at=now())
    menu(walk.student, "volunteer_me")
    follow(walk.student, "volunteer_hours")
    assert walk.student.main(".stay-line").count() == 2
    entry = HourEntry.objects.filter(volunteer=walk.volunteer).first()
    follow(walk.student, "volunteer_hour_entry", entry.pk)
    clock.reach(now() + 7 * DAY, walk)
    hours.finalise(at=now())
    assert entries(walk) == ["final", "final"]


def a_certificate_is_asked_for_and_issued(walk: Walk) -> Certificate:
    student, leader = walk.student, walk.leader
    menu(student, "volunteer_me")
    follow(student, "volunteer_certificates")
    follow(student, "volunteer_certificate_ask")
    student.fill(
        issuer=str(walk.team.pk),
        from_on=(today() - 30 * DAY).isoformat(),
        until_on=today().isoformat(),
        purpose="评优",
    )
    send(student)
    certificate = Certificate.objects.get(volunteer=walk.volunteer)
    menu(leader, "volunteer_certificate_desk")
    follow(leader, "volunteer_certificate", certificate.number)
    leader.fill(contact_phone="0533-0000000")
    send(leader, "button[value=issue]")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.minutes) == ("issued", 300)
    return certificate


def anybody_checks_it(walk: Walk, clock: Clock, certificate: Certificate) -> None:
    """By the number during the notice, by the code of the paper when it is over; nothing but what is told."""
    guest = walk.guest
    guest.go("home")
    follow(guest, "volunteer_projects")
    follow(guest, "volunteer_certificate_verify")
    guest.fill(number=certificate.number, last4=walk.volunteer.person.id_last4)
    send(guest)
    is_told(guest, certificate)
    clock.reach(now() + 7 * DAY, walk)
    certificates.take_effect(at=now())
    certificate.refresh_from_db()
    guest.page.goto(guest.origin + address_on_the_paper(walk, certificate))
    is_told(guest, certificate)
    assert walk.volunteer.person.full_name not in guest.page.content()
    assert walk.volunteer.volunteer_no not in guest.page.content()


def is_told(guest: Visitor, certificate: Certificate) -> None:
    with translation.override(guest.language):
        standing = str(certificate.get_state_display())
    told = guest.main(".summary-list").inner_text()
    name = certificate.volunteer.person.masked_name
    assert all(each in told for each in (certificate.number, name, certificate.issuer.name, standing, "5"))


def address_on_the_paper(walk: Walk, certificate: Certificate) -> str:
    """Where the code leads that stands on the volunteer's own PDF, beside its number."""
    student = walk.student
    menu(student, "volunteer_me")
    follow(student, "volunteer_certificates")
    with student.page.expect_download() as got:
        student.main(f"a[href*='{certificate.number}']").click()
    reader = PdfReader(io.BytesIO(got.value.path().read_bytes()))
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    assert certificate.number in text
    assert walk.volunteer.person.full_name in text
    code = re.search(r"扫码查验([A-Za-z0-9_-]{20})", text)
    assert code, text
    return guest_address(walk, code[1])


def guest_address(walk: Walk, code: str) -> str:
    return walk.guest.address("volunteer_certificate_code", code)
