"""导入时长: every line is judged first, a file stands once, and is taken back whole while nothing of it counts."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import hours as ours
from tests import people, volunteering
from tests.hours import WEEK, moment
from tests.people import signed_in
from volunteers import hours as totals
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    FileImported,
    HoursChanged,
    ImportIsDisputed,
    ImportIsFinal,
    ImportMoved,
    NoLines,
    SecondPersonNeeded,
    TooManyLines,
)
from volunteers.hour_sheet import HOURS
from volunteers.models import HourEntry, HourImport, TeamMember
from volunteers.services import corrections, hour_import, hours
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.file_errors import HeadingsWrong, ListingUnreadable
from zibo_youth.core.sheets import PreviewExpired
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
HEADINGS = [str(column.label) for column in HOURS.columns.values()]
PAGE = "volunteer_hour_imports"


def clock(day_ago, hour):
    return f"{moment(day_ago, hour):%Y-%m-%d %H:%M}"


def line(one, of, *, day_ago=30, start=9, end=12, said="3", **cells):
    plain = {
        "volunteer": one.volunteer_no,
        "project": of.project.code,
        "post": "",
        "starts_at": clock(day_ago, start),
        "ends_at": clock(day_ago, end),
        "minutes": said,
        "reason": "纸质签到表",
    }
    return list((plain | cells).values())


def listing(*lines, alphabet="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    return text.getvalue().encode(alphabet)


def wrong_lines(one, tall, post):
    """Each kind of fault once, below one line that is right."""
    return [
        line(one, post),
        line(one, post, volunteer="ZB00000000"),
        line(one, post, day_ago=2, start=11, end=13, said="2"),
        line(one, post, start=11.5, end=13, said="1.5"),
        line(one, post, day_ago=-1),
        line(tall, post, start=6, end=18, said="10.5"),
        line(one, post, day_ago=5, said="2.25"),
        line(one, post, day_ago=5, said="3.5"),
        line(one, post, project="nothing"),
        line(one, post, starts_at="昨天", minutes="三", reason=""),
        line(one, post, day_ago=6, start=12, end=9, post="没有"),
    ]


def preview(actor, post, content):
    return hour_import.preview_hours(actor=actor, organiser=post.project.organiser, content=content)


def imported(actor, post, content):
    return hour_import.import_hours(actor=actor, sealed=preview(actor, post, content).sealed)


def said(preview):
    return {line.row: [str(told) for _label, told in line.problems] for line in preview.wrong}


class TestPreview:
    def test_judges_every_line_and_keeps_nothing(self, post, one, officer):
        ours.entry(post, one, day_ago=2)
        found = preview(
            officer,
            post,
            listing(*wrong_lines(one, volunteering.volunteer(), post)),
        )
        assert found.sealed == ""
        assert said(found) == {
            3: ["没有这个编号的在册志愿者，或不在您的服务队和班次中"],
            4: ["这段时间与该志愿者已有的服务时长重叠"],
            5: ["与第 2 行的时间重叠"],
            6: ["结束时间须晚于开始时间，且不晚于现在"],
            7: ["任意 24 小时内最多记录 10 小时"],
            8: ["时长按 30 分钟为单位，且不超过起止时间"],
            9: ["时长按 30 分钟为单位，且不超过起止时间"],
            10: ["没有这个编号的项目，或不是所选单位的、不计时长"],
            11: [
                "请按“年-月-日 时:分”填写，例如 2021-06-04 09:00",
                "请填写小时数，例如 2.5",
                "必填",
            ],
            12: [f"请填写这个项目计时长的岗位：{post.name}"],
        }
        assert (
            HourImport.objects.count(),
            HourEntry.objects.count(),
            Notice.objects.filter(kind="volunteers.hours_imported").count(),
        ) == (0, 1, 0)

    def test_reads_a_workbook_and_what_excel_in_chinese_saves(self, post, one, officer):
        slashed = line(one, post, starts_at=clock(30, 9).replace("-", "/"))
        for content in (
            listing(line(one, post)),
            listing(slashed, alphabet="gb18030"),
            prepare("时长", "xlsx", Table(str(HOURS.name), HEADINGS, [line(one, post)])).file.read(),
        ):
            found = preview(officer, post, content)
            assert (said(found), found.minutes) == ({}, 180)

    def test_refuses_what_is_no_list(self, post, officer, monkeypatch, one):
        for refusal, content in [
            (ListingUnreadable, b"\x00\x01\xff"),
            (ListingUnreadable, '"开'.encode()),
            (HeadingsWrong, "姓名,小时\n".encode()),
            (NoLines, listing()),
        ]:
            with pytest.raises(refusal):
                preview(officer, post, content)
        monkeypatch.setattr(hour_import, "MOST_LINES", 1)
        with pytest.raises(TooManyLines):
            preview(officer, post, listing(line(one, post), line(one, post, day_ago=31)))

    def test_nobody_imports_for_themselves_or_for_another_organisation(self, post, one, leader):
        own = volunteering.volunteer(leader)
        TeamMember.objects.create(
            volunteer=own, team=post.project.organiser, state="active", decided_at=now(), decided_by=leader
        )
        assert said(preview(leader, post, listing(line(own, post)))) == {
            2: ["不能导入自己的时长，请由单位其他负责人导入"]
        }
        for stranger in (
            people.officer("huantai"),
            people.leader(volunteering.organisation()),
            people.applicant(),
        ):
            with pytest.raises(NotAllowed):
                preview(stranger, post, listing(line(one, post)))


class TestImport:
    def test_is_provisional_counts_to_the_manual_share_and_waits_for_another(self, post, one, officer):
        batch = imported(officer, post, listing(line(one, post), line(one, post, day_ago=31)))
        entries = list(batch.entries.order_by("pk"))
        assert [(entry.state, entry.evidence, entry.minutes) for entry in entries] == [
            ("provisional", "import", 180)
        ] * 2
        assert (batch.rows, batch.minutes, totals.share_of(post.project).manual) == (2, 360, 360)
        assert Notice.objects.filter(kind="volunteers.hours_imported", to=one.person).count() == 1
        with pytest.raises(SecondPersonNeeded):
            hour_import.confirm_import(actor=officer, batch=batch)
        with pytest.raises(SecondPersonNeeded):
            hours.confirm_hours(actor=officer, entry=entries[0])
        assert hour_import.confirm_import(actor=ours.leader_of(post), batch=batch) == 2
        assert hours.start_notice(at=now()) == 2
        assert hours.finalise(at=now() + WEEK) == 0

    def test_who_confirms_leaves_their_own_hours_to_another(self, post, one, officer):
        leader = ours.leader_of(post)
        own = volunteering.volunteer(leader)
        batch = imported(officer, post, listing(line(one, post), line(own, post)))
        assert hour_import.confirm_import(actor=leader, batch=batch) == 1
        assert batch.entries.get(volunteer=own).state == "provisional"
        with pytest.raises(NotAllowed):
            hour_import.take_back_import(actor=leader, batch=batch, reason="误传")
        assert batch.entries.credits().count() == 2

    def test_a_file_stands_once_and_comes_again_when_it_was_taken_back(self, post, one, officer):
        content = listing(line(one, post))
        sealed = preview(officer, post, content).sealed
        batch = hour_import.import_hours(actor=officer, sealed=sealed)
        with pytest.raises(FileImported):
            preview(officer, post, content)
        with pytest.raises(FileImported):
            hour_import.import_hours(actor=officer, sealed=sealed)

        with pytest.raises(ReasonMissing):
            hour_import.take_back_import(actor=officer, batch=batch, reason=" ")
        assert hour_import.take_back_import(actor=officer, batch=batch, reason="误传") == 1
        [entry] = batch.entries.filter(kind="credit")
        mirror = entry.reversals.get()
        assert (entry.state, mirror.minutes, mirror.source, batch.state) == (
            "revoked",
            180,
            batch,
            "taken_back",
        )
        assert Notice.objects.filter(kind="volunteers.hours_import_taken_back", to=one.person).count() == 1
        with pytest.raises(ImportMoved):
            hour_import.take_back_import(actor=officer, batch=batch, reason="再来")
        assert imported(officer, post, content).entries.credits().count() == 1

    def test_what_counts_already_is_not_taken_back_whole(self, post, one, officer):
        batch = imported(officer, post, listing(line(one, post), line(one, post, day_ago=31)))
        hour_import.confirm_import(actor=ours.leader_of(post), batch=batch)
        hours.start_notice(at=now())
        hours.accept_manual_share(actor=officer, project=post.project, reason="无签到条件")
        assert hours.finalise(at=now() + WEEK) == 2
        with pytest.raises(ImportIsFinal):
            hour_import.take_back_import(actor=officer, batch=batch, reason="误传")
        batch.refresh_from_db()
        assert (batch.state, batch.entries.credits().count()) == ("standing", 2)

    def test_a_batch_that_somebody_disputes_waits_for_the_answer(self, post, one, officer):
        batch = imported(officer, post, listing(line(one, post)))
        hour_import.confirm_import(actor=ours.leader_of(post), batch=batch)
        hours.start_notice(at=now())
        [entry] = batch.entries.filter(kind="credit")
        corrections.dispute_hours(actor=volunteering.user_of(one), entry=entry, wrong="少记一小时")

        with pytest.raises(ImportIsDisputed):
            hour_import.take_back_import(actor=officer, batch=batch, reason="误传")
        entry.refresh_from_db()
        assert entry.state == "disputed"

    def test_a_preview_is_of_one_person_one_hour_and_of_what_stands(self, post, one, officer, leader):
        content = listing(line(one, post))
        sealed = preview(officer, post, content).sealed
        for actor, words in [(leader, sealed), (officer, sealed[:-2]), (officer, "")]:
            with pytest.raises(PreviewExpired):
                hour_import.import_hours(actor=actor, sealed=words)
        with time_machine.travel(now() + timedelta(hours=2)), pytest.raises(PreviewExpired):
            hour_import.import_hours(actor=officer, sealed=sealed)
        one.state = "left"
        one.left_at = now()
        one.save()
        with pytest.raises(HoursChanged):
            hour_import.import_hours(actor=officer, sealed=sealed)
        assert not HourEntry.objects.exists()

    def test_the_database_knows_an_import_by_its_file(self, post, one, officer):
        batch = imported(officer, post, listing(line(one, post)))
        plain = {"organiser": batch.organiser, "rows": 1, "minutes": 1, "imported_by": officer}
        for wall, fields in [
            ("hour_import_of_a_file_once", {"digest": batch.digest}),
            ("hour_import_counts_something", {"digest": "1" * 64, "rows": 0}),
            ("hour_import_taken_back_with_a_reason", {"digest": "1" * 64, "state": "taken_back"}),
        ]:
            with pytest.raises(IntegrityError, match=wall), transaction.atomic():
                HourImport.objects.create(**plain | fields)
        ours.entry(post, one, day_ago=3)
        names = ("volunteer_id", "project_id", "post_id", "organiser_id", "recorded_by_id", "minutes")
        plain = HourEntry.objects.filter(evidence="scan").values(*names)[0]
        with pytest.raises(IntegrityError, match="hour_entry_import_names_its_file"), transaction.atomic():
            HourEntry.objects.create(
                **plain, evidence="import", starts_at=moment(9, 9), ends_at=moment(9, 12)
            )


class TestPages:
    def test_upload_preview_confirm_second_person_and_take_back(self, post, one, officer):
        client, page = signed_in(officer), reverse(PAGE)
        file = SimpleUploadedFile("时长.csv", listing(line(one, post)))
        shown = client.post(page, {"organiser": post.project.organiser_id, "file": file})
        assert "可以导入" in shown.text
        confirming = shown.text.split('name="sealed"')[0].rsplit("<form", 1)[1]
        assert "csrfmiddlewaretoken" in confirming
        sealed = shown.context["sealed"].initial["sealed"]
        answer = client.post(page, {"sealed": sealed})
        batch = HourImport.objects.get()
        assert answer.url == batch.get_absolute_url()
        assert "确认 1 条" not in client.get(answer.url).text
        assert client.post(page, {"sealed": "x"}).url == page

        other = signed_in(ours.leader_of(post))
        assert "确认 1 条" in other.get(answer.url).text
        other.post(answer.url, {"act": "confirm"})
        assert batch.entries.get().state == "confirmed"
        client.post(answer.url, {"act": "take_back", "reason": "误传"})
        assert "已撤回" in client.get(answer.url).text
        assert signed_in(people.officer("huantai")).get(answer.url).status_code == 404

    def test_the_template_is_read_as_it_was_given(self, post, one, officer):
        given = b"".join(signed_in(officer).get(reverse("volunteer_hour_template")).streaming_content)
        with pytest.raises(NoLines):
            preview(officer, post, given)
