"""银行文件: shown first, written whole, the same money never twice, and the bank's schedule explained."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from loans import loan_errors as errors
from loans.models import BankFile, BankFileLine, Loan, Repayment
from loans.services.loans import files
from tests import crediting, people
from tests.crediting import drawn, imported, repayments_file, rows, schedule_file, signed, told_of, yuan
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.file_errors import FileRefused, FormulaInWorkbook
from zibo_youth.core.sheets import PreviewExpired

pytestmark = pytest.mark.django_db
DAY = date(2021, 7, 15)


@pytest.fixture
def loan():
    return drawn(1_000_000)


@pytest.fixture
def clerk(loan):
    return crediting.bank_officer(loan.bank)


def shown(clerk, loan, *lines):
    return files.preview_repayments(actor=clerk, bank=loan.bank, content=repayments_file(*lines))


def why(preview):
    """Row, column and reason of everything that is wrong."""
    return [
        (line.row, str(column), str(reason)) for line in preview.wrong for column, reason in line.problems
    ]


def test_a_serial_twice_in_a_file_that_comes_twice_is_one_repayment(loan, clerk):
    """Scenario 13."""
    line = told_of(loan, "45291.67", DAY, "S1")
    content = repayments_file(line, line)

    first, second = imported(clerk, loan.bank, content), imported(clerk, loan.bank, content)

    assert loan.repayments.count() == 1
    assert (first.stored, first.skipped) == (1, 1)
    assert (second.stored, second.skipped) == (0, 2)
    skipped = BankFileLine.objects.skipped()
    assert [(line.file, line.row) for line in skipped.order_by("id")] == [
        (first, 3),
        (second, 2),
        (second, 3),
    ]
    assert {line.repayment for line in skipped} == {loan.repayments.get()}
    assert rows(loan)[0].settled_on == DAY


def test_looking_keeps_nothing(loan, clerk):
    preview = shown(clerk, loan, told_of(loan, 100, DAY))
    assert preview.sealed
    assert not preview.wrong
    assert not Repayment.objects.exists()
    assert not BankFile.objects.exists()


def test_what_stood_already_is_told_before(loan, clerk):
    line = told_of(loan, 100, DAY, "S1")
    imported(clerk, loan.bank, repayments_file(line))
    preview = shown(clerk, loan, line, told_of(loan, 100, DAY, "S2"))
    assert [each.row for each in preview.skipped] == [2]


def test_wrong_rows_say_why_and_nothing_comes_in(loan, clerk):
    foreign, dry = drawn(1_000), signed(1_000, bank=loan.bank)
    imported(clerk, loan.bank, repayments_file(told_of(loan, 100, DAY, "S1")))
    preview = shown(
        clerk,
        loan,
        told_of(foreign, 1, DAY),
        told_of(dry, 1, DAY),
        told_of(loan, 1, date(2021, 6, 1)),
        told_of(loan, 101, DAY, "S1"),
        told_of(loan, 5, DAY, "S2"),
        told_of(loan, 6, DAY, "S2"),
    )
    assert why(preview) == [
        (2, "合同编号", "没有该银行的这份合同"),
        (3, "合同编号", "该笔贷款尚未放款，不能登记还款"),
        (4, "记账日期", "日期不得早于合同签订日，也不得晚于今天"),
        (5, "银行流水号", "该流水号已登记为另一笔还款"),
        (7, "银行流水号", "与第 6 行流水号相同而内容不同"),
    ]
    assert preview.sealed == ""


@pytest.mark.parametrize(
    "said",
    ["NaN", "1e400", "１２３", "壹仟", "-0", "0", "-5", "1.001", "1 000", "inf", "9" * 16, "1.2.3", "٣"],
)
def test_what_is_no_sum_of_money_is_told_in_its_cell(loan, clerk, said):
    [(row, column, reason)] = why(shown(clerk, loan, told_of(loan, said, DAY)))
    assert (row, column) == (2, "金额（元）")
    assert reason.startswith("请填写半角数字的金额")


def test_a_workbook_is_read_like_a_list(loan, clerk):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "还款明细"
    sheet.append(["合同编号", "银行流水号", "记账日期", "金额（元）"])
    sheet.append([loan.contract_no, "S1", DAY, 45291.67])
    out = io.BytesIO()
    book.save(out)
    imported(clerk, loan.bank, out.getvalue())
    assert loan.repayments.get().amount == yuan("45291.67")
    sheet.append([loan.contract_no, "S2", DAY, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(FormulaInWorkbook):
        files.preview_repayments(actor=clerk, bank=loan.bank, content=out.getvalue())


def test_a_file_without_rows_or_with_other_columns_is_refused(loan, clerk):
    with pytest.raises(errors.FileEmpty):
        shown(clerk, loan)
    with pytest.raises(FileRefused):
        files.preview_repayments(actor=clerk, bank=loan.bank, content="流水,元\n1,2".encode())


def test_what_went_wrong_meanwhile_is_not_written(loan, clerk):
    preview = shown(clerk, loan, told_of(loan, 100, DAY, "S1"))
    crediting.repay(loan, 7, DAY, serial="S1")
    with pytest.raises(errors.FileHasErrors):
        files.import_repayments(actor=clerk, sealed=preview.sealed)
    assert loan.repayments.count() == 1


def test_a_bank_imports_for_itself_and_nobody_confirms_for_another(loan, clerk):
    foreign = crediting.bank_officer(crediting.bank())
    with pytest.raises(NotAllowed):
        shown(foreign, loan, told_of(loan, 1, DAY))
    with pytest.raises(NotAllowed):
        shown(people.officer(), loan, told_of(loan, 1, DAY))
    with pytest.raises(PreviewExpired):
        files.import_repayments(actor=foreign, sealed=shown(clerk, loan, told_of(loan, 1, DAY)).sealed)


# --- schedules ---------------------------------------------------------------------------------


@pytest.fixture
def p6():
    """1,250 at 15 % in four months, by a bank that rounds half to even and to whole yuan."""
    return signed(
        1_250, rate=Decimal("0.15"), instalments=4, method="annuity",
        starts_on=date(2022, 11, 1), signed_on=date(2022, 11, 1),
    )  # fmt: skip


P6 = [
    ["1", "2022-12-01", "306.38", "15.62"],
    ["2", "2023-01-01", "310.20", "11.80"],
    ["3", "2023-02-01", "314.08", "7.92"],
    ["4", "2023-03-01", "319.34", "3.99"],
]


def looked_at(loan, lines):
    clerk = crediting.bank_officer(loan.bank)
    preview = files.preview_schedule(actor=clerk, loan=loan, content=schedule_file(*lines))
    return clerk, preview


def test_the_published_table_is_explained(p6):
    """Scenario 8."""
    _clerk, preview = looked_at(p6, P6)
    plain, carried = preview.finding["conventions"]
    assert plain == {
        "method": "annuity",
        "day_count": "months",
        "rounding": "ROUND_HALF_EVEN",
        "unit": "1",
        "unit_rounding": "ROUND_HALF_UP",
        "is_cumulative": False,
    }
    # Four rows do not tell whether what rounding leaves is carried on.
    assert carried == plain | {"is_cumulative": True}
    assert preview.finding_told.startswith(
        "等额本息，按月（年利率÷12），利息四舍六入五成双，每期还款额四舍五入到 1 元；等额本息"
    )
    with translation.override("en"):
        assert "Half to even" in preview.finding_told


def test_a_cell_that_is_a_cent_off_is_named(p6):
    wrong = [*P6[:2], ["3", "2023-02-01", "314.08", "7.93"], P6[3]]
    _clerk, preview = looked_at(p6, wrong)
    assert preview.finding["cell"] == {"row": 3, "column": "interest", "told": "7.93", "expected": "7.92"}
    assert preview.finding_told.startswith("第 3 期“应还利息（元）”为 7.93，按合同应为 7.92")


def test_a_date_that_the_contract_does_not_have_is_named(p6):
    wrong = [*P6[:2], ["3", "2023-02-02", "314.08", "7.92"], P6[3]]
    _clerk, preview = looked_at(p6, wrong)
    assert preview.finding["cell"] == {
        "row": 3, "column": "due", "told": "2023-02-02", "expected": "2023-02-01",
    }  # fmt: skip


def test_the_banks_schedule_takes_the_place_of_ours_once(p6):
    clerk, preview = looked_at(p6, P6)
    first = files.import_schedule(actor=clerk, sealed=preview.sealed)
    again = files.import_schedule(actor=clerk, sealed=preview.sealed)
    assert (first.stored, again.stored, again.skipped) == (4, 0, 4)
    assert [(one.number, one.origin, one.is_active) for one in p6.schedules.order_by("number")] == [
        (1, "engine", False), (2, "bank", True),
    ]  # fmt: skip
    assert [row.interest for row in rows(p6)] == [yuan(line[3]) for line in P6]


def test_payments_are_reckoned_on_the_banks_schedule(p6):
    crediting.draw(p6, 1_250, on=p6.signed_on)
    crediting.repay(p6, "322.00", date(2022, 12, 1))
    clerk, preview = looked_at(p6, P6)
    files.import_schedule(actor=clerk, sealed=preview.sealed)
    assert rows(p6)[0].settled_on == date(2022, 12, 1)


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (
            [*P6[:3], ["4", "2023-03-01", "319.33", "3.99"]],
            (5, "应还本金（元）", "各期本金合计与合同金额相差 0.01 元"),
        ),
        ([P6[0], P6[2], P6[1], P6[3]], (3, "期次", "期次应为 2")),
        ([["1", "2022-12-01", "1251", "1"]], (2, "应还本金（元）", "本金超过剩余本金 1250.00 元")),
        ([["1", "2022-11-01", "1250", "1"]], (2, "还款日", "还款日须晚于上一期")),
        ([["1", "1.5", "1250", "1"]], (2, "还款日", "请按“年-月-日”填写，例如 2021-07-15")),
        ([["0", "2022-12-01", "1250", "1"]], (2, "期次", "请填写 1 至 600 的期次")),
    ],
)
def test_wrong_rows_of_a_schedule_say_why(p6, lines, wrong):
    _clerk, preview = looked_at(p6, lines)
    assert why(preview)[0] == wrong
    assert preview.sealed == ""


def test_a_bank_sends_schedules_of_its_own_loans(p6):
    with pytest.raises(NotAllowed):
        files.preview_schedule(
            actor=crediting.bank_officer(crediting.bank()), loan=p6, content=schedule_file(*P6)
        )
    assert Loan.objects.get(pk=p6.pk).schedules.count() == 1
