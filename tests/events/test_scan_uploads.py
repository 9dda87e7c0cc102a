"""Files of devices without a network: row by row, all or nothing by choice, twice the same, never more than a claim."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.checkin_errors import (
    CorrectionTooLate,
    ScanFileConflicts,
    ScanFileEmpty,
    ScanFileHandedIn,
    ScanFileTooLong,
    ScanFileVerified,
)
from events.models import Attendance, EntryScan, ScanUpload
from events.passes import code_of
from events.services.checkin import settling, uploads
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.file_errors import FileRefused
from zibo_youth.core.sheets import PreviewExpired

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn():
    return eventing.running(20)


@pytest.fixture
def one(turn):
    return eventing.register_before(people.applicant("陈一帆"), turn)


@pytest.fixture
def by():
    return people.officer()


def clock(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def csv(*rows):
    lines = ["凭证码,动作,时间,设备记录号", *(",".join(row) for row in rows)]
    return "\n".join(lines).encode()


def row(one, kind="入场", minutes=5, key=""):
    return code_of(one), kind, clock(one.session.starts_at + timedelta(minutes=minutes)), key


def handed(by, turn, content, whole=True):
    preview = uploads.preview_upload(actor=by, session=turn, content=content)
    return uploads.hand_in(actor=by, sealed=preview.sealed, whole=whole)


def test_rows_become_steps_that_nobody_has_verified(by, turn, one):
    lines = handed(by, turn, csv(row(one, "离场", 20), row(one)))
    assert [line.result for line in lines] == ["recorded", "recorded"]
    scans = EntryScan.objects.order_by("step")
    assert [(scan.kind, scan.way) for scan in scans] == [("in", "offline"), ("out", "offline")]
    assert EntryScan.objects.unverified().count() == 2
    upload = uploads.verify_upload(actor=by, upload=ScanUpload.objects.get())
    assert upload.is_verified
    assert not EntryScan.objects.unverified().exists()
    with pytest.raises(ScanFileVerified):
        uploads.verify_upload(actor=by, upload=upload)


def test_looking_keeps_nothing(by, turn, one):
    uploads.preview_upload(actor=by, session=turn, content=csv(row(one)))
    assert not EntryScan.objects.exists()
    assert not ScanUpload.objects.exists()


def test_the_same_file_twice_changes_nothing(by, turn, one):
    handed(by, turn, csv(row(one)))
    with pytest.raises(ScanFileHandedIn):
        handed(by, turn, csv(row(one)))
    preview = uploads.preview_upload(actor=by, session=turn, content=csv(row(one), row(one, "离场", 9)))
    assert [line.result for line in preview.lines] == ["same", "recorded"]
    assert EntryScan.objects.count() == 1


def test_the_same_keys_in_a_longer_file_are_the_same_rows(by, turn, one):
    handed(by, turn, csv(row(one, key="a1")))
    lines = handed(by, turn, csv(row(one, key="a1"), row(one, "离场", 9, "a2")))
    assert [line.result for line in lines] == ["same", "recorded"]


def test_what_contradicts_stays_beside_and_changes_nothing(by, turn, one):
    eventing.come(one, by=by)
    content = csv(row(one, minutes=2), row(one, "离场", 1))
    with pytest.raises(ScanFileConflicts):
        handed(by, turn, content)
    assert not ScanUpload.objects.exists()
    lines = handed(by, turn, content, whole=False)
    assert [line.result for line in lines] == ["differs", "differs"]
    assert "已有更晚的记录" in lines[0].why
    assert list(EntryScan.objects.values_list("step", flat=True)) == [1, None, None]


def test_all_or_nothing_and_what_fits(by, turn, one):
    content = csv(row(one), ("1-1-ABCDEFGH", "入场", clock(turn.starts_at), ""))
    with pytest.raises(ScanFileConflicts):
        handed(by, turn, content)
    assert not EntryScan.objects.exists()
    handed(by, turn, content, whole=False)
    assert EntryScan.objects.count() == 1


def test_a_cancelled_pass_is_a_claim_and_no_entry(by, turn):
    gone = eventing.register_before(people.applicant(), turn)
    with standing_at(turn.starts_at - timedelta(hours=13)):
        eventing.cancel(gone)
    [line] = handed(by, turn, csv(row(gone)), whole=False)
    assert (line.result, EntryScan.objects.get().step) == ("differs", None)


def test_rows_of_another_session_of_another_hour_or_of_later_are_refused(by, turn, one):
    other = eventing.register_before(people.applicant(), eventing.running())
    content = csv(row(other), row(one, minutes=-600), row(one, minutes=3000))
    assert [line.result for line in handed(by, turn, content, whole=False)] == ["refused"] * 3
    assert not EntryScan.objects.exists()


@pytest.mark.parametrize(
    "cells",
    [
        ("", "入场", "2026-01-01 09:00", ""),
        ("x", "跳舞", "2026-01-01 09:00", ""),
        ("x", "入场", "昨天", ""),
        ("x", "入场", "2026-02-30 09:00", ""),
        ("x", "入场", "0001-01-01 00:00", ""),
        ("x", "入场", "2026-01-01 09:00", "键" * 3),
        ("=cmd()", "入场", "2026-01-01 09:00", ""),
    ],
)
def test_a_row_that_reads_badly_is_refused_by_itself(by, turn, one, cells):
    lines = handed(by, turn, csv(cells, row(one)), whole=False)
    assert [line.result for line in lines] == ["refused", "recorded"]
    assert lines[0].why


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        "凭证码,动作,时间\n".encode(),
        b"[1, 2]",
        b'{"code": 1}',
        b"[" * 100_000,
        b"\xff\xfe\xff",
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(by, turn, content):
    with pytest.raises((FileRefused, ScanFileEmpty)):
        uploads.preview_upload(actor=by, session=turn, content=content)


def test_a_huge_file_is_refused(by, turn, one):
    with pytest.raises(FileRefused):
        uploads.preview_upload(actor=by, session=turn, content=csv(row(one)) + b"\n" * 3 + b"x" * 3_000_000)
    with pytest.raises(ScanFileTooLong):
        uploads.preview_upload(actor=by, session=turn, content=csv(*[row(one)] * 501))


def test_gb18030_and_json_are_read_too(by, turn, one):
    handed(by, turn, csv(row(one)).decode().encode("gb18030"))
    told = [{"code": code_of(one), "kind": "out", "at": now().isoformat(), "key": "q1"}]
    [line] = handed(by, turn, json.dumps(told).encode())
    assert line.result == "recorded"


def test_what_was_settled_is_settled_again(by, turn, one):
    with standing_at(turn.ends_at):
        settling.settle_attendance(actor=by, session=turn)
        assert not Attendance.objects.get().attended
        handed(by, turn, csv(row(one)))
    assert Attendance.objects.get().attended


def test_not_by_others_nor_long_afterwards_nor_with_another_s_preview(by, turn, one):
    with pytest.raises(NotAllowed):
        handed(people.officer(of="linzi"), turn, csv(row(one)))
    with standing_at(now() + timedelta(days=9)), pytest.raises(CorrectionTooLate):
        handed(by, turn, csv(row(one)))
    preview = uploads.preview_upload(actor=by, session=turn, content=csv(row(one)))
    with pytest.raises(PreviewExpired):
        uploads.hand_in(actor=people.officer(), sealed=preview.sealed, whole=True)


def test_the_page_from_upload_to_verified(by, turn, one):
    desk, address = signed_in(by), reverse("event_offline", args=[turn.public_id])
    file = SimpleUploadedFile("offline.csv", csv(row(one)), "text/csv")
    page = desk.post(address, {"file": file})
    assert "可以记录" in page.content.decode()
    sealed = page.context["sealed"].initial["sealed"]
    told = desk.post(address, {"sealed": sealed, "act": "all"}, follow=True).content.decode()
    assert "离线未核实" in told
    upload = ScanUpload.objects.get()
    verify = reverse("event_offline_verify", args=[turn.public_id])
    assert "已核实" in desk.post(verify, {"upload": upload.pk}, follow=True).content.decode()
    assert "请选择本场的文件" in desk.post(verify, {"upload": 0}, follow=True).content.decode()
    assert "预览已失效" in desk.post(address, {"sealed": "x"}, follow=True).content.decode()


def test_the_list_of_a_device_holds_codes_and_masked_names_only(by, turn, one):
    told = {"act": "passes_csv", "reason": "没有网络"}
    page = signed_in(by).post(reverse("event_sheets", args=[turn.public_id]), told)
    told = b"".join(page.streaming_content).decode("utf-8-sig")
    assert code_of(one) in told
    assert "陈**" in told
    assert "陈一帆" not in told
    assert one.person.mobile not in told
