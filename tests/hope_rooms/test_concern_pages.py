"""Pages of concerns: the numbers before any form; to whom it is about, a concern is nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hope_rooms import concern_querysets
from hope_rooms.models import (
    ChildrenHold,
    Concern,
    ConcernAlert,
    ConcernCall,
    ConcernTransition,
    ConcernWords,
)
from hope_rooms.services.concerns import alerts
from tests import pairing, people, worrying
from tests.matrix.asking import routes
from tests.people import signed_in
from tests.worrying import REFERENCE, WHY, WORDS
from zibo_youth.accounts.models import Membership, Organisation
from zibo_youth.accounts.own_data import everything_about
from zibo_youth.accounts.second_factor import give_demo_device
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import kpis
from zibo_youth.reports.periods import Month

TABLES = (Concern, ConcernAlert, ConcernCall, ConcernTransition, ConcernWords, ChildrenHold)


def text(answer):
    return answer.content.decode()


def page_of(concern):
    return reverse("concern", args=[concern.public_id])


# --- the way of a report


def test_the_numbers_are_shown_to_everybody_and_before_any_form(client, reporter):
    for visitor in (client, signed_in(reporter), signed_in(people.applicant())):
        shown = text(visitor.get(reverse("call_now")))
        assert (
            shown.index('href="tel:110"') < shown.index('href="tel:12345"') < shown.index('href="tel:12355"')
        )
        assert "<textarea" not in shown


def test_the_numbers_come_from_the_settings(client, settings):
    named = [{"number": "95999", "name": "示范热线", "when": "示范"}]
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"call_now": named}
    shown = text(client.get(reverse("call_now")))
    assert 'href="tel:95999"' in shown
    assert "tel:110" not in shown


def test_every_page_where_somebody_meets_the_child_leads_to_the_numbers(city, team, pair, living, reporter):
    visit = pairing.planned(living, pair)
    there = f"{reverse('call_now')}?child={living.child.code}"
    for user, page in (
        (reporter, reverse("my_child", args=[living.pk])),
        (reporter, visit.get_absolute_url()),
        (team.leader, reverse("pairing", args=[living.pk])),
        (city.officer, reverse("hope_case", args=[living.child.code])),
    ):
        assert there in text(signed_in(user).get(page)), page


def test_an_empty_form_is_a_report(living, reporter, city):
    client = signed_in(reporter)
    answer = client.post(reverse("concern_report"), {"words": ""})
    concern = Concern.objects.get()
    assert answer["Location"] == page_of(concern)
    assert "请在" in text(client.get(page_of(concern)))


def test_what_was_told_reaches_the_lead_and_no_notice(living, pair, reporter, city):
    sent = {"words": WORDS, "code": living.child.code, "subject": pair[1].person_id, "called": "110"}
    sent |= {"reference": REFERENCE, "occurred_on": today().isoformat()}
    signed_in(reporter).post(reverse("concern_report"), sent)
    concern = Concern.objects.get()
    assert (concern.child, concern.subject, concern.occurred_on) == (living.child, pair[1].person, today())

    lead = signed_in(city.lead)
    shown = text(lead.get(page_of(concern)))
    assert REFERENCE in shown
    assert "鸑鷟状" not in shown
    opened = lead.post(page_of(concern), {"act": "read"})
    assert WORDS in text(opened)
    assert "no-store" in opened["Cache-Control"]
    told = text(lead.get(reverse("messages")))
    assert concern.number in told
    assert living.child.code not in told


def test_the_reporter_sees_the_own_report_and_not_the_words_and_adds_to_it(living, reporter, city):
    client, concern = signed_in(reporter), worrying.reported(reporter)
    shown = text(client.get(page_of(concern)))
    assert REFERENCE in shown
    assert "看书面情况" not in shown
    assert client.post(page_of(concern), {"act": "read"}).status_code == 404
    assert client.post(page_of(concern), {"act": "acknowledge"}).status_code == 404
    assert client.post(page_of(concern), {"act": "nothing"}).status_code == 404

    client.post(page_of(concern), {"act": "call", "call-called": "12345", "call-reference": "二号"})
    client.post(page_of(concern), {"act": "account", "account-words": "又想起一点"})

    assert ConcernCall.objects.filter(called="12345", reference="二号").exists()
    assert "又想起一点" in text(signed_in(city.lead).post(page_of(concern), {"act": "read"}))


def test_the_lead_takes_it_on_names_confirms_and_closes(living, pair, reporter, city):
    client, concern = signed_in(city.lead), worrying.reported(reporter)
    page = page_of(concern)
    client.post(page, {"act": "acknowledge"})
    wrong = client.post(page, {"act": "name", "name-volunteer_no": "没有这个人"})
    assert "没有这个志愿者编号" in text(wrong)
    named = {"name-volunteer_no": pair[1].volunteer_no, "name-code": living.child.code}
    client.post(page, {"act": "name", **named})
    client.post(page, {"act": "confirm", "confirm-words": " "})
    assert Concern.objects.get().state == "acknowledged"
    answer = client.post(page, {"act": "confirm", "confirm-words": WHY}, follow=True)
    assert "收回 1 份结对" in text(answer)
    client.post(page, {"act": "close", "close-words": WHY})
    concern.refresh_from_db()
    assert (concern.state, concern.subject, concern.child) == ("closed", pair[1].person, living.child)


@pytest.mark.parametrize("who", ["officer", "town_officer", "city_staff", "finance"])
def test_a_stranger_finds_nothing(living, reporter, city, who):
    client, concern = signed_in(getattr(city, who)), worrying.reported(reporter)
    assert client.get(page_of(concern)).status_code == 404
    assert client.get(reverse("concerns")).status_code in (403, 404)


# --- to the subject it is nowhere


@pytest.fixture
def v(pair, city, team):
    """The other of the pair, who holds every office that reads anything of concerns, and of administrators."""
    user = pairing.login(pair[1])
    whole = Organisation.objects.get(code="city")
    roles = ("safeguarding_lead", "safeguarding_deputy", "centre_director", "city_staff", "administrator")
    for role in roles:
        Membership.objects.create(person=user.person, organisation=whole, role=role, from_on=today())
    Membership.objects.create(
        person=user.person, organisation=city.here, role="district_officer", from_on=today()
    )
    return promoted(user)


def promoted(user):
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    give_demo_device(user)
    return user


def lists():
    """Every address without a value: lists and desks, of the portal and of the admin."""
    return sorted({f"/{route}" for route in routes() if "<" not in route and "(?P" not in route})


TRACES = ("鸑鷟", "关切 C-")


def traces(concern):
    return (concern.number, str(concern.public_id), REFERENCE, *TRACES)


def crawled(client, concern, pages):
    found = {}
    for page in pages:
        answer = client.get(page)
        if answer.status_code != 200 or answer.streaming:
            continue
        shown = answer.content.decode(errors="replace")
        if hits := [trace for trace in traces(concern) if trace in shown]:
            found[page] = hits
    return found


@pytest.mark.long
def test_v_finds_no_trace_of_the_concern_in_any_list_with_every_office(living, pair, reporter, city, v):
    concern = worrying.confirmed(reporter, city.lead, pair[1], code=living.child.code)
    client = signed_in(v)
    assert crawled(client, concern, lists()) == {}


def test_the_control_the_same_offices_held_by_another_find_it(living, pair, reporter, city, v):
    concern = worrying.confirmed(reporter, city.lead, code=living.child.code)
    desk, table = reverse("concerns"), reverse("admin:hope_rooms_concern_changelist")
    assert set(crawled(signed_in(v), concern, (desk, table))) == {desk, table}
    assert {desk, table} <= set(lists())


def test_the_control_without_the_rule_v_finds_it(living, pair, reporter, city, v, monkeypatch):
    concern = worrying.confirmed(reporter, city.lead, pair[1])
    monkeypatch.setattr(concern_querysets._Hidden, "hidden_from", lambda rows, user: rows)
    assert concern.number in text(signed_in(v).get(reverse("concerns")))


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_no_row_of_it_is_found_by_its_number(living, pair, reporter, city, v, view):
    concern = worrying.confirmed(reporter, city.lead, pair[1])
    client = signed_in(v)
    assert client.get(page_of(concern)).status_code == 404
    assert client.post(page_of(concern), {"act": "read"}).status_code == 404
    for model in TABLES:
        row = concern if model is Concern else model.objects.filter(concern=concern).first()
        if row is None:
            continue
        name = f"admin:hope_rooms_{model._meta.model_name}_{view}"
        assert client.get(reverse(name, args=[row.pk])).status_code == 404, model
    alert = ConcernAlert.objects.first()
    notice = Notice.objects.get(kind="hope_rooms.concern_waits", about_pk=str(alert.pk), to=city.lead.person)
    assert client.get(reverse("admin:notifications_notice_change", args=[notice.pk])).status_code == 404


def test_vs_copy_of_the_own_data_tells_nothing_of_it(living, pair, reporter, city, v):
    concern = worrying.confirmed(reporter, city.lead, pair[1])
    told = str(everything_about(v))
    assert not [trace for trace in traces(concern) if trace in told]


def test_v_as_the_holder_of_every_office_hears_of_no_level(living, pair, reporter, city, v):
    concern = worrying.reported(reporter, pair[1])
    alerts.watch_concerns(at=now() + timedelta(hours=30))
    told = Notice.objects.filter(kind__startswith="hope_rooms.concern")
    assert told.exists()
    assert not told.filter(to=v.person).exists()
    assert concern.alerts.count() == 3


def test_no_figure_of_any_report_counts_concerns():
    counted = {each.facts.rows(Month.of(today()).period).model for each in kpis.kpis() if each.facts}
    assert len(counted) > 5
    assert not counted & set(TABLES)


def test_the_admin_of_concerns_is_for_three_offices(living, reporter, city):
    worrying.reported(reporter)
    page = reverse("admin:hope_rooms_concern_changelist")
    seen = {
        who: signed_in(getattr(city, who)).get(page).status_code
        for who in ("lead", "deputy", "director", "officer", "city_staff", "finance")
    }
    assert [who for who, status in seen.items() if status == 200] == ["lead", "deputy", "director"]
