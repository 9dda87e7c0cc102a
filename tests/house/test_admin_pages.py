"""每张表: Chinese names, an admin page that loads for whoever may see it, and a current page of permissions."""

import re
from functools import partial

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import AdminSite as Site
from django.contrib.admin import site
from django.contrib.admin.utils import quote
from django.db.models import AutoField
from django.utils import translation
from pghistory.models import Event

from events.models import Feedback
from tests import people
from tests.core.test_admin_scope import address
from tests.districts import district
from tests.hoping import SEALED as OF_CHILDREN
from tests.matching import SEALED as OF_MATCHMAKING
from tests.people import signed_in
from zibo_youth.accounts.management.commands import print_permissions
from zibo_youth.accounts.models import AuditEvent, Membership, Organisation
from zibo_youth.accounts.scoped_admin import ScopedAdmin

OUR_APPS = (
    "accounts",
    "articles",
    "notifications",
    "reports",
    "stations",
    "volunteers",
    "hope_rooms",
    "loans",
    "events",
    "safety",
)
# Event tables are read together, under 留痕; a view of the database shows rows that have pages of their own.
OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OUR_APPS and model._meta.managed and not issubclass(model, Event)
]
# Offices read feedback as sums, never whose words they are.
SEALED = (*OF_CHILDREN, *OF_MATCHMAKING, Feedback)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


MAY_BE_ADDED = {
    "area",
    "article",
    "associationoffice",
    "awardcategory",
    "awardseason",
    "bankkey",
    "bed",
    "brand",
    "congress",
    "consenttext",
    "electoralunit",
    "equipment",
    "extranights",
    "lounge",
    "loungehours",
    "loungezone",
    "machinetoken",
    "membership",
    "milestone",
    "organisation",
    "partner",
    "patrolarea",
    "patrolpoint",
    "placement",
    "post",
    "referralchannel",
    "requirement",
    "room",
    "round",
    "serviceproject",
    "servicerole",
    "skill",
    "station",
    "stationphoto",
    "staypolicy",
    "loanproduct",
    "productversion",
    "lprrate",
    "loancall",
    "bankquota",
    "riskrange",
    "subsidyversion",
    "suspension",
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_table_and_its_columns_have_chinese_names(model):
    assert CHINESE.search(str(model._meta.verbose_name))
    assert CHINESE.search(str(model._meta.verbose_name_plural))
    if model is AuditEvent:  # its columns are the library's; its page names them
        return
    plain = [f.name for f in model._meta.fields if not isinstance(f, AutoField)]
    unnamed = [name for name in plain if not CHINESE.search(str(model._meta.get_field(name).verbose_name))]
    assert not [name for name in unnamed if name not in ("password", "last_login", "is_superuser")]


def test_every_table_has_a_page():
    assert set(OURS) <= set(admin.site._registry)


def test_every_page_is_scoped():
    assert all(isinstance(page, ScopedAdmin) for page in admin.site._registry.values())


@pytest.mark.django_db
def test_every_page_loads_for_whoever_may_see_it():
    world = district("zhangdian")
    guard = people.staff("何示护", Organisation.objects.get(code="city"), Membership.Role.SAFEGUARDING_LEAD)
    staff = [signed_in(user) for user in (people.city_staff(), people.administrator(), world.officer, guard)]
    for model in admin.site._registry:
        row = world.rows[model]
        for page in (["changelist"], ["change", quote(row.pk)], ["history", quote(row.pk)]):
            opens = any(client.get(address(model, *page)).status_code == 200 for client in staff)
            assert (model, page[0], opens) == (model, page[0], model not in SEALED)


@pytest.mark.django_db
def test_every_add_page_loads_or_is_closed():
    staff = [signed_in(user) for user in (people.city_staff(), people.administrator())]
    opened = [
        model
        for model in admin.site._registry
        for client in staff
        if client.get(address(model, "add")).status_code == 200
    ]
    assert {model._meta.model_name for model in opened} == MAY_BE_ADDED


def test_the_page_of_permissions_is_current():
    assert print_permissions.PAGE.read_text() == print_permissions.permissions_page()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_list_of_tables_is_djangos_own(rf, db, language):
    """Made in a sixth of the time: nobody finds a table more, or less, than Django would show."""
    for user in (people.city_staff(), people.officer("zhangdian"), people.administrator()):
        request = rf.get("/admin/")
        request.user = user
        with translation.override(language):
            ours, djangos = (
                get_app_list(request)
                for get_app_list in (site.get_app_list, partial(Site.get_app_list, site))
            )
            assert len(ours) >= 5
            assert shown(ours) == shown(djangos)


def shown(groups):
    """With words for what is translated later."""
    return [
        group
        | {"name": str(group["name"]), "models": [m | {"name": str(m["name"])} for m in group["models"]]}
        for group in groups
    ]
