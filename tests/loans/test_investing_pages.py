"""The desk of equity and pre-approved lines: written down by one, confirmed by another, all by pages."""

import pytest
from django.urls import reverse

from loans.models import EquityInvestment, Firm, PreApprovedLine
from tests import crediting, investing, loaning, people
from tests.people import signed_in
from zibo_youth.accounts.models import Organisation
from zibo_youth.core import queues

pytestmark = pytest.mark.django_db
DAY = "2021-05-20"


@pytest.fixture
def staff():
    return people.city_staff()


def press(user, row, act, **said):
    told = {f"{act}-{name}": value for name, value in said.items()} | {"act": act}
    return signed_in(user).post(row.get_absolute_url(), told)


def equity_said(**told):
    district = Organisation.objects.get(code="zhangdian")
    return {
        "fund": "示范股权投资基金",
        "uscc": loaning.uscc(),
        "firm_name": "示范被投公司",
        "reporting_org": district.pk,
        "amount": "２１，５００，０００",
        "purpose": "研发",
        "invested_on": DAY,
        "source": "投资协议",
    } | told


def pre_approval_said(**told):
    return {
        "bank": loaning.bank().pk,
        "name": "青创园预授信",
        "target_group": "青创园企业",
        "reporting_org": Organisation.objects.get(code="zhangdian").pk,
        "amount": "100,000,000",
        "agreed_on": DAY,
        "valid_from": DAY,
        "valid_until": "",
        "source": "合作协议",
    } | told


def test_equity_is_recorded_confirmed_by_another_and_withdrawn(staff):
    answer = signed_in(staff).post(reverse("loan_equity_new"), equity_said())
    made = EquityInvestment.objects.get()
    assert (answer.url, made.amount, made.investee.name) == (
        made.get_absolute_url(),
        21_500_000,
        "示范被投公司",
    )
    assert press(staff, made, "confirm").status_code == 404

    colleague = investing.colleague()
    page = signed_in(colleague).get(reverse("loan_equity")).content.decode()
    assert "待我复核" in page
    press(colleague, made, "confirm")
    made.refresh_from_db()
    assert (made.state, made.confirmed_by) == ("confirmed", colleague)
    press(staff, made, "withdraw", reason="金额有误")
    made.refresh_from_db()
    assert (made.state, made.reason) == ("withdrawn", "金额有误")


def test_whoever_wrote_it_down_is_not_asked_to_confirm_it(staff):
    made = investing.invested(staff)
    own = signed_in(staff).get(made.get_absolute_url()).content.decode()
    assert 'value="confirm"' not in own
    assert "待我复核" not in signed_in(staff).get(reverse("loan_equity")).content.decode()
    other = signed_in(investing.colleague()).get(made.get_absolute_url()).content.decode()
    assert 'value="confirm"' in other


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"invested_on": "2999-01-01"}, "日期不能晚于今天"),
        ({"amount": "0"}, "金额"),
        ({"uscc": "123"}, "统一社会信用代码"),
        ({"firm_name": ""}, "请填写企业名称和所在区县"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_kept(staff, told, words):
    answer = signed_in(staff).post(reverse("loan_equity_new"), equity_said(**told))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not EquityInvestment.objects.exists()
    assert not Firm.objects.exists()


def test_a_pre_approval_goes_from_the_form_to_a_signed_line_and_back(staff):
    answer = signed_in(staff).post(reverse("loan_pre_approved_new"), pre_approval_said())
    made = PreApprovedLine.objects.get()
    assert answer.url == made.get_absolute_url()
    press(investing.colleague(), made, "confirm")
    line = loaning.programme(staff, 60_000_000)
    press(staff, made, "convert", line=line.pk, amount="60000000", note="授信批复")
    made.refresh_from_db()
    assert made.converted == 60_000_000
    page = signed_in(staff).get(made.get_absolute_url()).content.decode()
    assert "40,000,000.00" in page
    assert line.name in page
    assert 'value="withdraw"' not in page

    press(staff, made, "unconvert", conversion=made.conversions.get().pk, reason="记错")
    press(staff, made, "withdraw", reason="重复登记")
    made.refresh_from_db()
    assert (made.state, made.converted) == ("withdrawn", 0)


def test_more_than_is_left_is_refused_on_the_page(staff):
    made = investing.counted_pre_approval(staff, 1_000)
    line = loaning.programme(staff, 60_000_000)
    answer = press(staff, made, "convert", line=line.pk, amount="1000.01", note="授信批复")
    assert "不能再转 1000.01 元" in answer.content.decode()


def test_only_lines_of_the_bank_that_were_signed_afterwards_are_offered(staff):
    made = investing.counted_pre_approval(staff, bank=crediting.bank())
    line = loaning.programme(staff, 60_000_000)
    page = signed_in(staff).get(made.get_absolute_url()).content.decode()
    assert line.name not in page


def test_a_district_reads_its_own_and_writes_nothing(staff):
    own, other = investing.invested(staff), investing.invested(staff, district="huantai")
    line = investing.counted_pre_approval(staff)
    officer = signed_in(people.officer("zhangdian"))
    page = officer.get(reverse("loan_equity")).content.decode()
    assert own.fund in page
    assert other.fund not in page
    assert officer.get(other.get_absolute_url()).status_code == 404
    assert "office-step" not in officer.get(own.get_absolute_url()).content.decode()
    assert line.name in officer.get(reverse("loan_pre_approved")).content.decode()
    assert officer.get(reverse("loan_equity_new")).status_code == 404


def test_what_waits_stands_in_the_queue_of_whoever_may_confirm_it(staff):
    investing.invested(staff)
    investing.pre_approved(staff)

    def waiting(user):
        tiles = {tile.url: tile.count for tile in queues.tiles_for(user)}
        return [tiles.get(reverse(page)) for page in ("loan_equity", "loan_pre_approved")]

    assert waiting(investing.colleague()) == [1, 1]
    assert waiting(staff) == [0, 0]
    assert waiting(people.officer("zhangdian")) == [None, None]
