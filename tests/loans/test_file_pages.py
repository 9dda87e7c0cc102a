"""Pages for files of banks: preview, confirmation, and the bank's schedule explained."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import crediting, people
from tests.crediting import drawn, repayments_file, rows, schedule_file, signed, told_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db
DAY = date(2021, 7, 15)
FILES = "loan_repayment_file"


@pytest.fixture
def loan():
    return drawn(1_000_000)


@pytest.fixture
def clerk(loan):
    return crediting.bank_officer(loan.bank)


def upload(user, page, content, **told):
    file = SimpleUploadedFile("文件.csv", content, "text/csv")
    return signed_in(user).post(page, {"file": file} | told)


def sealed(answer):
    return re.search(r'name="sealed" value="([^"]+)"', answer.content.decode()).group(1)


def test_a_file_is_shown_confirmed_and_the_second_time_skipped(loan, clerk):
    """Scenario 13, by the page."""
    line = told_of(loan, "45291.67", DAY, "S1")
    page = reverse(FILES)
    for written in (1, 0):
        shown = upload(clerk, page, repayments_file(line, line), bank=loan.bank.pk)
        assert loan.repayments.count() == 1 - written
        done = signed_in(clerk).post(page, {"sealed": sealed(shown)}, follow=True)
        assert f"共 2 行：写入 {written} 行，跳过 {2 - written} 行" in done.content.decode()
    assert loan.repayments.count() == 1
    assert rows(loan)[0].settled_on == DAY


def test_a_wrong_row_is_told_and_nothing_can_be_confirmed(loan, clerk):
    wrong = told_of(loan, "壹仟", DAY, "S2")
    shown = upload(clerk, reverse(FILES), repayments_file(wrong), bank=loan.bank.pk).content.decode()
    assert "1 行有错" in shown
    assert "请填写半角数字的金额" in shown
    assert "确认导入" not in shown


def test_a_bank_sends_its_own_files_only(loan, clerk):
    other = crediting.bank_officer(crediting.bank())
    answer = upload(other, reverse(FILES), repayments_file(told_of(loan, 1, DAY)), bank=loan.bank.pk)
    assert answer.context["form"].errors["bank"]
    assert signed_in(other).get(reverse("loan_schedule_file", args=[loan.pk])).status_code == 404
    assert signed_in(people.officer("zhangdian")).get(reverse(FILES)).status_code == 404


def test_the_banks_schedule_is_explained_and_holds_from_now_on():
    """Scenario 8: the bank's rows are those of a convention, which the preview names."""
    loan = signed(1_000_000)
    clerk = crediting.bank_officer(loan.bank)
    page = reverse("loan_schedule_file", args=[loan.pk])
    told = [
        [str(row.number), row.due.isoformat(), str(row.principal), str(row.interest)] for row in rows(loan)
    ]
    shown = upload(clerk, page, schedule_file(*told))
    assert "等额本金，按月（年利率÷12）" in shown.content.decode()

    signed_in(clerk).post(page, {"sealed": sealed(shown)})

    assert loan.schedules.get(is_active=True).origin == "bank"


def test_templates_hold_the_headings(clerk):
    for name in ("loan_repayment_template", "loan_schedule_template"):
        answer = signed_in(clerk).get(reverse(name))
        assert answer["Content-Disposition"].startswith("attachment")
