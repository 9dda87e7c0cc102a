"""申请条件: each rule's answer, its clause, and what would change it; bad money is refused in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from loans.application_errors import AmountNotUnderstood
from loans.eligibility import RULES, Answer, Facts, judge
from loans.models import LoanCall, LoanProduct, ProductVersion
from loans.told_amounts import require_amount, told_amount

DAY = date(2021, 6, 4)
PRODUCT = LoanProduct(name="示范贷")
BORN = {
    "45": date(1976, 6, 4),
    "46": date(1975, 6, 4),
    "17": date(2003, 6, 5),
    "18": date(2003, 6, 4),
    "leap": date(1976, 2, 29),
}


def facts(**other):
    version = {
        "product": PRODUCT,
        "number": 1,
        "source": "示青联〔2021〕1号",
        "least_age": 18,
        "most_age": 45,
        "least_amount": Decimal(50_000),
        "most_amount": Decimal(300_000),
        "least_months": 6,
        "most_months": 36,
        "least_months_in_business": 12,
    }
    told = {
        "version": ProductVersion(**(version | other.pop("version", {}))),
        "call": LoanCall(name="第一批", opens_on=date(2021, 6, 1), closes_on=date(2021, 6, 30)),
        "day": DAY,
        "birth_date": date(1995, 1, 1),
        "founded_on": date(2020, 6, 4),
        "amount": Decimal(300_000),
        "months": 36,
        "documents": frozenset({"licence", "use_of_funds"}),
        "required": ("licence", "use_of_funds"),
        "consents": True,
    }
    return Facts(**(told | other))


def refusal(**other):
    [found] = judge(facts(**other)).refusals
    return found


def test_all_rules_met_at_the_very_limits():
    assessment = judge(facts())
    assert assessment.passed
    assert [verdict.rule_id for verdict in assessment.verdicts] == [rule.rule_id for rule in RULES]
    assert {verdict.remedy for verdict in assessment.verdicts} == {""}


@pytest.mark.parametrize("born", ["45", "18", "leap"])
def test_both_ends_of_the_ages_are_included(born):
    """Scenario 2 of loans_safety.md §10."""
    assert judge(facts(birth_date=BORN[born])).passed


@pytest.mark.parametrize(
    ("born", "value", "remedy"),
    [
        ("46", "2021年6月4日 为 46 周岁", "本产品的年龄上限不能放宽"),
        ("17", "2021年6月4日 为 17 周岁", "年满 18 周岁后可以申请"),
    ],
)
def test_outside_the_ages_the_clause_is_named(born, value, remedy):
    told = refusal(birth_date=BORN[born])
    assert (told.rule_id, told.value) == ("loan_age", value)
    assert told.clause == "示青联〔2021〕1号（示范贷 第 1 版）"
    assert told.requirement == "提交申请当日须年满 18 周岁且不超过 45 周岁（均含当岁）"
    assert remedy in told.remedy


def test_without_an_upper_age_none_is_asked():
    told = facts(version={"most_age": None}, birth_date=date(1950, 1, 1))
    assert judge(told).passed


@pytest.mark.parametrize(
    ("other", "rule_id", "remedy"),
    [
        ({"amount": Decimal("300000.01")}, "loan_amount", "50,000 元 至 300,000 元"),
        ({"amount": Decimal("49999.99")}, "loan_amount", "50,000 元 至 300,000 元"),
        ({"amount": None}, "loan_amount", "50,000 元 至 300,000 元"),
        ({"months": 37}, "loan_months", "6 个月 至 36 个月"),
        ({"months": 5}, "loan_months", "6 个月 至 36 个月"),
        ({"founded_on": date(2020, 6, 5)}, "loan_firm_age", "2021年6月5日 起可以申请"),
        ({"founded_on": None}, "loan_firm_age", "请在“企业信息”中填写成立日期"),
        ({"birth_date": None}, "loan_age", "请先在个人资料中填写实名信息"),
        ({"day": date(2021, 7, 1)}, "loan_call", "请等下一个批次"),
        ({"consents": False}, "loan_consent", "请在“授权”中阅读并同意授权书"),
    ],
)
def test_what_is_not_met_says_what_would_change_it(other, rule_id, remedy):
    told = refusal(**other)
    assert (told.rule_id, told.answer) == (rule_id, Answer.NOT_MET)
    assert remedy in told.remedy
    assert told.value
    assert told.clause


def test_a_missing_paper_is_asked_for_by_its_name():
    told = refusal(documents=frozenset({"licence"}))
    assert (told.rule_id, told.answer) == ("loan_documents", Answer.NEEDS_DOCUMENT)
    assert told.remedy == "请在“材料”中上传：资金用途证明（合同、订单、报价等）"


def test_in_english_too():
    with translation.override("en"):
        told = refusal(birth_date=BORN["46"])
    assert told.requirement == "18 to 45 full years of age on the day of handing in, both included"
    assert told.value.endswith("46 years old")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("300000", "300000.00"),
        ("300,000.5", "300000.50"),
        ("３０００００", "300000.00"),
        (" ￥300000元 ", "300000.00"),
        ("0.01", "0.01"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_as_people_type_it(typed, amount):
    assert told_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "NaN", "nan", "sNaN", "Infinity", "-Infinity", "1e400", "1E5", "壹仟", "三十万", "30万"),
        *("-0", "-1", "+1", "0", "0.00", "1,000.005", "1.005", "1,00", "10,0000", ",100", "1.", ".5"),
        *("1000000000000", "9" * 400, "0x10", "1_000", "²", "٣٠٠", "1 000", "1\x00", "<b>1</b>"),
    ],
)
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(AmountNotUnderstood) as refused:
        told_amount(typed)
    assert "请用数字填写金额" in str(refused.value)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-0", "0", "0.001", "1e12", "1e400"])
def test_a_service_is_given_no_such_amount_either(amount):
    with pytest.raises(AmountNotUnderstood):
        require_amount(Decimal(amount))
