"""贷款的页面: the whole way over the pages, without a script; and who finds none of them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from loans.models import LoanApplication
from tests import applying, loaning, people
from tests.people import signed_in
from zibo_youth.accounts.models import ConsentRecord, Organisation
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return applying.lending()


def part(made, name):
    return reverse("loan_part", args=[made.reference, name])


def told_firm(**other):
    return {
        "uscc": loaning.uscc(),
        "firm_name": "淄博示范科技有限公司",
        "founded_on": "2019-03-01",
        "industry": "软件",
        "reporting_org": Organisation.objects.get(code="zhangdian").pk,
    } | other


PURPOSE = {
    "amount": "２００,000",
    "months": "24",
    "method": "annuity",
    "purpose": "equipment",
    "purpose_words": "购置两台加工设备",
}


def press(user, made, event, **said):
    form = {f"{event}-{name}": value for name, value in said.items()} | {"act": event}
    answer = signed_in(user).post(reverse("loan_case", args=[made.reference]), form)
    assert answer.status_code == 302, answer.context["offer"].sent.errors
    made.refresh_from_db()
    return made


def filled(client, of):
    """Every part, over its page; the last one is the consent."""
    client.post(reverse("loan_start"), {"call": of.call.pk})
    made = LoanApplication.objects.get(applicant=of.founder.person)
    client.post(part(made, "firm"), told_firm())
    client.post(part(made, "owner"), {"position": "legal"})
    client.post(part(made, "purpose"), PURPOSE)
    for kind in ("licence", "use_of_funds"):
        client.post(part(made, "documents"), {"kind": kind, "file": applying.paper()})
    client.post(part(made, "consent"), {"consent": "on", "preferred_bank": of.bank.pk})
    return made


def test_the_parts_are_saved_and_handed_in(of):
    client = signed_in(of.founder)
    page = client.get(reverse("loans"))
    assert "本平台只受理和推荐，是否放款由银行决定，不收取任何费用" in page.content.decode()

    made = filled(client, of)
    done = client.post(reverse("loan_tasks", args=[made.reference]), follow=True)

    made.refresh_from_db()
    assert (made.state, made.amount, made.preferred_bank) == ("submitted", 200_000, of.bank)
    assert made.reference in done.content.decode()
    assert ConsentRecord.objects.living().filter(user=of.founder, scope="credit").exists()


def test_from_the_desk_of_the_district_to_the_contract(of):
    client, made = signed_in(of.founder), applying.submitted(of)
    press(of.officer, made, "take")
    press(of.officer, made, "pass_on", note="已核实")
    press(of.city_staff, made, "recommend", bank=of.bank.pk, note="")
    press(of.banker, made, "offer", amount="150,000", months="12")

    page = client.get(made.get_absolute_url()).content.decode()
    assert "150,000" in page
    assert "利率和还款安排以银行合同为准" in page
    client.post(made.get_absolute_url(), {"act": "accept"})
    signed = {"contract_no": "示合同-9", "signed_on": today().isoformat(), "percent": "4.35"}
    press(of.banker, made, "contract", method="annuity", **signed)
    assert made.state == "contracted"
    assert (made.loan.contact, made.loan.rate) == (of.founder.person, Decimal("0.0435"))
    page = client.get(reverse("loan_contract", args=[made.loan.pk])).content.decode()
    assert "示合同-9" in page
    assert page.count("未到期") == 12


def test_what_a_bank_asks_for_is_completed_on_its_page(of):
    client, made = signed_in(of.founder), applying.recommended(of)
    press(of.banker, made, "ask_in_bank_review", parts=["purpose"], reason="unclear", note="请写明型号")
    tasks = client.get(reverse("loan_tasks", args=[made.reference])).content.decode()
    assert "请写明型号" in tasks
    assert tasks.count("暂不可填") == 4
    assert client.get(part(made, "firm")).status_code == 404
    client.post(part(made, "purpose"), PURPOSE | {"purpose_words": "两台型号 A 的设备"})
    client.post(reverse("loan_tasks", args=[made.reference]))
    made.refresh_from_db()
    assert (made.state, made.purpose_words) == ("bank_review", "两台型号 A 的设备")


def test_a_refused_founder_is_told_which_rule_and_what_would_change_it():
    of = applying.lending(most_age=25)
    made = applying.draft(of)
    page = signed_in(of.founder).post(reverse("loan_tasks", args=[made.reference])).content.decode()
    assert "暂时不能提交：申请人年龄" in page
    assert "且不超过 25 周岁（均含当岁）" in page
    assert "本产品的年龄上限不能放宽" in page
    assert of.version.source in page


@pytest.mark.parametrize(
    "amount", ["NaN", "1e400", "壹仟", "-0", "1,000.005", "", "9" * 31, "Infinity", "<script>"]
)
def test_bad_money_comes_back_beside_its_field(of, amount):
    made = applying.draft(of)
    answer = signed_in(of.founder).post(part(made, "purpose"), PURPOSE | {"amount": amount})
    assert answer.status_code == 200
    assert answer.context["form"].errors["amount"]
    made.refresh_from_db()
    assert made.amount == 200_000


@pytest.mark.parametrize(
    "other", [{"uscc": "91370390000000001X"}, {"uscc": "壹" * 18}, {"founded_on": "2999-01-01"}, {"uscc": ""}]
)
def test_a_wrong_company_comes_back_beside_its_field(of, other):
    made = applying.draft(of)
    answer = signed_in(of.founder).post(part(made, "firm"), told_firm(**other))
    assert list(answer.context["form"].errors) == list(other)


def test_a_paper_is_opened_by_those_who_may_and_taken_away_by_its_owner(of):
    made = applying.draft(of)
    file = made.documents.first()
    paper = reverse("loan_document", args=[file.public_id])
    assert signed_in(of.founder).get(paper).status_code == 200
    strangers = (of.founder_2, of.officer, of.city_staff, of.banker)
    assert [signed_in(user).get(paper).status_code for user in strangers] == [404] * 4
    signed_in(of.founder).post(part(made, "documents"), {"discard": str(file.public_id)})
    assert made.documents.count() == 1


def test_others_find_none_of_its_pages(of):
    made = applying.recommended(of)
    own = made.get_absolute_url()
    pages = [
        *(own, reverse("loan_end", args=[made.reference, "withdraw"])),
        *(reverse("loan_tasks", args=[made.reference]), reverse("loan_done", args=[made.reference])),
        reverse("loan_case", args=[made.reference]),
    ]
    for stranger in (of.founder_2, of.foreign_officer, of.banker_2, of.guarantor_officer, people.newcomer()):
        client = signed_in(stranger)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages), stranger
        answers = [client.post(page, {"act": "accept"}).status_code for page in pages]
        assert answers == [404, 404, 404, 405, 404], stranger
    for office in (of.officer, of.city_staff, of.banker):
        assert signed_in(office).get(own).url == reverse("loan_case", args=[made.reference])
        assert signed_in(office).get(pages[1]).status_code == 404


def test_a_press_that_this_office_is_not_offered_is_none(of):
    made = applying.recommended(of)
    page = reverse("loan_case", args=[made.reference])
    for user, event in ((of.officer, "offer"), (of.city_staff, "offer"), (of.banker, "recommend")):
        assert signed_in(user).post(page, {"act": event}).status_code == 404
    made.refresh_from_db()
    assert made.state == "bank_review"


def test_the_desk_shows_what_waits_and_what_is_late(of):
    made = applying.submitted(of)
    LoanApplication.objects.filter(pk=made.pk).update(answer_by="2021-01-01T00:00:00Z")
    page = signed_in(of.officer).get(reverse("loan_desk")).content.decode()
    assert page.count(made.reference) >= 2
    assert "已超期" in page
    assert made.reference not in signed_in(of.foreign_officer).get(reverse("loan_desk")).content.decode()
    assert signed_in(of.founder).get(reverse("loan_desk")).status_code == 404


def test_withdrawing_is_asked_again(of):
    made = applying.submitted(of)
    client, page = signed_in(of.founder), reverse("loan_end", args=[made.reference, "withdraw"])
    assert "确定撤回这份申请吗？" in client.get(page).content.decode()
    made.refresh_from_db()
    assert made.state == "submitted"
    client.post(page)
    made.refresh_from_db()
    assert made.state == "withdrawn"
    assert client.get(page).status_code == 404


def test_the_home_page_shows_what_is_under_way(of):
    made = applying.submitted(of)
    assert made.reference in signed_in(of.founder).get(reverse("home")).content.decode()
    assert made.reference not in signed_in(of.founder_2).get(reverse("home")).content.decode()
