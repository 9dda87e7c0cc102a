"""导出和对账: the file says what its page of reference says; three counts agree, and each difference has its line."""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests import hours as ours
from tests import people, volunteering
from tests.hours import WEEK
from tests.people import signed_in
from tests.reports import filled
from volunteers import records
from volunteers.hour_errors import TooManyRecords
from volunteers.models import HourEntry
from volunteers.reconciliation import CAUSES, reconcile
from volunteers.records import FIELDS, SCHEMA, span_of, table_of
from volunteers.services import corrections, hours
from zibo_youth.accounts.models import ExportRecord
from zibo_youth.core.calendar import now, today
from zibo_youth.reports import services
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "volunteer-records.md"
WHY = {"reason": "与学校核对"}


@pytest.fixture
def middle():
    """The month before this one: it is over, and its report can be sent."""
    return Month.of(today()).plus(-1)


def ago(days):
    """So many days before the 20th of that month."""
    return (today() - Month.of(today()).plus(-1).first.replace(day=20)).days + days


def counts_since_yesterday(*entries):
    """Final before a figure is taken now: the jobs of a test date it a week ahead."""
    numbers = [entry.pk for entry in entries]
    HourEntry.objects.filter(pk__in=numbers).update(final_at=now() - timedelta(days=1))


def accounts(user, month, of=None):
    return reconcile(span_of(user, month, month, of))


def file(user, kind, month, **asked):
    address = reverse("volunteer_hour_record_file", args=[kind])
    answer = signed_in(user).post(f"{address}?since={month.code}&until={month.code}", WHY | asked)
    return b"".join(answer.streaming_content)


def test_the_page_of_reference_has_every_column_and_every_code():
    told = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE)
    assert told == list(FIELDS)
    for choices in (HourEntry.State, HourEntry.Kind, HourEntry.Evidence):
        assert all(f"`{code}`" in PAGE.read_text() for code in choices.values)
    assert SCHEMA in PAGE.read_text()
    assert set(CAUSES) >= {*HourEntry.State.values} - {"final", "revoked"}


def test_both_files_tell_the_same_lines_and_sum_to_the_ledger(post, one, officer, middle):
    ours.entry(post, one, state="final", day_ago=ago(9))
    wrong = ours.entry(post, one, day_ago=ago(8))
    corrections.correct_hours(actor=officer, entry=wrong, reason="=误记", minutes=150)
    ours.entry(
        volunteering.post(volunteering.project(volunteering.organisation("huantai"))), one, day_ago=ago(7)
    )

    rows = list(csv.DictReader(io.StringIO(file(officer, "csv", middle).decode("utf-8-sig"))))
    lines = [json.loads(line) for line in file(officer, "jsonl", middle).decode().splitlines()]
    assert [list(line) for line in lines] == [list(FIELDS)] * 4
    assert [[str(value if value is not None else "") for value in line.values()] for line in lines] == [
        list(row.values()) for row in rows
    ]
    assert sum(line["minutes"] for line in lines) == 180 + 150
    assert sum(line["minutes"] for line in lines if line["counted"]) == 180
    assert datetime.fromisoformat(lines[0]["service_start"]) == HourEntry.objects.earliest("pk").starts_at
    assert not any(one.person.full_name in line for line in map(str, lines))
    record = ExportRecord.objects.filter(format="jsonl").latest("pk")
    assert (record.rows, record.reason, record.by) == (4, WHY["reason"], officer)


def test_without_a_report_each_line_that_does_not_count_yet_is_a_difference(post, one, officer, middle):
    ours.entry(post, one, state="final", day_ago=ago(9))
    waiting = ours.entry(post, one, day_ago=ago(8))
    disputed = ours.entry(post, one, day_ago=ago(7))
    corrections.dispute_hours(actor=volunteering.user_of(one), entry=disputed, wrong="少记")
    [found] = accounts(officer, middle)
    assert (found.file, found.ledger, found.counted, found.figure, found.difference) == (
        540,
        540,
        180,
        None,
        360,
    )
    assert [(each.entry, each.minutes, each.cause) for each in found.differences] == [
        (waiting.pk, 180, "confirmed"),
        (disputed.pk, 180, "disputed"),
    ]
    assert found.is_sound


def test_after_the_report_a_reversal_and_a_late_line_are_differences(post, one, officer, middle):
    counted = ours.entry(post, one, state="final", day_ago=ago(9))
    stays = ours.entry(post, one, state="final", day_ago=ago(8))
    late = ours.entry(post, one, day_ago=ago(7))
    counts_since_yesterday(counted, stays)
    report = filled.sent(officer, filled.opened(month=middle))
    assert report.figures.get(code="VO01").month_part == 6
    hours.start_notice(at=now())
    hours.finalise(at=now() + WEEK)
    corrections.correct_hours(actor=officer, entry=counted, reason="误记")
    [found] = accounts(officer, middle)
    assert (found.file, found.ledger, found.counted, found.figure) == (360, 360, 360, 360)
    assert [(each.entry, each.minutes, each.cause) for each in found.differences] == [
        (counted.pk, -180, "reversed_later"),
        (late.pk, 180, "final_later"),
    ]
    assert (found.difference, found.is_sound) == (0, True)


@pytest.mark.control
def test_the_control_a_figure_that_the_ledger_does_not_explain_is_seen(post, one, officer, middle):
    counts_since_yesterday(ours.entry(post, one, state="final", day_ago=ago(9)))
    report = filled.filled(officer, filled.opened(month=middle))
    report.figures.filter(code="VO01").update(month_part=5, to_date_part=5, note="有误")
    services.submit_report(actor=officer, report=report, **filled.NAMES)
    [found] = accounts(officer, middle)
    assert (found.figure, found.unexplained, found.is_sound) == (300, -120, False)


def test_everybody_exports_what_is_theirs(post, one, officer, middle):
    there = volunteering.post(volunteering.project(volunteering.organisation("huantai")))
    ours.entry(post, one, day_ago=ago(9))
    ours.entry(there, one, day_ago=ago(8))
    city = people.city_staff()
    lines = {
        "leader": table_of(span_of(ours.leader_of(post), middle, middle)),
        "officer": table_of(span_of(officer, middle, middle)),
        "stranger": table_of(span_of(people.officer("linzi"), middle, middle)),
        "city": table_of(span_of(city, middle, middle)),
        "organiser": table_of(span_of(city, middle, middle, there.project.organiser)),
        "unit": table_of(span_of(city, middle, middle, post.project.reporting_org)),
    }
    assert {who: len(list(table.rows)) for who, table in lines.items()} == {
        "leader": 1, "officer": 1, "stranger": 0, "city": 2, "organiser": 1, "unit": 1,
    }  # fmt: skip
    assert len(accounts(city, middle)) == 2
    [part] = accounts(city, middle, there.project.organiser)
    assert (part.file, part.counted, part.figure, part.is_sound) == (180, 0, None, True)


def test_a_file_has_an_end_and_a_reason(post, one, officer, middle, monkeypatch):
    ours.entry(post, one, day_ago=ago(9))
    page, client = reverse("volunteer_hour_records"), signed_in(officer)
    shown = client.get(page, {"since": middle.code, "until": middle.code}).text
    assert "已确认，尚未公示" in shown
    assert "结束月份不能早于开始月份" in client.get(page, {"since": middle.plus(1).code}).text
    address = reverse("volunteer_hour_record_file", args=["csv"])
    assert (
        client.post(f"{address}?until={middle.code}&since={middle.code}", {"reason": ""}).status_code == 200
    )
    assert client.post(address.replace("csv", "xml"), WHY).status_code == 404
    before = ExportRecord.objects.count()
    monkeypatch.setattr(records, "MOST_RECORDS", 0)
    with pytest.raises(TooManyRecords):
        accounts(officer, middle)
    assert "请缩小时段" in client.post(f"{address}?since={middle.code}&until={middle.code}", WHY).text
    assert ExportRecord.objects.count() == before
