"""重点监管企业: one row a company, in the district that reports it."""

from datetime import date

import pgtrigger
import pytest
from django.db import IntegrityError

from safety.errors import CodeOfAnother, EnterpriseKnown, LeavesTooEarly, YoungerThanAll
from safety.models import Enterprise
from safety.services.enterprises import register_enterprise
from tests import guarding, people
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
