"""Bad input on every form and page: the form again with a sentence at the field, and nothing stored."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from django import forms

from stations.facts import policy_on
from stations.forms import (
    booking,
    changes,
    closures,
    desk,
    figures,
    finder,
    follow_ups,
    funnel,
    guests,
    lounges,
    month,
    parties,
    partners,
    places,
)
from stations.models import LoungeZone, Rehousing, Station, Stay
from tests.corpus import NAUGHTY, SHARP
from tests.house import given_forms, hope_forms, loan_forms
from tests.house.left_behind import stored, world_with_a_draft
from tests.houses import soon
from tests.matrix.asking import World
from tests.matrix.rows import ROWS
from tests.once import for_a_module
from tests.people import signed_in
from volunteers.admin import no_shows as volunteer_no_shows
from volunteers.forms import association as volunteer_association
from volunteers.forms import awards as volunteer_awards
from volunteers.forms import crowds as volunteer_crowds
from volunteers.forms import hour_imports as volunteer_hour_imports
from volunteers.forms import hour_records as volunteer_hour_records
from volunteers.forms import hours as volunteer_hours
from volunteers.forms import patrol as volunteer_patrol
from volunteers.forms import patrol_logs as volunteer_patrol_logs
from volunteers.forms import people as volunteer_people
from volunteers.forms import registration as volunteer_registration
from volunteers.forms import rounds as volunteer_rounds
from volunteers.forms import scans as volunteer_scans
from volunteers.forms import shifts as volunteer_shifts
from volunteers.forms import vetting as volunteer_vetting
from volunteers.models import AwardSeason, ElectoralUnit, Round, ServiceProject, Shift, Signup, Volunteer
from zibo_youth.accounts.forms import person, reasons
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.articles import forms as articles
from zibo_youth.core.calendar import now, today
from zibo_youth.reports.forms import city as reports_city
from zibo_youth.reports.forms import district as reports_district
from zibo_youth.reports.forms import targets as reports_targets
from zibo_youth.reports.models import Figure, MonthlyReport

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PAGES = [route for route in ROWS if not route.startswith(("admin/", "api/", "media/", "demo/"))]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        yield world_with_a_draft()


# --- every field of every form --------------------------------------------------------------


def every_form():
    house = (
        *(changes, booking, closures, desk, figures, finder),
        *(follow_ups, funnel, guests, lounges, month, parties, partners, places),
    )
    reports = (reports_city, reports_district, reports_targets)
    serving = (
        *(
            volunteer_hour_imports,
            volunteer_hour_records,
            volunteer_hours,
            volunteer_no_shows,
            volunteer_patrol,
            volunteer_people,
            volunteer_registration,
        ),
        *(volunteer_rounds, volunteer_scans, volunteer_shifts, volunteer_vetting),
        *(volunteer_association, volunteer_awards, volunteer_crowds, volunteer_patrol_logs),
    )
    for module in (
        *house,
        person,
        reasons,
        articles,
        *reports,
        *serving,
        *hope_forms.MODULES,
        *loan_forms.MODULES,
        *given_forms.MODULES,
    ):
        for name, form in vars(module).items():
            if (
                isinstance(form, type)
                and issubclass(form, forms.BaseForm)
                and form.__module__ == module.__name__
            ):
                yield pytest.param(form, id=name)


FIGURES = [
    Figure(code="DV01", label="青年发展微论坛", unit="场次", kind="flow"),
    Figure(code="BU04", label="“1对1”服务创业者", unit="人", kind="people"),
    Figure(code="RU02", label="团干部联系达标率", unit="%", kind="share"),
]


def _of_hours():
    """What the forms of hours need beside their answers."""
    return {
        volunteer_hours.StatementForm: {"user": User(), "project": ServiceProject(pk=1)},
        volunteer_hour_imports.HourFileForm: {"user": User()},
        volunteer_hour_records.RecordsForm: {"user": User()},
        volunteer_hours.ClaimForm: {"volunteer": Volunteer(pk=1)},
        volunteer_hours.AskCertificateForm: {"volunteer": Volunteer(pk=1)},
    }


def _of_the_association():
    """What the forms of election and awards need beside their answers."""
    return {
        volunteer_association.CandidateForm: {"unit": ElectoralUnit(congress_id=1)},
        volunteer_association.RollForm: {"delegates": []},
        volunteer_association.BallotForm: {"names": []},
        volunteer_awards.OwnNominationForm: {"season": AwardSeason(pk=1)},
        volunteer_awards.PublicNominationForm: {"season": AwardSeason(pk=1)},
        volunteer_awards.NominationForm: {
            "season": AwardSeason(pk=1),
            "organisations": Organisation.objects.none(),
        },
        volunteer_awards.ProposalForm: {"nominations": []},
    }


def needs_of(form):
    """What a form needs beside its answers."""
    limits = {"policy": policy_on(today()), "today": today()}
    needs = {
        changes.DatesForm: {"stay": Stay(state="approved", arrival=today(), departure=soon(5))},
        finder.BedDatesForm: limits,
        figures.FiguresForm: {"stations": Station.objects.all(), "today": today()},
        funnel.FunnelForm: {"today": today()},
        month.MonthForm: {
            "stations": list(Station.objects.select_related("reporting_org__area")),
            "today": today(),
        },
        articles.ArticleSearchForm: {"areas": Area.objects.districts_and_zones()},
        finder.FinderForm: limits | {"areas": Area.objects.districts_and_zones()},
        closures.ClosureForm: {"station": Station(), "rooms": []},
        closures.ArrangeForm: {"rehousing": Rehousing(), "stations": []},
        desk.ReasonForm: {"act": "return"},
        booking.CorrectionForm: {"asked": Stay.Asked.values},
        guests.GuestForm: {"stations": Station.objects.all()},
        guests.WalkInForm: {"stations": Station.objects.all()},
        guests.CallerForm: {"stations": Station.objects.all()},
        lounges.VisitForm: {"zones": LoungeZone.objects.all()},
        lounges.InsteadForm: {"zones": LoungeZone.objects.all()},
        lounges.WalkInVisitForm: {"zones": LoungeZone.objects.all()},
        lounges.CloseForm: {"zones": LoungeZone.objects.all()},
        reports_city.YearForm: {"years": [2021]},
        reports_district.FillForm: {"figures": FIGURES},
        reports_district.ExplainForm: {"figures": FIGURES},
        reports_district.CompareForm: {"reports": [MonthlyReport(month=date(2021, 5, 1))]},
        reports_targets.TargetForm: {"units": [Organisation(code="zhangdian", pk=1)], "decimals": 2},
        person.PasswordForm: {"user": User(mobile="+8613900000000")},
        **_of_hours(),
        **_of_the_association(),
        volunteer_patrol_logs.EquipmentForm: {"pieces": []},
        volunteer_rounds.RosterForm: {"round": Round(pk=1)},
        volunteer_registration.TeamForm: {"volunteer": Volunteer(pk=1)},
        volunteer_scans.RollForm: {"shift": Shift(starts_at=now()), "signups": [Signup(pk=1)]},
        **(hope_forms.needs(form) | loan_forms.needs(form) | given_forms.needs(form)),
    }
    return needs.get(form, {})


@pytest.mark.parametrize("form", list(every_form()))
def test_no_field_of_a_form_breaks_and_the_error_stands_beside_it(form):
    needs = needs_of(form)
    fields = form({}, **needs).fields
    for text in NAUGHTY:
        filled = form(dict.fromkeys(fields, text), **needs)
        filled.is_valid()
        assert set(filled.errors) <= {*filled.fields, "__all__"}
        assert all(str(said).strip() for errors in filled.errors.values() for said in errors)
        for value in filled.cleaned_data.values():
            assert "\0" not in str(value), (form, text)


# --- every page -----------------------------------------------------------------------------


def encoded(fields, text):
    """A form as a browser that lies about its alphabet would send it."""
    return "&".join(f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}" for name in fields)


def pages_with_forms(known: World):
    """(who, address, names of the fields) of every page that shows a form, for the first to whom it is shown."""
    known_before = set()
    for column in ("anonymous", "applicant", "operator"):
        client = signed_in(known.visitors[column])
        for address in (known.address(route) for route in PAGES):
            answer = client.get(address)
            form = (answer.context or {}).get("form") if answer.status_code == 200 else None
            if address not in known_before and form is not None and getattr(form, "fields", None):
                known_before.add(address)
                yield column, address, list(form.fields)


def test_no_page_with_a_form_breaks_or_stores_what_it_refuses(known):
    found = list(pages_with_forms(known))
    assert len({address for _who, address, _fields in found}) >= 15
    for column, address, fields in found:
        client = signed_in(known.visitors[column], raise_request_exception=False)
        before = stored()
        for text in SHARP:
            body = encoded(fields, text)
            answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500, (address, text)
            form = (answer.context or {}).get("form") if answer.status_code != 302 else None
            before, standing = stored(), before
            if getattr(form, "errors", None):
                assert before == standing, (address, text)
                assert all(str(said) for errors in form.errors.values() for said in errors)
            asked = client.get(f"{address}?{body}")
            assert asked.status_code < 500, (address, text)
