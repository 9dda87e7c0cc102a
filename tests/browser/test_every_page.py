"""Every page that links lead to, for every role, in both languages: whole, legible, in the right words."""

from __future__ import annotations

from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.browser.judged import Judged
from tests.browser.survey import Surveyor
from tests.browser.visitor import Visitor
from zibo_youth.accounts import policy

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def judged(tmp_path_factory, worker_id) -> Judged:
    """What axe has judged in this run: most pages of one role are another role's too."""
    own = tmp_path_factory.getbasetemp()
    return Judged((own if worker_id == "master" else own.parent) / "judged_by_axe")


LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
# Of the many pages with one name (stations, days of a calendar, rows of a list), this many are opened;
# the admin draws all rows of a table from one template.
PER_NAME, PER_NAME_IN_ADMIN = 2, 1
FILES = {
    "hazard_photo",
    "my_hazard_photo",
    "stay_calendar",
    "volunteer_shift_calendar",
    "volunteer_shifts_calendar",
    "event_feed",
    "event_draw_list",
    "couple_document",
    "wedding_list_file",
    "wedding_result_file",
    "event_certificate_paper",
    "event_roster_template",
    "safety_trainee_template",
    "safety_enterprise_template",
    "quiz_bank_template",
    "safety_material",
    "match_photo",
    "match_seats",
    "match_seat_list",
    "own_data_file",
    "figures_file",
    "funnel_file",
    "figures_table",
    "evidence",
    "volunteer_document",
    "volunteer_certificate_paper",
    "volunteer_hour_template",
    "hope_ledger_template",
    "hope_purpose_paper",
    "loan_document",
    "loan_repayment_template",
    "loan_schedule_template",
    "article_attachment",
    "api_schema",
    "admin:view_on_site",
    "admin:stations_station_workbook",
}


def walk_everywhere(
    visitor: Visitor, surveyor: Surveyor, starts: list[str]
) -> tuple[Counter[str], list[str]]:
    """Open what can be reached by links, breadth first; gives how often each named page was opened."""
    queue = deque(visitor.origin + visitor.address(name) for name in starts)
    opened: Counter[str] = Counter()
    known, findings = set(queue), []
    while queue:
        address = queue.popleft()
        name = _kind(_name(visitor.language, address.removeprefix(visitor.origin)))
        if not name or opened[name] >= (PER_NAME_IN_ADMIN if name.startswith("admin:") else PER_NAME):
            continue
        opened[name] += 1
        if name in FILES or urlsplit(address).path.startswith("/media/"):
            if not visitor.context.request.get(address).ok:
                findings.append(f"{address}: leads to nothing")
            continue
        visitor.page.goto(address)
        found, links = surveyor.look(visitor.page)
        findings += [f"{urlsplit(address).path}: {finding}" for finding in found]
        for link in (_without_fragment(link) for link in links):
            if link.startswith(visitor.origin) and _is_in(visitor.language, link) and link not in known:
                known.add(link)
                queue.append(link)
    return opened, findings


def _without_fragment(link: str) -> str:
    return link.partition("#")[0]


def _is_in(language: str, address: str) -> bool:
    path = urlsplit(address).path
    if path.startswith(("/api/", "/media/", "/static/")):
        return True
    return path.startswith("/en/") == (language == "en")


def _name(language: str, path: str) -> str:
    try:
        with translation.override(language):
            return resolve(urlsplit(path).path).view_name or ""
    except Resolver404:
        return ""


def _kind(name: str) -> str:
    """The admin draws the history of every table's rows from one template too."""
    return "admin:history" if name.startswith("admin:") and name.endswith("_history") else name


@LANGUAGES
def test_pages_of_a_visitor(visit, language, judged):
    visitor = visit(language=language)
    opened, findings = walk_everywhere(visitor, Surveyor(language, judged), ["home"])
    assert not findings, "\n".join(findings)
    assert {
        "home",
        "station_finder",
        "station_page",
        "stay_eligibility",
        "account_login",
        "article_page",
    } <= set(opened)


@LANGUAGES
def test_pages_of_an_applicant(visit, city, language, judged):
    visitor = visit(language=language, user=city.guest)
    opened, findings = walk_everywhere(visitor, Surveyor(language, judged), ["home", "my_stays"])
    assert not findings, "\n".join(findings)
    assert {"stay", "stay_cancel", "messages", "message", "consents", "profile", "stay_dates"} <= set(opened)


# Where each role works: a crawl that never came there would prove nothing.
WORK = {
    "operator": {
        "desk",
        "desk_stay",
        "station_figures",
        "admin:stations_stay_changelist",
        "admin:stations_stay_change",
    },
    "officer": {
        "admin:stations_stay_changelist",
        "admin:stations_stay_change",
        "admin:stations_station_change",
        "admin:articles_article_change",
        "district_reports",
        "district_report",
    },
    "city_staff": {
        "admin:stations_stay_changelist",
        "admin:stations_staypolicy_changelist",
        "city_reports",
        "city_month",
        "city_report",
        "city_target",
    },
    "administrator": {"admin:accounts_user_changelist", "admin:accounts_membership_add"},
    "leader": {
        "volunteer_members",
        "volunteer_member",
        "manage_shifts",
        "manage_shift",
        "volunteer_desk",
        "admin:volunteers_serviceproject_change",
    },
}


DESKS = [("stations.check_in_stay", "desk"), ("volunteers.review_attendance", "volunteer_desk")]
# Every role once, desk and admin in both languages: eight crawls would cost more minutes than they tell.
STAFF = [
    ("operator", "zh-hans"),
    ("operator", "en"),
    ("officer", "zh-hans"),
    ("city_staff", "en"),
    ("administrator", "zh-hans"),
    ("leader", "en"),
]


@pytest.mark.long
@pytest.mark.parametrize(("role", "language"), STAFF)
def test_pages_of_staff(visit, city, language, role, judged):
    user = city.staff[role]
    desks = [desk for action, desk in DESKS if policy.may(user, action)]
    visitor = visit(language=language, user=user, phone=False)
    opened, findings = walk_everywhere(visitor, Surveyor(language, judged), ["admin:index", *desks])
    assert not findings, "\n".join(findings)
    assert set(opened) >= WORK[role]


def test_every_role_at_work_is_looked_at():
    assert {role for role, _language in STAFF} == set(WORK)
