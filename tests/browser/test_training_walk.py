"""A training from its desk to the certificate: an officer, a safety officer with a list, a person on a phone."""

from __future__ import annotations

import pytest

from events.models import AttendanceCertificate, Registration, Session
from events.services.checkin.settling import settle_attendance
from safety.models import SafetyActivity, SafetyCampaign
from tests import campaigning, eventing, guarding, people
from tests.browser.test_room_walk import Desks, looked_at, press, press_step
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import standing_at, today

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"
LINK = "main a[href='{}']"


def local(moment):
    return f"{moment.astimezone():%Y-%m-%dT%H:%M}"


def sent(desk, name, content):
    """A file into the form of the page."""
    desk.page.set_input_files(
        "main input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    desk.press(BUTTON)


def takes_in(desk):
    """The register from a list, and who answers for safety."""
    desk.go("safety_enterprises")
    looked_at(desk, "enterprises")
    desk.press(LINK.format(desk.address("safety_enterprise_import")))
    looked_at(desk, "enterprise-import")
    code = guarding.uscc()
    head = "统一社会信用代码,企业名称,区县,行业,职工人数,35 周岁以下职工人数,企业团组织,地址"
    content = f"{head}\n{code},淄博示安化工有限公司,zhangdian,危险化学品,100,40,示安团支部,\n"
    sent(desk, "名录.csv", (content + "1234,Wrong,,,,,,").encode("utf-8-sig"))
    looked_at(desk, "enterprise-import-errors")
    sent(desk, "名录.csv", content.encode("utf-8-sig"))
    looked_at(desk, "enterprise-import-preview")
    press_act(desk)
    looked_at(desk, "enterprises-imported")
    desk.press(LINK.format(desk.address("safety_enterprise", code)))
    looked_at(desk, "enterprise")
    return Organisation.objects.get(uscc=code).enterprise


def press_act(desk):
    """The first button of the page confirms what was shown."""
    desk.press("main form .button-primary")


def opens(desk):
    """A campaign, a training in it, and a part for the enterprise."""
    district = str(Organisation.objects.get(code="zhangdian").pk)
    desk.go("safety_campaign_new")
    looked_at(desk, "campaign-new")
    desk.fill(
        season="safety_month",
        title="示范安全生产月",
        title_en="Model safety month",
        summary="示范",
        summary_en="Model",
        organiser=district,
        from_on=f"{today()}",
        until_on=f"{today()}",
    )
    desk.press(BUTTON)
    press_step(desk, "publish")
    looked_at(desk, "campaign-managed")
    campaign = SafetyCampaign.objects.latest("pk")
    desk.press(LINK.format(desk.address("safety_activity_new", campaign.public_id)))
    looked_at(desk, "activity-new")
    hours = eventing.session_plan()
    names = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    desk.fill(
        kind="training",
        title="示范安全培训",
        title_en="Model training",
        summary="示范",
        summary_en="Model",
        organiser=district,
        reporting_org=district,
        contact_phone="0533-0000000",
        place="示范教室",
        capacity="5",
        **{name: local(getattr(hours, name)) for name in names},
    )
    desk.page.check("#id_for_engineers")
    desk.press(BUTTON)
    return SafetyActivity.objects.latest("pk")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_unit_and_a_person_come_to_a_training_and_have_their_certificates(visit, language):
    desks = Desks(visit, language)
    desk = desks.of(people.officer())
    enterprise = takes_in(desk)
    activity = opens(desk)
    session = activity.event.sessions.get()
    press_step(desk, "part", session=str(session.pk), enterprise=str(enterprise.pk), places="3")
    looked_at(desk, "activity-managed")
    unit = desks.of(guarding.safety_officer(enterprise), phone=True)
    sends_list(unit, enterprise, session)
    person = desks.of(people.applicant("示甲"), phone=True)
    comes_alone(person, activity)
    session = came_and_gone(session)
    group = Registration.objects.groups().get(session=session)
    unit.go("event_roster", group.public_id)
    press(unit, "certificates")
    looked_at(unit, "roster-certificates")
    desk.go("managed_safety_activity", activity.event.public_id)
    looked_at(desk, "activity-take-up")
    assert AttendanceCertificate.objects.filter(registration=group).count() == 2


def sends_list(unit, enterprise, session):
    unit.go("safety_enterprise", enterprise.organisation.uscc)
    looked_at(unit, "own-enterprise")
    unit.press(LINK.format(unit.address("safety_trainees", session.public_id)))
    looked_at(unit, "trainees")
    wrong = [campaigning.trainee("Wang Lei"), ",Li Mei,,2003-02-30,0012,,,,,"]
    sent(unit, "名单.csv", campaigning.listing(wrong))
    looked_at(unit, "trainees-errors")
    right = [campaigning.trainee("Wang Lei", rest=",,,,,本科,安全类,1"), campaigning.trainee("Li Mei")]
    sent(unit, "名单.csv", campaigning.listing(right))
    looked_at(unit, "trainees-preview")
    press(unit, "all")
    looked_at(unit, "trainees-sent")


def comes_alone(person, activity):
    person.go("safety")
    looked_at(person, "safety-cover")
    person.go("safety_campaign", activity.campaign.public_id)
    looked_at(person, "safety-campaign")
    person.go("safety_advice")
    person.fill(degree="bachelor", years="2")
    person.press(BUTTON)
    looked_at(person, "safety-advice")
    person.go("event", activity.event.public_id)
    person.press("main a.button-primary")
    person.press(BUTTON)
    looked_at(person, "training-registered")


def came_and_gone(session):
    """The door and the clock: everybody came at the beginning and stayed."""
    with standing_at(session.starts_at):
        for one in session.registrations.all():
            for seat in range(1, one.seats + 1):
                eventing.come(one, seat)
    with standing_at(session.ends_at + eventing.timedelta(hours=1)):
        settle_attendance(actor=people.officer(), session=Session.objects.get(pk=session.pk))
    return session
