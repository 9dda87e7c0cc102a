"""Pages of the safety action: the cover, campaigns, materials, advice; the desks and whose they are."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from PIL import Image

from events.models import Event, Quota, Registration, RosterPerson
from safety import campaign_facts
from safety.facts import Measured
from safety.models import Enterprise, SafetyActivity, SafetyCampaign, SafetyMaterial
from safety.services import campaigns
from safety.take_up import by_district, by_enterprise, training_of
from tests import campaigning, eventing, guarding, people
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db
CSV = "text/csv"


@pytest.fixture
def enterprise():
    return guarding.enterprise()


@pytest.fixture
def by(enterprise):
    return guarding.safety_officer(enterprise)


@pytest.fixture
def turn(enterprise):
    made = campaigning.training()
    campaigning.part(made, enterprise)
    made.refresh_from_db()
    return made


def text(answer):
    return answer.content.decode()


def upload(browser, address, content):
    return browser.post(address, {"file": SimpleUploadedFile("名单.csv", content, content_type=CSV)})


def confirm(browser, address, answer, act="all"):
    sealed = answer.context["confirm"].initial["sealed"]
    return browser.post(address, {"sealed": sealed, "act": act}, follow=True)


# --- for everybody -------------------------------------------------------------------------------


def test_the_cover_shows_what_is_published_and_only_ways_that_are_there(client, turn):
    draft = campaigns.write_campaign(actor=people.officer(), plan=campaigning.plan(title="还没写完"))
    page = text(client.get("/safety/"))
    assert turn.event.title in page
    assert "/safety/advice/" in page
    assert draft.title not in page
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_number_entered_counts_everybody_with_a_place(client, turn, by):
    campaigning.send(by, turn, *campaigning.trainees(3))
    eventing.register(people.applicant("陈一帆"), turn, "个人报名")
    assert client.get("/safety/").context["trained"] == 4


def test_a_campaign_shows_its_activities_and_materials(client):
    rows = campaigning.rows_of("zhangdian")
    campaign, material = rows[SafetyCampaign], rows[SafetyMaterial]
    page = text(client.get(campaign.get_absolute_url()))
    assert material.title in page
    assert client.get(f"/safety/materials/{material.pk}/").url == material.link
    campaigns.withdraw_material(actor=people.officer(), material=material)
    assert client.get(f"/safety/materials/{material.pk}/").status_code == 404


def test_a_file_is_rebuilt_and_given_out_as_an_attachment(client):
    made = campaigning.campaign()
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", comment=b"secret")
    file = SimpleUploadedFile("海报.jpg", picture.getvalue(), content_type="image/jpeg")
    told = {"kind": "poster", "language": "zh-hans", "title": "海报"}
    kept = campaigns.add_material(actor=people.officer(), campaign=made, upload=file, **told)
    answer = client.get(f"/safety/materials/{kept.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xff\xd8\xff")
    assert b"secret" not in content


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("degree=bachelor&of_safety=on&years=3", "年限已够"),
        ("degree=college&years=1", "还差 5 年"),
        ("degree=none&years=9", "助理（初级）"),
        ("degree=bachelor&years=-1", ""),
        ("degree=x&years=1e400", ""),
    ],
)
def test_the_advice_says_what_the_table_says_and_keeps_nothing(client, asked, words):
    answer = client.get(f"/safety/advice/?{asked}")
    assert answer.status_code == 200
    assert words in text(answer)


# --- campaigns at the desk -----------------------------------------------------------------------


def test_an_officer_writes_publishes_and_opens_a_training_with_a_part(turn, enterprise):
    browser = people.signed_in(people.officer())
    said = {"season": "law_week", "title": "安全生产法宣传周", "summary": "学法用法。"}
    said |= {"organiser": turn.event.organiser_id, "from_on": today(), "until_on": today()}
    here = browser.post("/safety/desk/campaigns/new/", said).url
    browser.post(here, {"act": "publish"})
    assert SafetyCampaign.objects.get(season="law_week").state == "published"
    plan = campaigning.activity_plan(alone=5)
    names = ("title", "summary", "contact_phone")
    told = {name: getattr(plan.event, name) for name in names} | {"kind": "training", "for_engineers": "on"}
    told |= {"organiser": plan.event.organiser.pk, "reporting_org": plan.event.reporting_org.pk}
    told |= {"place": "张店", "capacity": 5}
    for name in ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until"):
        told[name] = f"{getattr(plan.session, name).astimezone():%Y-%m-%dT%H:%M}"
    answer = browser.post(f"{here}activities/new/", told)
    assert answer.status_code == 302, answer.context["form"].errors
    activity = SafetyActivity.objects.latest("pk")
    assert (activity.event.state, activity.event.kind) == ("published", Event.Kind.SAFETY)
    session = activity.event.sessions.get()
    part = {"part-session": session.pk, "part-enterprise": enterprise.pk, "part-places": 7, "act": "part"}
    assert browser.post(answer.url, part).status_code == 302
    own = Quota.objects.get(session=session, organisation=enterprise.organisation)
    resize = {"resize-part": own.pk, "resize-places": 9, "act": "resize"}
    browser.post(answer.url, resize)
    own.refresh_from_db()
    assert own.capacity == 9
    assert str(enterprise) in text(browser.get(answer.url))


def test_a_district_opens_its_activity_in_a_campaign_of_the_city_and_edits_it_not():
    city = campaigns.write_campaign(actor=people.city_staff(), plan=campaigning.plan("city"))
    campaigns.publish_campaign(actor=people.city_staff(), campaign=city)
    assert campaigning.activity(within=city).campaign == city
    browser = people.signed_in(people.officer())
    here = f"/safety/desk/campaigns/{city.public_id}/"
    assert "结束主题活动" not in text(browser.get(here))
    assert browser.post(here, {"act": "close"}).status_code == 404


@pytest.mark.parametrize("link", ["", "http://example.invalid/x", "javascript:alert(1)"])
def test_a_material_without_a_good_link_or_file_is_refused(link):
    made = campaigning.campaign()
    browser = people.signed_in(people.officer())
    said = {"kind": "poster", "language": "zh-hans", "title": "海报", "link": link}
    sent = {f"material-{name}": value for name, value in said.items()} | {"act": "material"}
    assert browser.post(f"/safety/desk/campaigns/{made.public_id}/", sent).status_code == 200
    assert SafetyMaterial.objects.count() == 0


# --- lists ---------------------------------------------------------------------------------------


def test_a_safety_officer_sees_what_is_wrong_mends_it_and_sends_the_list(turn, by):
    browser, here = people.signed_in(by), f"/safety/trainings/{turn.public_id}/people/"
    wrong = campaigning.listing([campaigning.trainee(), ",错,,昨天,0012,,,,,"])
    page = text(upload(browser, here, wrong))
    assert "预览：共 2 行，1 行有错" in page
    assert "请按“年-月-日”" in page
    good = campaigning.listing([campaigning.trainee(rest=",,,,,本科,安全类,5"), *campaigning.trainees(1)])
    shown = upload(browser, here, good)
    assert "年限已够" in text(shown)
    done = confirm(browser, here, shown)
    assert done.redirect_chain[-1][0] == f"/events/rosters/{Registration.objects.get().public_id}/"
    assert "已报名 2 人。" in text(done)
    assert "没有重复登记" in text(confirm(browser, here, upload(browser, here, good)))
    assert RosterPerson.objects.count() == 2


def test_what_does_not_fit_is_said_and_cannot_be_confirmed(turn, by):
    browser, here = people.signed_in(by), f"/safety/trainings/{turn.public_id}/people/"
    shown = upload(browser, here, campaigning.listing(campaigning.trainees(4)))
    assert not shown.context.get("confirm")
    assert "这里一共只有 3 个名额" in text(shown)


def test_no_list_is_sent_to_what_is_no_training(by):
    other = eventing.session(5, roster_most=60)
    assert people.signed_in(by).get(f"/safety/trainings/{other.public_id}/people/").status_code == 404


# --- the register --------------------------------------------------------------------------------


def test_the_register_is_written_from_a_list(enterprise):
    browser, here = people.signed_in(people.officer()), "/safety/enterprises/import/"
    head = "统一社会信用代码,企业名称,区县,行业,职工人数,35 周岁以下职工人数,企业团组织,地址"
    line = f"{guarding.uscc()},淄博示安矿业有限公司,zhangdian,矿山,90,30,,"
    content = f"{head}\n{line}\n{enterprise.organisation.uscc},同上,zhangdian,危险化学品,100,40,,"
    content = content.encode("utf-8-sig")
    done = confirm(browser, here, upload(browser, here, content))
    assert "新登记 1 家" in text(done)
    assert "没有变化 2 家" in text(confirm(browser, here, upload(browser, here, content)))
    wrong = upload(browser, here, content.replace("矿山".encode(), "养殖".encode()))
    assert not wrong.context.get("confirm")
    assert Enterprise.objects.count() == 2


def test_an_enterprise_is_registered_by_hand_and_its_code_is_checked(enterprise):
    browser = people.signed_in(people.officer())
    said = {"name": "淄博示安机械有限公司", "district": enterprise.organisation.reporting_org_id}
    said |= {"sector": "machinery", "workers": 5, "young_workers": 2, "uscc": "913703990000000000"}
    assert browser.post("/safety/enterprises/new/", said).status_code == 200
    code = guarding.uscc()
    answer = browser.post("/safety/enterprises/new/", said | {"uscc": code.lower()})
    assert answer.url == f"/safety/enterprises/{code}/"


def test_an_enterprise_sees_itself_and_no_other(enterprise, by, turn):
    other = guarding.enterprise(name="淄博示安机械有限公司")
    browser = people.signed_in(by)
    page = text(browser.get("/safety/enterprises/"))
    assert enterprise.organisation.name in page
    assert other.organisation.name not in page
    own = browser.get(f"/safety/enterprises/{enterprise.organisation.uscc}/")
    assert "导入培训名单" in text(own)
    assert "指定安全员" not in text(own)
    assert browser.get(f"/safety/enterprises/{other.organisation.uscc}/").status_code == 404


def test_a_district_sees_no_row_of_another(enterprise):
    away = guarding.enterprise("huantai", name="桓台示安物流有限公司")
    browser = people.signed_in(people.officer())
    assert away.organisation.name not in text(browser.get("/safety/enterprises/"))
    assert browser.get(f"/safety/enterprises/{away.organisation.uscc}/").status_code == 404
    here = f"/safety/enterprises/?district={away.organisation.reporting_org_id}&sector=x"
    assert browser.get(here).status_code == 200


def test_the_officer_is_named_on_the_page_and_steps_down(enterprise):
    worker = people.applicant("康安")
    worker.mobile_verified_at = people.now()
    worker.save()
    browser, here = people.signed_in(people.officer()), f"/safety/enterprises/{enterprise.organisation.uscc}/"
    browser.post(here, {"act": "name", "name-mobile": worker.mobile})
    assert "康安" in text(browser.get(here))
    office = enterprise.organisation.memberships.get()
    browser.post(here, {"act": "dismiss", "dismiss-membership": office.pk})
    office.refresh_from_db()
    assert office.until_on == today()
    browser.post(here, {"act": "end", "end-until_on": today()})
    assert "已退出监管" in text(browser.get(here))


# --- take-up -------------------------------------------------------------------------------------


def test_take_up_is_by_enterprise_and_summed_by_district(turn, enterprise, by):
    other = guarding.enterprise(name="淄博示安机械有限公司")
    campaigning.part(turn, other, 2)
    campaigning.send(by, turn, *campaigning.trainees(2))
    told = {each.organisation: (each.places, each.entered, each.came) for each in by_enterprise([turn])}
    assert told == {enterprise.organisation: (3, 2, 0), other.organisation: (2, 0, 0)}
    [district] = by_district(by_enterprise([turn]))
    assert (district.places, district.entered) == (5, 2)


def test_facts_of_an_enterprise_are_of_the_trainings_of_a_time(turn, enterprise, by):
    campaigning.send(by, turn, *campaigning.trainees(2))
    start, end = turn.starts_at, turn.ends_at
    assert training_of(enterprise.organisation, start, end).entered == 2
    assert training_of(enterprise.organisation, end, end).entered == 0
    assert training_of(guarding.enterprise(name="淄博示安机械有限公司").organisation, start, end).entered == 0


def test_facts_beside_a_judgement_say_who_came_of_whom_and_nothing_of_who_sent_nobody(turn, enterprise, by):
    first, last = localdate(turn.starts_at), localdate(turn.starts_at)
    assert campaign_facts.people_trained(enterprise, first, last) is None
    campaigning.send(by, turn, *campaigning.trainees(2))
    group = Registration.objects.groups().get()
    group.attendances.create(seat=1, attended=True, days=1, came_at=turn.starts_at, minutes=130)
    assert campaign_facts.people_trained(enterprise, first, last) == Measured(1, 2)
    assert campaign_facts.hours_trained(enterprise, first, last) == Measured(2)
    before = first - eventing.timedelta(days=1)
    assert campaign_facts.hours_trained(enterprise, before, before) is None


# --- API -----------------------------------------------------------------------------------------


def test_trainings_are_listed_for_everybody(client, turn):
    eventing.session(3)
    [one] = client.get("/api/v1/trainings/").json()["results"]
    assert (one["id"], one["for_engineers"]) == (str(turn.public_id), True)


def test_take_up_is_for_the_office_of_the_training(turn, enterprise, by):
    campaigning.send(by, turn, *campaigning.trainees(1))
    here = f"/api/v1/trainings/{turn.public_id}/take-up/"
    [one] = people.signed_in(people.officer()).get(here).json()
    assert (one["code"], one["entered"]) == (enterprise.organisation.uscc, 1)
    assert people.signed_in(people.officer("huantai")).get(here).status_code == 404
