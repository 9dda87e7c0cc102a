"""下载文件: every paper by its own way, written down first, and nobody else's."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests import people
from tests.people import signed_in
from tests.reports.filled import opened, sent
from zibo_youth.accounts.models import ExportRecord
from zibo_youth.reports.exports import fonts
from zibo_youth.reports.exports.giving import PAPERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def address(officer):
    sent(officer, opened())
    return reverse("district_files", args=["zhangdian", "202105"])


def given(user, address, kind, reason="上报存档"):
    return signed_in(user).post(address, {"kind": kind, "reason": reason})


@pytest.mark.parametrize("kind", PAPERS)
def test_each_paper_is_given_under_its_two_names_and_written_down(officer, address, kind):
    answer = given(officer, address, kind)
    content = b"".join(answer.streaming_content)
    assert content
    assert 'filename="370303_202105_v1' in answer["Content-Disposition"]
    assert "filename*=UTF-8''%E5%BC%A0%E5%BA%97%E5%8C%BA_" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    record = ExportRecord.objects.get()
    assert (record.by, record.format, record.reason) == (officer, PAPERS[kind].format, "上报存档")
    assert record.conditions == "zhangdian-202105-v1"


def test_the_pdf_is_what_it_says(officer, address):
    pages = PdfReader(io.BytesIO(b"".join(given(officer, address, "pdf").streaming_content))).pages
    assert "张店区共青团重点工作月报表" in pages[0].extract_text()


@pytest.mark.parametrize(("kind", "reason"), [("xlsx", " "), ("exe", "上报存档"), ("", "")])
def test_without_a_purpose_or_a_kind_nothing_leaves(officer, address, kind, reason):
    answer = given(officer, address, kind, reason)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not ExportRecord.objects.exists()


def test_an_officer_of_another_district_finds_no_such_page(address):
    for stranger in (people.officer("huantai"), people.administrator()):
        assert given(stranger, address, "xlsx").status_code == 404
    assert not ExportRecord.objects.exists()


def test_without_a_chinese_font_the_page_says_so_and_nothing_is_written_down(officer, address, monkeypatch):
    monkeypatch.setattr(fonts, "SONG", "No Such Face")
    fonts.folders.cache_clear()
    answer = given(officer, address, "pdf")
    fonts.folders.cache_clear()
    assert "没有中文字体" in answer.content.decode()
    assert not ExportRecord.objects.exists()
