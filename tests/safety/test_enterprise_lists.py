"""The register from a list: errors line by line, dry run, nothing twice, one's own district; its officers."""

import pytest

from safety.errors import NoEnterprises, OfficerUnknown, RegisterChanged
from safety.models import Enterprise
from safety.services import enterprise_import, enterprises
from tests import guarding, people
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import AlreadyAppointed, InvalidMobile
from zibo_youth.accounts.models import Membership, Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.sheets import PreviewExpired

pytestmark = pytest.mark.django_db
HEAD = [
    "统一社会信用代码",
    "企业名称",
    "区县",
    "行业",
    "职工人数",
    "35 周岁以下职工人数",
    "企业团组织",
    "地址",
]


def line(**told):
    said = {
        "uscc": guarding.uscc(),
        "name": "淄博示安化工有限公司",
        "district": "zhangdian",
        "sector": "危险化学品",
        "workers": "100",
        "young": "40",
        "branch": "示安团支部",
        "address": "张店区示安路 1 号",
    } | told
    return [str(cell) for cell in said.values()]


def csv(*lines):
    return "\r\n".join(",".join(each) for each in (HEAD, *lines)).encode("utf-8-sig")


def xlsx(*lines):
    return b"".join(prepare("重点监管企业", "xlsx", Table("重点监管企业", HEAD, lines)).answer())


def preview(user, *lines):
    return enterprise_import.preview_enterprises(actor=user, content=csv(*lines))


def brought(user, *lines):
    sealed = preview(user, *lines).sealed
    return enterprise_import.import_enterprises(actor=user, sealed=sealed)


def problems(user, *lines):
    return [(each.number, str(label)) for each in preview(user, *lines).wrong for label, _w in each.problems]


def test_a_list_is_taken_in_and_twice_changes_nothing_twice():
    by, lines = (
        people.city_staff(),
        [line(), line(district="桓台县", sector="矿山", name="桓台示安矿业有限公司")],
    )
    made = brought(by, *lines)
    assert (len(made.new), len(made.changed), len(made.same)) == (2, 0, 0)
    again = brought(by, *lines)
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, 2)
    one = Enterprise.objects.get(organisation__name="桓台示安矿业有限公司")
    assert (one.organisation.reporting_org.code, one.sector, one.since) == ("huantai", "mining", today())


def test_a_dry_run_keeps_nothing():
    assert len(preview(people.city_staff(), line()).new) == 1
    assert Enterprise.objects.count() == 0


def test_what_the_list_says_otherwise_is_changed_and_the_rest_stays():
    by, code = people.city_staff(), guarding.uscc()
    brought(by, line(uscc=code))
    brought(by, line())
    made = brought(by, line(uscc=code, workers="220", branch="示安团总支"))
    assert len(made.changed) == 1
    one = Enterprise.objects.get(organisation__uscc=code)
    assert (one.workers, one.league_branch, Enterprise.objects.count()) == (220, "示安团总支", 2)


@pytest.mark.parametrize("build", [csv, xlsx])
def test_a_workbook_is_read_as_a_listing_is(build):
    shown = enterprise_import.preview_enterprises(actor=people.city_staff(), content=build(line()))
    assert [each.values["workers"] for each in shown.new] == [100]


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"uscc": "913703990000000000"}, "统一社会信用代码"),
        ({"uscc": ""}, "统一社会信用代码"),
        ({"name": ""}, "企业名称"),
        ({"name": "长" * 81}, "企业名称"),
        ({"district": "青岛市"}, "区县"),
        ({"sector": "养殖"}, "行业"),
        ({"workers": "很多"}, "职工人数"),
        ({"workers": "-3"}, "职工人数"),
        ({"workers": "9999999"}, "职工人数"),
        ({"young": "101"}, "35 周岁以下职工人数"),
    ],
)
def test_each_wrong_cell_is_named_and_nothing_may_be_confirmed(told, column):
    by = people.city_staff()
    assert problems(by, line(), line(**told)) == [(3, column)]
    assert preview(by, line(), line(**told)).sealed == ""


def test_the_same_code_twice_is_told_with_the_other_line():
    code = guarding.uscc()
    assert problems(people.city_staff(), line(uscc=code), line(uscc=code)) == [(3, "统一社会信用代码")]


def test_a_district_writes_its_own_enterprises_and_nobody_elses():
    by = people.officer()
    assert problems(by, line(district="huantai")) == [(2, "区县")]
    theirs = guarding.enterprise("huantai").organisation.uscc
    assert problems(by, line(uscc=theirs)) == [(2, "统一社会信用代码")]
    assert len(brought(by, line()).new) == 1


def test_the_code_of_a_bank_is_no_enterprise():
    code = guarding.uscc()
    Organisation.objects.create(code="b", name="示例银行", kind="bank", uscc=code)
    assert problems(people.city_staff(), line(uscc=code)) == [(2, "统一社会信用代码")]


def test_what_was_written_meanwhile_is_left_alone_and_a_clash_keeps_all_out():
    by, lines = people.city_staff(), [line(), line()]
    sealed = preview(by, *lines).sealed
    brought(by, lines[0])
    assert len(enterprise_import.import_enterprises(actor=by, sealed=sealed).new) == 1
    clash = line()
    sealed = preview(by, clash, line()).sealed
    guarding.enterprise("huantai", uscc=clash[0])
    with pytest.raises(RegisterChanged):
        enterprise_import.import_enterprises(actor=by, sealed=sealed)
    assert Enterprise.objects.count() == 3


def test_a_preview_is_of_the_one_who_saw_it_and_of_an_office():
    sealed = preview(people.city_staff(), line()).sealed
    with pytest.raises(PreviewExpired):
        enterprise_import.import_enterprises(actor=people.officer(), sealed=sealed)
    for user in (guarding.safety_officer(guarding.enterprise()), people.applicant("陈一帆")):
        with pytest.raises(NotAllowed):
            preview(user, line())


def test_a_list_of_nobody_is_refused():
    with pytest.raises(NoEnterprises):
        preview(people.city_staff())


# --- who answers for safety ----------------------------------------------------------------------


def named(one, user, by=None):
    return enterprises.name_safety_officer(actor=by or people.officer(), enterprise=one, mobile=user.mobile)


@pytest.fixture
def worker():
    user = people.applicant("康安")
    user.mobile_verified_at = people.now()
    user.save()
    return user


def test_whoever_is_named_serves_there_from_today_and_may_send_people(worker):
    one = guarding.enterprise()
    made = named(one, worker)
    assert (made.organisation, made.role, made.from_on) == (one.organisation, "safety_officer", today())
    worker.refresh_from_db()
    assert policy.may(type(worker).objects.get(pk=worker.pk), "events.register_group", one.organisation)
    with pytest.raises(AlreadyAppointed):
        named(one, worker)


def test_nobody_is_named_who_never_logged_in_or_by_another_district(worker):
    one = guarding.enterprise()
    for number, error in (("13900009999", OfficerUnknown), ("12", InvalidMobile)):
        with pytest.raises(error):
            enterprises.name_safety_officer(actor=people.officer(), enterprise=one, mobile=number)
    with pytest.raises(NotAllowed):
        named(one, worker, by=people.officer("huantai"))


def test_an_officer_steps_down_and_nobody_dismisses_anothers(worker):
    one, other = guarding.enterprise(), guarding.enterprise(name="淄博示安机械有限公司")
    office = named(one, worker)
    with pytest.raises(OfficerUnknown):
        enterprises.end_safety_officer(actor=people.officer(), enterprise=other, membership=office)
    enterprises.end_safety_officer(actor=people.officer(), enterprise=one, membership=office)
    assert Membership.objects.get(pk=office.pk).until_on == today()


def test_supervision_ends_and_what_is_said_anew_is_kept():
    one = guarding.enterprise()
    enterprises.describe_enterprise(
        actor=people.officer(), enterprise=one, told=guarding.described(workers=7, young_workers=7)
    )
    assert (one.workers, one.young_workers) == (7, 7)
    enterprises.end_supervision(actor=people.officer(), enterprise=one, until_on=today())
    assert not Enterprise.objects.supervised(today()).exists()
