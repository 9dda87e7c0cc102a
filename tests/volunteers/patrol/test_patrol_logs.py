"""巡护日志: numbers and no names, by the team while it is out; equipment; hazards from report to a second look."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests import patrolling, people, shifting, volunteering
from volunteers import tasks
from volunteers.crowd_errors import TellsOfSomebody
from volunteers.models import Equipment, EquipmentCheck, HazardTicket, PatrolLog
from volunteers.patrol_log_errors import (
    DepartmentMissing,
    DueDayPast,
    LogClosed,
    LogOutsidePatrol,
    MeasuresMissing,
    NobodyDissuaded,
    NothingChecked,
    PhotoMissing,
    PhotoNotPicture,
    PointOfAnotherWater,
    TicketMoved,
    VerdictReasonMissing,
    VerifiedByAnother,
    WordsMissing,
)
from volunteers.services import patrol_keeping, patrol_logs, tickets
from volunteers.services.patrol_logs import Seen
from zibo_youth.accounts.terms import term
from zibo_youth.core import private_files, queues
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.file_errors import FileRefused
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def out():
    """A team that went out half an hour ago: the patrol, and the log-in of one of the team."""
    water = patrolling.area(volunteering.organisation("zichuan"))
    patrol = patrolling.patrol(water, starts_at=now() - timedelta(minutes=30))
    return patrolling.gone_out(patrol)


@pytest.fixture
def officer():
    return people.officer("zichuan")


def picture(name="护栏.jpg", **exif):
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(written, "JPEG", **exif)
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


def hazard(out, **fields):
    told = {"point": out.point, "grade": "high", "description": "护栏缺了两米"} | fields
    return patrol_logs.report_hazard(actor=out.user, patrol=out.patrol, **told)


def told_of(kind):
    return set(Notice.objects.filter(kind=f"volunteers.{kind}").values_list("to", flat=True))


# --- the log ---------------------------------------------------------------------------------


def test_the_team_writes_numbers_by_age_and_what_names_somebody_is_refused(out):
    log = patrol_logs.write_log(
        actor=out.user,
        patrol=out.patrol,
        point=out.point,
        kind="dissuaded",
        seen=Seen(under_6=1, aged_6_13=4, aged_14_17=2, adults=1),
        clock=timezone.localtime(out.patrol.began_at).time().replace(second=0, microsecond=0),
    )
    assert (log.people, log.area_id, log.signup) == (8, out.patrol.area_id, out.signup)
    columns = {field.name for field in PatrolLog._meta.concrete_fields}
    assert columns == {
        *("id", "patrol", "shift", "area", "point", "signup", "kind", "at", "recorded_at", "words"),
        *("under_6", "aged_6_13", "aged_14_17", "adults"),
    }
    later = (timezone.localtime(now()) + timedelta(minutes=5)).time()
    for wrong, refusal in (
        ({"seen": Seen()}, NobodyDissuaded),
        ({"seen": Seen(adults=501)}, NobodyDissuaded),
        ({"kind": "other"}, WordsMissing),
        ({"kind": "other", "words": "孩子家长 13900001234"}, TellsOfSomebody),
        ({"clock": later}, LogOutsidePatrol),
        ({"point": patrolling.area(volunteering.organisation()).points.first()}, PointOfAnotherWater),
    ):
        right = {"point": out.point, "kind": "dissuaded", "seen": Seen(adults=1)}
        if wrong.get("kind") == "other":
            right["seen"] = Seen()
        with pytest.raises(refusal):
            patrol_logs.write_log(actor=out.user, patrol=out.patrol, **(right | wrong))
    assert PatrolLog.objects.count() == 1


def test_only_the_team_writes_and_only_from_the_start_roll_until_some_hours_after(out, officer):
    other = {"point": out.point, "kind": "other", "words": "水位上涨"}
    stranger = shifting.user_of(volunteering.volunteer())
    absent = volunteering.signup(out.patrol.shift, volunteering.volunteer())
    for actor in (stranger, shifting.user_of(absent.volunteer), officer, out.leader):
        with pytest.raises(NotAllowed):
            patrol_logs.write_log(actor=actor, patrol=out.patrol, **other)
    planned = patrolling.patrol(out.patrol.area, starts_at=now() + timedelta(days=1))
    with pytest.raises(LogClosed):
        patrol_logs.write_log(actor=out.user, patrol=planned, **other)

    patrolling.come_home(out)
    assert patrol_logs.write_log(actor=out.user, patrol=out.patrol, **other).at == out.patrol.ended_at
    with standing_at(now() + timedelta(hours=25)), pytest.raises(LogClosed):
        patrol_logs.write_log(actor=out.user, patrol=out.patrol, **other)


def test_whatever_writes_it_an_entry_is_of_its_water_and_its_team_and_stays(out):
    log = patrolling.entry(out)
    elsewhere = patrolling.area(volunteering.organisation()).points.first()
    foreign = volunteering.signup(volunteering.shift(), volunteering.volunteer())
    whole = {"patrol": out.patrol, "shift": out.patrol.shift, "area": out.patrol.area, "at": now()}
    whole |= {"point": out.point, "signup": out.signup, "kind": "other"}
    for wrong, wall in (
        ({"point": elsewhere}, "patrol_log_point_is_of_its_water"),
        ({"point": elsewhere, "area": elsewhere.area}, "patrol_log_water_is_its_patrols"),
        ({"signup": foreign}, "patrol_log_writer_is_of_the_team"),
        ({"signup": foreign, "shift": foreign.shift}, "patrol_log_shift_is_its_patrols"),
        ({"kind": "dissuaded"}, "patrol_log_counts_who_was_dissuaded"),
        ({"adults": 3}, "patrol_log_counts_who_was_dissuaded"),
    ):
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            PatrolLog.objects.create(**(whole | wrong))
    rows = PatrolLog.objects.filter(pk=log.pk)
    for change in (lambda: rows.update(adults=9), rows.delete):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    assert rows.update(words="") == 1  # what a term empties


# --- equipment -------------------------------------------------------------------------------


def test_a_check_is_a_row_and_what_nobody_looked_at_is_on_the_list(out, officer):
    ring, rope = (
        Equipment.objects.create(point=out.point, kind=kind, serial=kind) for kind in ("ring", "rope")
    )
    week = now() - timedelta(days=7)
    assert set(Equipment.objects.managed_by(officer).wanting(week)) == {ring, rope}
    with pytest.raises(NothingChecked):
        patrol_logs.check_on_patrol(actor=out.user, patrol=out.patrol, found={})
    patrol_logs.check_on_patrol(actor=out.user, patrol=out.patrol, found={ring: "ok", rope: "missing"})
    assert PatrolLog.objects.get().kind == "equipment"
    assert list(Equipment.objects.wanting(week)) == [rope]
    patrol_logs.check_at_desk(actor=officer, equipment=rope, state="ok")
    assert not Equipment.objects.wanting(week).exists()
    assert set(Equipment.objects.wanting(now() + timedelta(days=1))) == {ring, rope}
    assert not Equipment.objects.managed_by(people.officer("huantai")).exists()
    with pytest.raises(NotAllowed):
        patrol_logs.check_at_desk(actor=people.officer("huantai"), equipment=rope, state="broken")
    assert EquipmentCheck.objects.filter(equipment=rope).count() == 2
    with pytest.raises(InternalError), transaction.atomic():
        EquipmentCheck.objects.update(state="ok")


# --- hazards ---------------------------------------------------------------------------------


def test_a_hazard_is_assigned_by_the_district_and_told_to_who_reported_it(out, officer):
    keeper = people.leader(out.patrol.area.organiser)
    ticket = hazard(out)
    assert (ticket.state, ticket.due_on) == ("reported", today() + timedelta(days=3))
    right = {"department": "水利局", "due_on": ticket.due_on}
    for actor in (keeper, people.officer("huantai")):
        with pytest.raises(NotAllowed):
            tickets.assign_ticket(actor=actor, ticket=ticket, **right)
    for wrong, refusal in (
        ({"department": " "}, DepartmentMissing),
        ({"due_on": today() - timedelta(1)}, DueDayPast),
    ):
        with pytest.raises(refusal):
            tickets.assign_ticket(actor=officer, ticket=ticket, **(right | wrong))
    assert tickets.assign_ticket(actor=officer, ticket=ticket, **right).state == "assigned"
    assert {out.user.person_id, keeper.person_id} <= told_of("ticket_assigned")
    with pytest.raises(TicketMoved):
        tickets.dismiss_ticket(actor=officer, ticket=ticket, reason="重复")


def test_what_is_mended_is_looked_at_by_another_person_and_mended_again(out, officer):
    keeper, second = people.leader(out.patrol.area.organiser), people.officer("zichuan")
    ticket = hazard(out)
    tickets.assign_ticket(actor=officer, ticket=ticket, department="水利局", due_on=ticket.due_on)
    tickets.begin_rectifying(actor=keeper, ticket=ticket)
    for wrong, refusal in (({"measures": ""}, MeasuresMissing), ({"photo": None}, PhotoMissing)):
        right = {"measures": "补装护栏", "photo": picture()}
        with pytest.raises(refusal):
            tickets.report_rectified(actor=officer, ticket=ticket, **(right | wrong))
    tickets.report_rectified(actor=officer, ticket=ticket, measures="补装护栏", photo=picture())
    for look in (tickets.verify_ticket, lambda **of: tickets.refuse_rectification(**of, reason="不牢")):
        with pytest.raises(VerifiedByAnother):
            look(actor=officer, ticket=ticket)
    with pytest.raises(VerdictReasonMissing):
        tickets.refuse_rectification(actor=second, ticket=ticket, reason="")
    tickets.refuse_rectification(actor=second, ticket=ticket, reason="不牢")
    tickets.begin_rectifying(actor=keeper, ticket=ticket)
    tickets.report_rectified(actor=keeper, ticket=ticket, measures="重新焊接", photo=picture())
    with pytest.raises(NotAllowed):
        tickets.verify_ticket(actor=people.officer("huantai"), ticket=ticket)
    assert tickets.verify_ticket(actor=officer, ticket=ticket).state == "verified"
    with pytest.raises(TicketMoved):
        tickets.begin_rectifying(actor=keeper, ticket=ticket)


def test_whatever_writes_it_nobody_verifies_their_own_work_and_no_step_is_left_out(out, officer):
    rows = HazardTicket.objects.filter(pk=hazard(out).pk)
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(state="verified")
    moment = {"assigned_at": now(), "assigned_by": officer}
    with pytest.raises(IntegrityError, match="hazard_ticket_state_agrees"), transaction.atomic():
        rows.update(state="assigned")
    rows.update(state="assigned", **moment)
    rows.update(state="rectifying", begun_at=now(), begun_by=officer)
    rows.update(state="rectified", rectified_at=now(), rectified_by=officer)
    for state in ("verified", "not_accepted"):
        decided = {"decided_at": now(), "decided_by": officer, "reason": "好"}
        with pytest.raises(IntegrityError, match="verified_by_another_person"), transaction.atomic():
            rows.update(state=state, **decided)
    assert rows.update(state="verified", **decided | {"decided_by": people.officer("zichuan")}) == 1


def test_a_picture_is_rebuilt_private_and_swept_and_a_document_is_none(out, officer, tmp_path):
    position = Image.Exif()
    position[0x010E] = "GPS 36.6"
    ticket = hazard(out, photo=picture(exif=position))
    with private_files.private_storage().open(str(ticket.photo)) as kept:
        assert not Image.open(kept).getexif()
    page = reverse("patrol_ticket_photo", args=[ticket.pk])
    assert people.signed_in(out.user).get(page)["Content-Type"] == "image/jpeg"
    assert people.signed_in(officer).get(page).status_code == 200
    teammate = shifting.user_of(out.team[2].volunteer)
    for stranger in (people.officer("huantai"), people.applicant(), teammate):
        assert people.signed_in(stranger).get(page).status_code == 404
    with pytest.raises((PhotoNotPicture, FileRefused)):
        hazard(out, photo=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x", "application/pdf"))
    assert HazardTicket.objects.count() == 1
    assert tickets.sweep_photos() == 0

    tickets.dismiss_ticket(actor=officer, ticket=ticket, reason="重复上报")
    HazardTicket.objects.update(decided_at=now() - timedelta(days=term("hazard_photos").days + 1))
    assert patrol_keeping._forget_pictures(term("hazard_photos").rows()) == 1
    ticket.refresh_from_db()
    assert (str(ticket.photo), ticket.state) == ("", "dismissed")


def test_what_is_late_is_told_once_a_day_of_its_own_and_stands_in_the_queue(out, officer):
    ticket = hazard(out)
    day = ticket.due_on
    assert tasks.tell_of_overdue_hazards(day.isoformat()) == 0
    late = day + timedelta(1)
    assert tasks.tell_of_overdue_hazards(late.isoformat()) == 1
    assert tasks.tell_of_overdue_hazards(late.isoformat()) == 0
    assert {officer.person_id, out.leader.person_id} <= told_of("ticket_overdue")
    assert out.user.person_id not in told_of("ticket_overdue")
    HazardTicket.objects.update(due_on=today() - timedelta(1))
    tile = next(tile for tile in queues.tiles_for(officer) if tile.url == reverse("patrol_tickets"))
    assert (tile.count, tile.overdue) == (1, 1)
    tickets.dismiss_ticket(actor=officer, ticket=ticket, reason="重复")
    assert tasks.tell_of_overdue_hazards((late + timedelta(1)).isoformat()) == 0


# --- pages -----------------------------------------------------------------------------------


def test_a_volunteer_writes_and_checks_by_page(out, officer):
    piece = Equipment.objects.create(point=out.point, kind="ring", serial="01")
    mine, desk = people.signed_in(out.user), people.signed_in(officer)
    home = out.patrol.get_absolute_url()
    write, check = (
        reverse(name, args=[out.patrol.shift.public_id]) for name in ("patrol_write", "patrol_check")
    )
    assert write in mine.get(home).content.decode()
    assert write not in desk.get(home).content.decode()
    assert desk.get(write).status_code == 404
    told = {"kind": "dissuaded", "point": out.point.pk}
    assert "请填写劝离的人数" in mine.post(write, told).content.decode()
    assert mine.post(write, told | {"aged_6_13": "3"}).url == home
    assert "6 至 13 岁 3" in desk.get(home).content.decode()
    assert mine.post(check, {f"piece_{piece.pk}": "broken"}).url == home
    wanting = reverse("patrol_equipment_desk")
    assert "救生圈 01" in desk.get(wanting).content.decode()
    assert desk.post(reverse("patrol_piece", args=[piece.pk]), {"state": "ok"}).url == wanting
    assert "没有待处理的器材" in desk.get(wanting).content.decode()


def test_a_hazard_is_reported_taken_on_and_closed_by_page(out, officer):
    mine, desk = people.signed_in(out.user), people.signed_in(officer)
    report = reverse("patrol_hazard", args=[out.patrol.shift.public_id])
    assert "不拍人脸" in mine.get(report).content.decode()
    answer = {"point": out.point.pk, "grade": "medium", "description": "护栏缺口", "photo": picture()}
    assert mine.post(report, answer).url == out.patrol.get_absolute_url()
    ticket = HazardTicket.objects.get()
    page, listed = ticket.get_absolute_url(), reverse("patrol_tickets")
    assert page in desk.get(listed).content.decode()
    step = {"department": "水利局", "due_on": str(today()), "act": "assign"}
    mine.post(page, step)
    ticket.refresh_from_db()
    assert ticket.state == "reported"
    for told in (step, {"act": "begin"}, {"measures": "补装", "photo": picture(), "act": "rectified"}):
        assert desk.post(page, told).url == page
    other = people.signed_in(people.officer("zichuan"))
    assert other.post(page, {"act": "dismiss", "reason": "重复上报"}).status_code == 404
    ticket.refresh_from_db()
    assert ticket.state == "rectified"
    assert "由另一人核查" in desk.post(page, {"act": "verify"}).content.decode()
    assert people.signed_in(people.officer("zichuan")).post(page, {"act": "verify"}).url == page
    assert "已销号" in mine.get(page).content.decode()
    assert page in desk.get(listed, {"show": "closed"}).content.decode()
    assert page not in desk.get(listed, {"show": "late"}).content.decode()
    assert people.signed_in(people.officer("huantai")).get(page).status_code == 404
