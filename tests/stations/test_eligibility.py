"""Who may stay: every rule of the house, at its edge, with the sentence that refuses."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from stations import services
from stations.eligibility import RULES, assess, earliest_arrival
from stations.errors import NotEligible
from stations.models import Stay, StayPolicy, Suspension
from tests import people
from tests.houses import book, house, paper, rule, soon
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db

# Whoever is asked about has these answers, where a test says nothing else.
GOOD = {"purpose": "job_seeking", "declared_non_native": True, "has_evidence": True}


def judged(guest=None, station=None, arrival=None, nights=2, **changes):
    """What the rules say beforehand."""
    arrival = arrival or soon()
    asked = GOOD | {"today": today()} | changes
    departure = arrival + timedelta(days=nights)
    return assess(guest=guest, station=station, arrival=arrival, departure=departure, **asked)


def refusal_of(guest, station, **changes):
    """The first broken rule and its sentence; nothing was written."""
    before = Stay.objects.count()
    with pytest.raises(NotEligible) as refused:
        book(guest, station, **changes)
    assert Stay.objects.count() == before
    return refused.value.code, str(refused.value)


def turning(age, on):
    """The birth date of somebody who turns ``age`` on a day."""
    return on.replace(year=on.year - age)


def as_old_as(born):
    guest = people.applicant()
    Person.objects.filter(pk=guest.person_id).update(birth_date=born)
    guest.person.refresh_from_db()
    return guest


# --- age ------------------------------------------------------------------------------------


@pytest.mark.parametrize("age", [18, 35])
def test_the_birthday_itself_counts_as_the_new_age(station, age):
    assert book(as_old_as(turning(age, soon())), station).state == "submitted"


def test_one_day_before_the_eighteenth_birthday_is_too_young(station):
    guest = as_old_as(turning(18, soon()) + timedelta(days=1))
    assert refusal_of(guest, station) == ("age_out", "入住当日须年满 18 周岁且不超过 35 周岁")


def test_the_thirty_sixth_birthday_is_too_old_and_the_day_before_is_not(station):
    assert refusal_of(as_old_as(turning(36, soon())), station)[0] == "age_out"
    assert book(as_old_as(turning(36, soon()) + timedelta(days=1)), station).state == "submitted"


def test_age_is_counted_on_arrival_and_not_on_the_day_of_asking(station):
    """Seventeen today, eighteen when the first night begins."""
    assert book(as_old_as(turning(18, soon(4))), station, soon(4)).state == "submitted"


def test_an_unknown_birth_date_is_asked_for():
    verdict = next(v for v in judged(guest=None).verdicts if v.rule_id == "age_out")
    assert (verdict.passed, verdict.value, verdict.remedy) == (False, "未填写", "请在个人资料中填写出生日期")


def test_a_visitor_may_ask_with_an_age_alone():
    assert judged(age=24).passed
    assert [v.rule_id for v in judged(age=36).refusals] == ["age_out"]


# --- what the applicant states --------------------------------------------------------------


def test_a_native_of_the_city_is_shown_the_other_services(guest, station):
    assert refusal_of(guest, station, declared_non_native=False) == (
        "native",
        "本项服务面向非淄博籍青年，您可以查看本地青年服务",
    )


def test_a_policy_for_everybody_asks_for_no_declaration(guest, station):
    rule(native_excluded=False)
    assert book(guest, station, declared_non_native=False).state == "submitted"


@pytest.mark.parametrize("purpose", ["job_seeking", "business_scouting", "academic_exchange", "internship"])
def test_each_purpose_of_the_article_is_welcome(guest, station, purpose):
    assert book(guest, station, purpose=purpose).purpose == purpose


@pytest.mark.parametrize("purpose", ["tourism", ""])
def test_another_purpose_is_refused_with_the_list(guest, station, purpose):
    assert refusal_of(guest, station, purpose=purpose) == (
        "purpose",
        "来淄事由须为：求职招聘、创业考察、学术交流、实习见习",
    )


def test_a_policy_may_take_a_purpose_out(guest, station):
    rule(allowed_purposes=["internship"])
    assert refusal_of(guest, station) == ("purpose", "来淄事由须为：实习见习")


def test_evidence_is_asked_for(guest, station):
    assert refusal_of(guest, station, evidence=[]) == (
        "evidence",
        "请上传面试通知、招聘会邀请等任意一份证明",
    )


def test_a_policy_may_do_without_evidence(guest, station):
    rule(evidence_required=False)
    assert book(guest, station, evidence=[]).state == "submitted"


# --- education ------------------------------------------------------------------------------


def taught(education):
    guest = people.applicant()
    Person.objects.filter(pk=guest.person_id).update(education=education)
    guest.person.refresh_from_db()
    return guest


def test_no_policy_of_the_city_asks_for_an_education(guest, station):
    """The control: the rule sleeps until a policy names one."""
    assert StayPolicy().min_education == ""
    found = judged(guest.person, station).verdicts
    assert [(v.passed, v.requirement) for v in found if v.rule_id == "education"] == [
        (True, "本期政策不限学历")
    ]
    assert book(guest, station).state == "submitted"


@pytest.mark.parametrize("education", ["bachelor", "master", "doctor"])
def test_the_lowest_education_and_every_higher_one_are_welcome(station, education):
    rule(min_education="bachelor")
    assert book(taught(education), station).state == "submitted"


@pytest.mark.parametrize("education", ["secondary", "college"])
def test_a_lower_education_is_refused(station, education):
    rule(min_education="bachelor")
    assert refusal_of(taught(education), station) == ("education", "最低学历为本科")


def test_an_education_that_nobody_told_is_asked_for(guest, station):
    rule(min_education="secondary")
    assert refusal_of(guest, station)[0] == "education"
    [verdict] = judged(guest.person, station).refusals
    assert (verdict.field, verdict.value, verdict.remedy) == (
        "education",
        "未填写",
        "请在个人资料中填写学历",
    )
    with translation.override("en"):
        [verdict] = judged(guest.person, station).refusals
    assert verdict.remedy == "Enter your education in your profile"


def test_the_check_asks_a_visitor_for_the_education_only_where_a_policy_does(client, station):
    page = reverse("stay_eligibility")
    assert "education" not in client.get(page).context["form"].fields
    rule(min_education="college")

    assert "education" in client.get(page).context["form"].fields
    said = {"check": 1, "age": 24, "non_native": "yes", "purpose": "job_seeking", "has_evidence": "yes"}
    said |= {"station": station.code, "arrival": soon().isoformat(), "nights": 2}
    assert [v.rule_id for v in client.get(page, said).context["assessment"].refusals] == ["education"]
    answer = client.get(page, said | {"education": "college"})
    assert answer.context["assessment"].passed


def test_the_refusal_leads_to_the_page_where_the_education_is_told(guest, station):
    rule(min_education="college")
    said = {"check": 1, "non_native": "yes", "purpose": "job_seeking", "has_evidence": "yes"}
    said |= {"station": station.code, "arrival": soon().isoformat(), "nights": 2}
    answer = people.signed_in(guest).get(reverse("stay_eligibility"), said).content.decode()
    assert f'<a href="{reverse("details")}">填写学历</a>' in answer


def test_changed_dates_ask_no_education_again(station):
    stay = book(taught("college"), station)
    StayPolicy.objects.create(source="新政策", effective_from=soon(10), min_education="doctor")
    moved = services.change_dates(actor=stay.booked_by, stay=stay, arrival=soon(12), departure=soon(13))
    assert moved.arrival == soon(12)


# --- when -----------------------------------------------------------------------------------


def test_three_days_ahead_is_early_enough_and_two_are_not(guest, station):
    code, sentence = refusal_of(guest, station, arrival=soon(2))
    assert code == "too_late"
    assert sentence.startswith("请至少提前 3 天申请，最早可选 ")
    assert book(guest, station, arrival=soon(3)).state == "submitted"


def test_lead_days_may_be_working_days():
    """From a Friday, three working days end on Wednesday; the National Day week counts for nothing."""
    policy = StayPolicy(lead_days=3, lead_in_workdays=True)
    assert earliest_arrival(policy, date(2026, 6, 5)) == date(2026, 6, 10)
    assert earliest_arrival(policy, date(2026, 9, 30)) > date(2026, 10, 8)


def test_thirty_days_ahead_is_the_horizon(guest, station):
    assert refusal_of(guest, station, arrival=soon(31)) == ("too_far", "最多可提前 30 天申请")
    assert book(guest, station, arrival=soon(30)).state == "submitted"


def test_a_station_that_closes_takes_the_night_before_and_no_later_one(guest):
    station = house(closed_on=soon(7))
    assert refusal_of(guest, station, arrival=soon(5), nights=3) == (
        "station_closed",
        "所选日期内驿站须对外开放",
    )
    assert book(guest, station, soon(5), nights=2).departure == station.closed_on


def test_a_station_takes_nobody_before_it_opens(guest):
    station = house(opened_on=soon(6))
    assert refusal_of(guest, station, arrival=soon(5))[0] == "station_closed"
    assert book(guest, station, soon(6)).state == "submitted"


# --- how much -------------------------------------------------------------------------------


def test_the_first_policy_gave_two_nights_a_stay(guest, station):
    rule(max_nights_per_stay=2)
    assert refusal_of(guest, station, nights=3) == ("stay_too_long", "每次入住不超过 2 晚")
    assert book(guest, station, nights=2).length == 2


def test_the_seventh_night_is_refused_with_what_is_left(guest, station):
    book(guest, station, nights=5)
    assert refusal_of(guest, station, arrival=soon(12), nights=2) == (
        "cap_reached",
        "本年度免费入住 6 晚，您已使用 5 晚，本次最多还能申请 1 晚",
    )
    assert guest.person.station_nights.count() == 5


def test_seven_nights_in_one_stay_are_refused(guest, station):
    assert refusal_of(guest, station, nights=7)[0] == "cap_reached"
    assert not guest.person.station_nights.exists()


def test_the_fourth_stay_of_a_year_is_refused(guest, station):
    for days in (5, 8, 11):
        book(guest, station, soon(days), nights=1)
    assert refusal_of(guest, station, arrival=soon(14), nights=1) == (
        "stays_reached",
        "本年度已申请 3 次，达到上限",
    )


def test_a_withdrawn_stay_counts_for_nothing(guest, station):
    for days in (5, 8, 11):
        services.withdraw_stay(actor=guest, stay=book(guest, station, soon(days), nights=2))
    assert book(guest, station, soon(14), nights=6).length == 6


def test_a_later_policy_is_chosen_by_the_day_of_arrival(guest, station):
    StayPolicy.objects.create(source="新政策", effective_from=soon(10), max_nights_per_stay=1)
    assert book(guest, station, soon(8), nights=2).policy.source != "新政策"
    assert refusal_of(guest, station, arrival=soon(11), nights=2)[0] == "stay_too_long"


# --- standing -------------------------------------------------------------------------------


def suspended(guest, start, end):
    return Suspension.objects.create(person=guest.person, from_on=start, until_on=end, reason="两次未入住")


def test_a_suspended_person_is_told_until_when(guest, station):
    suspended(guest, today(), soon(20))
    code, sentence = refusal_of(guest, station)
    assert code == "suspended"
    assert sentence.startswith("因多次预约未入住，您在 ")


def test_on_the_last_day_of_a_suspension_one_may_ask_again(guest, station):
    suspended(guest, today() - timedelta(days=9), today())
    assert book(guest, station).state == "submitted"


def test_a_lifted_suspension_holds_nobody(guest, station, officer):
    from stations.services.suspensions import lift

    one = suspended(guest, today(), soon(20))
    book(people.applicant(), station)
    lift(actor=people.city_staff(), suspension=one, reason="因病未到")
    assert book(guest, station).state == "submitted"


def test_two_stays_on_one_night_are_refused(guest, station):
    book(guest, station, soon(5), nights=2)
    assert refusal_of(guest, house(), arrival=soon(6), nights=2) == (
        "overlap",
        "您在这段时间已有一份预约，请先取消或改期",
    )


# --- the whole picture ----------------------------------------------------------------------


def test_a_refusal_tells_every_rule_passed_and_failed(guest, station):
    with pytest.raises(NotEligible) as refused:
        book(guest, station, soon(2), evidence=[], declared_non_native=False)

    found = refused.value.assessment
    assert [v.rule_id for v in found.verdicts] == [r.rule_id for r in RULES]
    assert [v.rule_id for v in found.refusals] == ["native", "evidence", "too_late"]
    assert all(v.label and v.clause and v.value and v.requirement for v in found.verdicts)
    assert all(v.remedy and v.refusal for v in found.refusals)
    assert not any(v.remedy or v.refusal for v in found.verdicts if v.passed)


def test_what_is_told_beforehand_is_what_booking_decides(guest, station):
    paper(guest)
    assert judged(guest.person, station).passed
    assert book(guest, station).state == "submitted"
    assert [v.rule_id for v in judged(guest.person, station).refusals] == ["overlap"]
