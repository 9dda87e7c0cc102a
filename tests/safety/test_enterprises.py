"""重点监管企业: one row a company, in the district that reports it."""

from datetime import date

import pgtrigger
import pytest
from django.db import IntegrityError
from django.urls import reverse

from safety.errors import CodeOfAnother, EnterpriseKnown, LeavesTooEarly, TooManyAreas, YoungerThanAll
from safety.models import Enterprise
from safety.services import enterprises
from safety.services.enterprises import register_enterprise
from tests import guarding, people
from tests.people import signed_in
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.errors import NotAllowed, explaining

pytestmark = pytest.mark.django_db


def zhangdian():
    return Organisation.objects.get(code="zhangdian")


def test_a_new_code_makes_the_company_and_its_row():
    made = guarding.enterprise()
    company = made.organisation
    assert (company.kind, company.reporting_org, str(made)) == (
        "company",
        zhangdian(),
        "淄博示安化工有限公司",
    )


def test_a_company_that_is_known_already_is_not_made_again():
    told = guarding.described()
    known = Organisation.objects.create(
        code="known", name="旧名", kind="company", uscc=told.uscc, reporting_org=zhangdian()
    )
    made = register_enterprise(actor=people.officer(), district=zhangdian(), told=told)
    assert made.organisation == known


def test_the_same_code_twice_is_told_with_the_code():
    told = guarding.described()
    register_enterprise(actor=people.officer(), district=zhangdian(), told=told)
    with pytest.raises(EnterpriseKnown, match=told.uscc):
        register_enterprise(actor=people.officer(), district=zhangdian(), told=told)


@pytest.mark.parametrize("kind", ["bank", "donor"])
def test_the_code_of_a_bank_or_a_donor_is_no_enterprise(kind):
    told = guarding.described()
    Organisation.objects.create(code="x", name="某", kind=kind, uscc=told.uscc, reporting_org=zhangdian())
    with pytest.raises(CodeOfAnother):
        register_enterprise(actor=people.officer(), district=zhangdian(), told=told)


def test_another_district_may_not_register_it():
    with pytest.raises(NotAllowed):
        register_enterprise(actor=people.officer("huantai"), district=zhangdian(), told=guarding.described())
    assert not Enterprise.objects.exists()


def test_there_are_no_more_young_than_workers():
    with pytest.raises(YoungerThanAll):
        guarding.enterprise(workers=10, young_workers=11)


def test_supervision_does_not_end_on_the_day_it_began():
    made = guarding.enterprise()
    made.until_on = made.since
    with pytest.raises(LeavesTooEarly), explaining(enterprise_leaves_after_it_came=LeavesTooEarly):
        made.save()


def a_school():
    return Organisation.objects.create(code="school", name="某校", kind="university", uscc=guarding.uscc())


def test_the_database_refuses_an_enterprise_that_is_no_company():
    with pytest.raises(IntegrityError, match="an enterprise is a company"):
        Enterprise.objects.create(organisation=a_school(), sector="trade", since=date(2021, 1, 1))


@pytest.mark.control
def test_control_without_the_trigger_a_school_is_an_enterprise():
    with pgtrigger.ignore("safety.Enterprise:enterprise_of_a_company"):
        Enterprise.objects.create(organisation=a_school(), sector="trade", since=date(2021, 1, 1))
    assert Enterprise.objects.count() == 1


def test_a_safety_officer_sees_the_own_enterprise_and_a_district_its_own():
    here, there = guarding.enterprise(), guarding.enterprise("huantai")
    officer = guarding.safety_officer(here)
    assert list(Enterprise.objects.visible_to(officer)) == [here]
    assert list(Enterprise.objects.visible_to(people.officer("huantai"))) == [there]
    assert set(Enterprise.objects.visible_to(guarding.emergency_officer())) == {here, there}


# --- work areas ----------------------------------------------------------------------------------


def names(enterprise):
    return list(enterprise.areas.in_use().values_list("name", flat=True))


def test_work_areas_are_named_closed_and_opened_again():
    enterprise = guarding.enterprise()
    by = guarding.safety_officer(enterprise)
    enterprises.name_work_areas(actor=by, enterprise=enterprise, names=["一车间", " 一车间 ", "", "罐区"])
    assert names(enterprise) == sorted(["一车间", "罐区"])
    enterprises.name_work_areas(actor=by, enterprise=enterprise, names=["罐区"])
    assert (names(enterprise), enterprise.areas.count()) == (["罐区"], 2)
    enterprises.name_work_areas(actor=by, enterprise=enterprise, names=["罐区", "一车间"])
    assert len(names(enterprise)) == enterprise.areas.count() == 2
    with pytest.raises(TooManyAreas):
        enterprises.name_work_areas(actor=by, enterprise=enterprise, names=[str(n) for n in range(101)])


def test_nobody_names_areas_of_another_enterprise():
    enterprise, other = guarding.enterprise(), guarding.safety_officer(guarding.enterprise())
    for user in (other, people.officer("linzi"), people.applicant(), people.administrator()):
        with pytest.raises(NotAllowed):
            enterprises.name_work_areas(actor=user, enterprise=enterprise, names=["一车间"])
    assert names(enterprise) == []


def test_an_enterprise_writes_its_areas_on_its_page_and_a_report_offers_them():
    enterprise = guarding.enterprise()
    client = signed_in(guarding.safety_officer(enterprise))
    page = reverse("safety_enterprise", args=[enterprise.organisation.uscc])
    client.post(page, {"act": "areas", "areas-areas": "一车间\n罐区"})
    assert "罐区" in client.get(page).content.decode()
    report = signed_in(people.applicant()).get(reverse("hazard_report"), {"enterprise": enterprise.pk})
    assert "罐区" in report.content.decode()
    long = client.post(page, {"act": "areas", "areas-areas": "长" * 41})
    assert "名称最多 40 个字" in long.content.decode()
    assert len(names(enterprise)) == 2
