"""A person is erased while exports with the person's rows are written: each file is of one moment, and none tells a name."""

from __future__ import annotations

import io
import zipfile
from contextlib import nullcontext
from datetime import date
from html import unescape

import openpyxl
import pgtrigger
import pytest
from django.core.files.storage import storages
from django.db import transaction

from stations.models import Bed, StayNight
from tests import people
from tests.houses import house
from tests.racing import at_once
from tests.reports import past
from tests.reports.exporting import ordered
from tests.reports.filled import DAY, locked
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.services import erasing
from zibo_youth.reports import services
from zibo_youth.reports.exports import making
from zibo_youth.reports.models import ExportJob, MonthlyReport

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
GUESTS, WORKERS = 24, 8


@pytest.fixture
def guests():
    """Each slept, and each signed, in the month that was locked since."""
    station = house("flexible:24", opened_on=date(2020, 11, 1))
    beds = list(Bed.objects.filter(room__station=station))
    found = past.guests(GUESTS)
    for number, (guest, bed) in enumerate(zip(found, beds, strict=True)):
        guest.full_name = f"访客{number:02}号"  # none is the beginning of another
        guest.save()
        stay = past.stayed(guest, station, DAY, nights=2)
        past.slept(stay, bed)
        past.signed(stay, DAY)
    locked(people.city_staff())
    return found


def report():
    return MonthlyReport.objects.select_related("organisation").get(organisation__code="zhangdian")


def files():
    folder = storages["private"]
    names = folder.listdir("exports")[1] if folder.exists("exports") else []
    return [folder.open(f"exports/{name}").read() for name in names]


def parts(file):
    """Every file that is packed in a file, however deep: a workbook is packed, and an archive holds workbooks."""
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return [file]
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        return [part for name in packed.namelist() for part in parts(packed.read(name))]


def cells(file):
    """Every cell, but for the two lines that tell the minute of writing: it may pass between two files."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    rows = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book]
    return [[row for row in sheet if not tells_the_minute(row)] for sheet in rows]


def tells_the_minute(row):
    return "文件生成时间" in row or any(str(value).startswith("明细按") for value in row)


def told_of(guests, written):
    """Names and numbers of the guests that stand anywhere in the files."""
    # A workbook may write a letter as its number.
    found = unescape("\n".join(part.decode(errors="ignore") for file in written for part in parts(file)))
    return [word for guest in guests for word in (guest.full_name, guest.mobile) if word in found]


def written_while(act, monkeypatch):
    """What a worker writes when ``act`` is done after it has read the figures, and before it reads the ledgers."""
    write = making.write_workbook

    def slowly(*args):
        at_once(act, crowd=GUESTS)
        return write(*args)

    monkeypatch.setattr(making, "write_workbook", slowly)
    services.make_exports(job_ids=[ordered(people.officer("zhangdian"), report()).pk])
    monkeypatch.undo()
    [file] = files()
    return file


def erase(guest):
    with transaction.atomic():
        erasing.erase(Person.objects.select_for_update().get(pk=guest.pk))


def test_24_erasures_and_8_workers_leave_every_file_as_it_would_have_been(guests):
    officer, city = people.officer("zhangdian"), people.city_staff()
    services.make_exports(job_ids=[ordered(officer, report()).pk])
    [before] = files()
    jobs = [
        ordered(officer, report(), "archive"),
        ordered(city, report()),
        ordered(city, report(), "archive"),
    ]
    told = at_once(
        lambda n: erase(guests[n]) if n < GUESTS else services.make_exports(job_ids=[job.pk for job in jobs]),
        crowd=GUESTS + WORKERS,
    )
    assert not [answer for answer in told if isinstance(answer, Exception)]
    assert Person.objects.filter(erased_at__isnull=False).count() == GUESTS
    assert set(ExportJob.objects.values_list("state", flat=True)) == {"ready"}
    assert len(files()) == 1 + len(jobs)
    assert told_of(guests, files()) == []
    books = [file for file in files() if "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(file)).namelist()]
    assert [cells(book) for book in books] == [cells(before)] * 2


def test_the_control_a_name_in_a_note_is_found_in_every_file(guests):
    """Notes are the officers' own words (decision 0036): the search would see a name in any of them."""
    with pgtrigger.ignore():  # the month is locked
        report().figures.filter(code="ST02").update(note=f"含{guests[0].full_name}")
    officer = people.officer("zhangdian")
    services.make_exports(job_ids=[ordered(officer, report(), kind).pk for kind in ("workbook", "archive")])
    assert [told_of(guests, [file]) for file in files()] == [[guests[0].full_name]] * 2


def nights_go(guests):
    def act(n):
        StayNight.objects.filter(guest=guests[n]).delete()

    return act


def test_what_goes_while_the_file_is_written_stands_in_it_still(guests, monkeypatch):
    file = written_while(nights_go(guests), monkeypatch)
    assert StayNight.objects.count() == 0
    ExportJob.objects.all().delete()
    assert nights_of(file) == 2 * GUESTS


def test_the_control_without_the_one_moment_figures_and_ledger_differ(guests, monkeypatch):
    monkeypatch.setattr(making, "one_moment", nullcontext)
    assert nights_of(written_while(nights_go(guests), monkeypatch)) == 0


def nights_of(file):
    """实住间夜 of all houses, as the ledger's last line has it."""
    [sheet] = [sheet for sheet in openpyxl.load_workbook(io.BytesIO(file)) if sheet.title == "青年驿站明细"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    [head] = [line for line in lines if "实住间夜" in line]
    [total] = [line for line in lines if line[0] == "合计"]
    return total[head.index("实住间夜")]
