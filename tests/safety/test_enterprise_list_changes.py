"""What a list changes of the register, told from old to new before it is written; officers by their number."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safety.errors import RegisterChanged
from safety.models import Enterprise
from safety.services import enterprise_import, enterprises
from tests import guarding, people
from tests.people import signed_in
from tests.safety.test_enterprise_lists import HEAD, line
from zibo_youth.accounts.models import Membership, Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import Table, prepare

pytestmark = pytest.mark.django_db
OFFICERS = "安全员手机号"


def csv(*lines):
    rows = ([*HEAD, OFFICERS], *lines)
    return "\r\n".join(",".join(f'"{cell}"' for cell in each) for each in rows).encode("utf-8-sig")


def upload(content):
    return SimpleUploadedFile("名录.csv", content, content_type="text/csv")


def preview(user, *lines):
    return enterprise_import.preview_enterprises(actor=user, content=csv(*lines))


def brought(user, *lines):
    return enterprise_import.import_enterprises(actor=user, sealed=preview(user, *lines).sealed)


def told(user, *lines):
    """Every change as the preview says it."""
    shown = preview(user, *lines)
    assert not shown.wrong
    return [(str(one.label), one.was, one.becomes) for each in shown.lines for one in each.changes]


def company(code):
    return Organisation.objects.get(uscc=code)


@pytest.fixture
def code():
    made = guarding.uscc()
    brought(people.city_staff(), line(uscc=made))
    return made


@pytest.fixture
def worker():
    user = people.applicant("康安")
    user.mobile_verified_at = people.now()
    user.save()
    return user


# --- from old to new -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "淄博示安新材料有限公司"}, ("企业名称", "淄博示安化工有限公司", "淄博示安新材料有限公司")),
        ({"address": "高新区示安路 2 号"}, ("地址", "张店区示安路 1 号", "高新区示安路 2 号")),
        ({"sector": "矿山"}, ("行业", "危险化学品", "矿山")),
        ({"district": "桓台县"}, ("区县", "张店区团委", "桓台县团委")),
        ({"workers": "220"}, ("职工人数", "100", "220")),
        ({"branch": ""}, ("企业团组织", "示安团支部", "未填写")),
    ],
)
def test_a_change_is_told_from_old_to_new_written_and_then_is_none(code, changes, said):
    by, changed = people.city_staff(), line(uscc=code, **changes)
    before = company(code).name
    [found] = told(by, changed)
    assert found[0] == said[0]
    assert found[1:] == said[1:] or said[0] == "区县"
    assert company(code).name == before
    assert len(brought(by, changed).changed) == 1
    assert told(by, changed) == []
    again = brought(by, changed)
    assert (len(again.changed), len(again.same)) == (0, 1)


def test_name_address_and_district_are_written_on_the_company(code):
    moved = line(uscc=code, name="新名", address="新址", district="huantai")
    brought(people.city_staff(), moved)
    found = company(code)
    assert (found.name, found.address, found.reporting_org.code) == ("新名", "新址", "huantai")
    assert found.code == f"company-{code.lower()}"
    assert list(Enterprise.objects.visible_to(people.officer("huantai"))) == [found.enterprise]


def test_an_address_that_is_left_open_stays(code):
    assert told(people.city_staff(), line(uscc=code, address="")) == []
    brought(people.city_staff(), line(uscc=code, address="", workers="7", young="0"))
    assert company(code).address == "张店区示安路 1 号"


def test_the_page_says_what_changes(code):
    client = signed_in(people.city_staff())
    sent = csv([*line(uscc=code, name="淄博示安新材料有限公司"), "13900009999"])
    page = client.post(reverse("safety_enterprise_import"), {"file": upload(sent)})
    said = page.content.decode()
    assert "淄博示安化工有限公司 → 淄博示安新材料有限公司" in said
    assert "尾号 9999" in said
    assert "13900009999" not in said.split("sealed")[0]


def test_a_district_takes_no_enterprise_of_another_and_gives_none_away(code):
    theirs = preview(people.officer("huantai"), line(uscc=code, district="huantai"))
    assert [str(label) for each in theirs.wrong for label, _why in each.problems] == ["统一社会信用代码"]
    away = preview(people.officer(), line(uscc=code, district="huantai"))
    assert [str(label) for each in away.wrong for label, _why in each.problems] == ["区县"]
    huantai, found = Organisation.objects.get(code="huantai"), company(code).enterprise
    for user in (people.officer("huantai"), people.officer(), guarding.safety_officer(found)):
        with pytest.raises(NotAllowed):
            enterprises.correct_company(
                actor=user, enterprise=company(code).enterprise, district=huantai, told=guarding.described()
            )
    assert company(code).reporting_org.code == "zhangdian"


def test_a_change_of_something_else_meanwhile_keeps_the_whole_list_out(code):
    by, other = people.city_staff(), line()
    sealed = preview(by, line(uscc=code, name="新名"), other).sealed
    brought(by, line(uscc=code, name="别名"))
    with pytest.raises(RegisterChanged):
        enterprise_import.import_enterprises(actor=by, sealed=sealed)
    assert (company(code).name, Enterprise.objects.count()) == ("别名", 1)


def test_one_wrong_cell_keeps_the_changes_of_the_others_out(code):
    shown = preview(people.city_staff(), line(uscc=code, name="新名"), [*line(), "12"])
    assert [(each.number, [str(label) for label, _w in each.problems]) for each in shown.wrong] == [
        (3, [OFFICERS])
    ]
    assert shown.sealed == ""


# --- officers ------------------------------------------------------------------------------------


def officers(code):
    held = company(code).memberships.filter(role="safety_officer")
    return sorted(each.person_id for each in held)


def test_whoever_is_named_serves_from_the_day_of_the_import_on_and_once(worker):
    by, one = people.city_staff(), line()
    listed = [*one, worker.mobile.removeprefix("+86")]
    assert told(by, listed) == [(OFFICERS, "未填写", f"尾号 {worker.mobile[-4:]}")]
    assert not Membership.objects.filter(role="safety_officer").exists()
    brought(by, listed)
    assert officers(one[0]) == [worker.person_id]
    assert company(one[0]).memberships.get().from_on == today()
    again = brought(by, listed)
    assert (len(again.same), officers(one[0])) == (1, [worker.person_id])


def test_several_are_named_and_whoever_serves_already_stays(code, worker):
    serving = guarding.safety_officer(company(code).enterprise, "顾守")
    other = people.applicant("梁安")
    other.mobile_verified_at = people.now()
    other.save()
    brought(people.city_staff(), [*line(uscc=code), f"{worker.mobile}、{other.mobile}"])
    assert officers(code) == sorted([serving.person_id, worker.person_id, other.person_id])


@pytest.mark.parametrize(
    "cell", ["12", "康安", "138001380001", "；".join(f"1380000{n:04d}" for n in range(6))]
)
def test_a_number_that_is_none_is_told_at_its_cell(cell):
    shown = preview(people.city_staff(), [*line(), cell])
    assert [(str(label)) for each in shown.wrong for label, _why in each.problems] == [OFFICERS]


def test_a_workbook_names_officers_as_a_listing_does(worker):
    """A spreadsheet takes a telephone number for a number."""
    one, by = line(), people.city_staff()
    rows = [[*one, int(worker.mobile.removeprefix("+86"))]]
    content = b"".join(prepare("名录", "xlsx", Table("重点监管企业", [*HEAD, OFFICERS], rows)).answer())
    sealed = enterprise_import.preview_enterprises(actor=by, content=content).sealed
    enterprise_import.import_enterprises(actor=by, sealed=sealed)
    assert officers(one[0]) == [worker.person_id]


def test_a_list_is_no_directory_of_who_has_an_account(worker):
    """The same words and the same statements for a number with an account, of another town, and of nobody."""
    by, seen = people.city_staff(), []
    preview(by, line())
    for number in (worker.mobile, people.officer("linzi").mobile, "+8613900009999"):
        with CaptureQueriesContext(connection) as asked:
            shown = preview(by, [*line(), number])
        said = [(one.field, one.was) for each in shown.lines for one in each.changes]
        seen.append((said, len(shown.wrong), len(asked)))
        assert not any(number in each["sql"] for each in asked)
    assert seen == [seen[0]] * 3


def test_the_answer_to_an_import_is_the_same_whether_somebody_was_found(worker):
    client = signed_in(people.city_staff())
    said = []
    for number in (worker.mobile, "+8613900009999"):
        one = line()
        page = client.post(reverse("safety_enterprise_import"), {"file": upload(csv([*one, number]))})
        sealed = page.context["confirm"].initial["sealed"]
        done = client.post(reverse("safety_enterprise_import"), {"sealed": sealed}, follow=True)
        said.append([str(each) for each in done.context["messages"]])
        assert Enterprise.objects.filter(organisation__uscc=one[0]).exists()
    assert said[0] == said[1]
    assert len(said[0]) == 2


def test_an_account_that_was_never_verified_or_is_closed_serves_nowhere():
    asleep, one = people.applicant("郑安"), line()
    type(asleep).objects.filter(pk=asleep.pk).update(mobile_verified_at=None)
    brought(people.city_staff(), [*one, asleep.mobile])
    assert officers(one[0]) == []
    type(asleep).objects.filter(pk=asleep.pk).update(mobile_verified_at=people.now(), is_active=False)
    brought(people.city_staff(), [*one, asleep.mobile])
    assert officers(one[0]) == []


@pytest.mark.control
def test_control_a_preview_that_looks_for_the_account_tells_them_apart(worker, monkeypatch):
    """Negative control: what the page of one enterprise says of one number, said of a whole list."""
    from safety import enterprise_sheet
    from zibo_youth.accounts.models import User

    real = enterprise_sheet._new_officers

    def looking(line, serving):
        found = real(line, serving)
        for change in found:
            if not User.objects.filter(mobile=change.new).exists():
                line.refuse("officers", "没有用这个手机号登录过的账号")
        return found

    monkeypatch.setattr(enterprise_sheet, "_new_officers", looking)
    wrong = [
        len(preview(people.city_staff(), [*line(), number]).wrong)
        for number in (worker.mobile, "13900009999")
    ]
    assert wrong == [0, 1]
