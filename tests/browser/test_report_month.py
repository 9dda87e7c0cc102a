"""An officer's month, from the notice on the telephone to the paper that is signed and sealed."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests import people
from tests.browser.survey import Surveyor
from tests.reports import filled
from zibo_youth.core.calendar import today
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.browser

MONTH = Month.of(today()).previous
ZERO = "boxes => boxes.forEach(box => { box.value = box.value || '0' })"
NOTED = "boxes => boxes.forEach(box => { box.value = '与台账一致' })"
RED = ".report-steps .button-primary"
SAVE = "main form .button-primary"


WHERE = ("zichuan", MONTH.code)


def test_from_the_notice_to_the_sealed_paper(visit, city):
    officer, chief = people.officer("zichuan", "方清"), people.city_staff("韩雨")
    report = filled.opened("zichuan", MONTH)
    look = Surveyor("zh-hans").look

    findings = _fill_in(visit(user=officer), look)
    findings += _accept(visit(user=chief, phone=False), look)
    report.refresh_from_db()
    assert (report.state, report.head) == ("accepted", "丙示例")
    assert report.transitions.count() == 3

    findings += _print(visit(user=officer, phone=False), look)
    assert not findings, "\n".join(findings)


def _fill_in(phone, look):
    """The five steps on a telephone, each from the red button of the step in hand."""
    phone.go("messages")
    phone.press("main .letter a")
    phone.press("main a.button")
    assert phone.is_at("district_report", *WHERE)
    findings = look(phone.page)[0]

    phone.press(RED)
    assert phone.main(".report-steps .is-done").count() == 2
    findings += look(phone.page)[0]
    phone.press(RED)
    assert phone.is_at("district_fill", *WHERE)
    phone.main(".fill-line input").evaluate_all(ZERO)
    findings += look(phone.page)[0]
    phone.press(SAVE)
    return findings + _explain_and_send(phone, look)


def _explain_and_send(phone, look):
    phone.press(RED)
    assert phone.is_at("district_explain", *WHERE)
    phone.main("form > section:first-of-type .field input").evaluate_all(NOTED)
    phone.fill(narrative="本月按计划开展工作。")
    findings = look(phone.page)[0]
    phone.press(SAVE)
    phone.press(RED)
    assert phone.is_at("district_send", *WHERE)
    phone.fill(preparer="甲示例", checker="乙示例", head="丙示例", is_true="on")
    phone.press(SAVE)
    assert "月报已上报" in phone.main(".messages").inner_text()
    return findings


def _accept(desk, look):
    desk.go("city_reports", year=MONTH.year)
    findings = look(desk.page)[0]
    desk.press(f"main a[href='{desk.address('city_report', MONTH.code, 'zichuan')}']")
    desk.press("main .button-primary")
    return findings


def _print(paper, look):
    """A4 on its side, a few pages, and the seal's room is where the browser puts it."""
    paper.go("district_preview", *WHERE)
    findings = look(paper.page)[0]
    printed = paper.page.pdf(prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        _x, _y, width, height = pdf.pages[0].mediabox
        assert (round(float(width)), round(float(height))) == (842, 595)
        assert len(pdf.pages) <= 4
    return findings
