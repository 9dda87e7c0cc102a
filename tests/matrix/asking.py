"""Every address of the portal, asked by every kind of person; the answers as single letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.urls import URLResolver, get_resolver

from events.passes import code_of as pass_of
from events.verification import code_of_certificate
from safety.hazard_sight import address_of
from stations.answer_links import token_of
from stations.lounge_door import token_of as door_token_of
from tests import people
from tests.districts import District, district
from tests.matrix import association_asking
from volunteers.door import token_of as shift_token_of
from volunteers.verification import code_of
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now, today
from zibo_youth.core.crypto import secret_digest

# Nobody is asked for by these: a word in their place is as good as another.
WORDS = {
    "shot": "0",
    "act": "approve",
    "path": "nothing",
    "url": "nothing",
    "scope": "privacy",
    "version": "1",
} | {
    "table": "occupancy",
    "kind": "csv",
}
OF_A_CHILD = ("hope-rooms/cases/", "hope-rooms/rooms/", "api/v1/hope-rooms/rooms/")
# A card's code that is right: wrong ones are limited.
CARD = "202106120001"
LOUNGES = ("reference", "code", "act")
WAYS = {"/accounts/login/": "L", "/admin/login/": "L", "/accounts/second-factor/set-up/": "T"}
# By its name, and by its programme and name: some names are used by two programmes.
MODELS = {model._meta.model_name: model for model in admin.site._registry} | {
    model._meta.label_lower: model for model in admin.site._registry
}


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every pattern of the resolver, the admin site's own included, as one line of text."""
    for part in (resolver or get_resolver()).url_patterns:
        here = prefix + str(part.pattern).strip("^")
        if isinstance(part, URLResolver):
            yield from routes(part, here)
        else:
            yield here


# In an address of the loans; the reference is that of the district's application.
OF_A_LOAN = {"act": "withdraw", "part": "firm", "figure": "bu01", "reference": ""}

# What a number in an address counts, by the word of the address that is `nearest`.
NUMBERED = {
    "safety/materials": "safetymaterial",
    "safety/desk/materials": "safetymaterial",
    "safety/posts/desk/checks": "safety.postcheck",
    "safety/posts/desk/accidents": "enterpriseaccident",
    "quizzes/desk/banks": "questionbank",
    "quizzes/desk/questions": "bankquestion",
    "matchmaking/reports": "matchreport",
    "loans/guarantees": "guarantee",
    "loans/lines": "creditline",
    "loans/contracts": "loan",
    "me/loans": "loan",
    "loans/claims": "subsidyclaim",
    "loans/equity": "equityinvestment",
    "loans/pre-approved": "preapprovedline",
    "money/gifts": "gift",
    "money/goods": "goodsgift",
    "money/changes": "purposechange",
    "money/campaigns": "campaign",
    "stock/takes": "stocktake",
    "hope-rooms/stock": "stockitem",
    "rounds/mine": "application",
    "rounds/applications": "application",
    "rounds/desk/people": "application",
    "rounds": "round",
    "hours/desk/entries": "hourentry",
    "hours/desk/disputes": "hourdispute",
    "hours/desk/imports": "hourimport",
    "hours/desk/claims": "hourclaim",
    "volunteers/hours": "hourentry",
    **association_asking.MODEL_OF,
    "patrol/desk/areas": "patrolarea",
    "volunteers/crowds": "crowdsession",
    "patrol/desk/alerts": "areaalert",
    "patrol/tickets": "hazardticket",
    "patrol/desk/equipment": "equipment",
    "desk/members": "volunteers.teammember",
    "in/place": "signup",
    "me/teams": "volunteers.teammember",
    "desk/proofs": "requirementitem",
    "volunteers/signups": "signup",
    "manage/posts": "post",
    "manage/signups": "signup",
    "mine/signups": "signup",
    "mine/swaps": "swap",
    "mine/no-shows": "noshow",
    "desk/exemptions": "exemption",
    "lounges/desk/closures": "loungeclosure",
    "lounges/series": "loungeseries",
    "lounges/desk/posters": "loungezone",
    "stations/desk/closures": "closure",
    "partners/codes": "referralcode",
    "partners": "partner",
    "together": "party",
    "consents": "consentrecord",
    "tokens": "apitoken",
    "messages": "notice",
    "strikes": "strike",
    "follow-ups": "followup",
    "placements": "placement",
    "rehousings": "rehousing",
    "visits/pairs": "pairing",
    "hope-rooms/counselling": "counsellor",
    "hope-rooms/faces": "childanswer",
    "hope-rooms/pairings": "pairing",
    "hope-rooms/surveys": "surveyvisit",
    "rooms/samples": "samplebatch",
    "hope-rooms/requests": "guardianrequest",
    "hope-rooms/emergencies": "accessgrant",
    "hope-rooms/grants": "accessgrant",
}


# What a public number leads to, by the first of these words that its address has; everywhere else it is a piece of evidence.
FILES = {
    "hazards/mine/": "hazardreporter",
    "safety/hazards/": "hazardreport",
    "safety/campaigns/": "safetycampaign",
    "safety/desk/campaigns/": "safetycampaign",
    "safety/posts/reviews/": "safety.postsheet",
    "safety/posts/desk/objections/": "safety.postobjection",
    "safety/posts/": "safety.safetypost",
    "quizzes/attempts": "quizattempt",
    "quizzes/desk/attempts": "quizattempt",
    "quizzes/": "quiz",
    "events/weddings/couples/": "couple",
    "events/weddings/desk/couples/": "couple",
    "events/weddings/documents/": "coupledocument",
    "events/weddings/": "wedding",
    "events/registrations/": "registration",
    "events/desk/reviews/": "registration",
    "events/rosters/": "rosterperson",
    "events/matchmaking/photos/": "matchprofile",
    "events/matchmaking/": "matchround",
    "events/desk/matchmaking/": "matchprofile",
    "events/sessions/": "session",
    "events/desk/sessions/": "session",
    "events/": "event",
    "loans/": "loandocument",
    "articles/": "attachment",
    "exports/": "exportjob",
    "documents/": "volunteerdocument",
    "volunteers/shifts/": "shift",
    "volunteers/patrol/": "shift",
    "hope-rooms/concern/": "concern",
    "hope-rooms/cases/": "childfile",
    "hope-rooms/visits/": "childvisit",
    "hope-rooms/counselling/": "childvisit",
    "hope-rooms/pairings/": "childvisit",
}


def nearest(route: str) -> str:
    """Of the words of `NUMBERED` in an address the one that ends last, of these the longest."""
    there = [word for word in NUMBERED if f"/{word}/" in f"/{route}"]
    return max(there, key=lambda word: (f"/{route}".rindex(f"/{word}/") + len(word), len(word)))


@dataclass
class World:
    """Two districts with the same kinds of rows, and everybody who may come to a door."""

    here: District
    there: District
    visitors: dict[str, User | None]

    def address(self, route: str) -> str:
        """The route, filled with the things of the first district."""
        if route.startswith("admin/(?P<app_label>"):
            return "/admin/stations/"
        if route.startswith("admin/(?P<url>"):
            return "/admin/nothing"
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: self._value(found[1], route), route)
        return f"/{filled}"

    def _value(self, name: str, route: str) -> str:
        rows: dict[Any, Any] = self.here.rows
        if name == "content_type_id":
            return str(ContentType.objects.get_for_model(self.here.stay).pk)
        if name == "object_id":
            model = "stay" if route.startswith("admin/r/") else ".".join(route.split("/")[1:3])
            return str(quote(rows[MODELS[model]].pk))
        if name == "number" and "certificates/" not in route:
            return str(rows[MODELS[NUMBERED[nearest(route)]]].pk)
        if "/lounge" in route and not route.startswith("admin/") and name in LOUNGES:
            visit, lounge = self.here.visit, self.here.lounge
            return {"reference": visit.reference, "code": lounge.code, "act": "release"}[name]
        if route.startswith("loans/") and name in OF_A_LOAN:
            return OF_A_LOAN[name] or rows[MODELS["loanapplication"]].reference
        file = next((label for word, label in FILES.items() if word in route), "evidence")
        named = {
            "slug": self.here.article.slug,
            "reference": self.here.stay.reference,
            "code": rows[MODELS["child"]].code if route.startswith(OF_A_CHILD) else self.here.station.code,
            "token": self._token(route),
            "public_id": str(rows[MODELS[file]].public_id),
        }
        if "hazards/mine/" in route:
            named["public_id"] = str(address_of(rows[MODELS[file]].pk))
        named |= {"code": CARD} if route.startswith("hope-rooms/card/") else {}
        named |= self._of_volunteers(route) | self._of_events(route) | self._of_safety(route)
        named |= self._of_report() | ({"table": "progress"} if route.startswith("figures/") else {})
        named |= {"year": str(rows[MODELS["postround"]].year)} if route.startswith("safety/") else {}
        return (WORDS | named | {"day": today().isoformat()})[name]

    def _token(self, route: str) -> str:
        rows: dict[Any, Any] = self.here.rows
        if route.startswith("volunteers/in/"):
            return shift_token_of(rows[MODELS["shift"]], "in", now())
        if "/lounges/door/" in route:
            return door_token_of(self.here.visit.zone)
        if route.startswith("events/weddings/join/"):
            return str(rows[MODELS["couplemember"]].token)
        of_a_party = "/together/" in route
        return (
            rows[MODELS["partymember"]].token if of_a_party else token_of(rows[MODELS["followup"]].link_seed)
        )

    def _of_volunteers(self, route: str) -> dict[str, str]:
        rows: dict[Any, Any] = self.here.rows
        paper = rows[MODELS["certificate"]]
        found = {"volunteer_no": str(rows[MODELS["volunteer"]].volunteer_no), "number": paper.number}
        if "certificates/" in route:
            found["code"] = code_of(paper)
        if route.startswith("volunteers/hours/desk/projects/"):
            found["code"] = str(rows[MODELS["serviceproject"]].code)
        if route.startswith("volunteers/desk/roll/"):
            found["public_id"] = str(rows[MODELS["shift"]].public_id)
        if route.startswith(("volunteers/projects/", "volunteers/shifts/manage/projects/")):
            found["code"] = str(rows[MODELS["serviceproject"]].code)
        if model := association_asking.code_of(route):
            found["code"] = str(rows[MODELS[model]].code)
        return found

    def _of_events(self, route: str) -> dict[str, str]:
        """A pass and a certificate are of the registration."""
        if not route.startswith("events/"):
            return {}
        rows: dict[Any, Any] = self.here.rows
        if "certificates/" in route:
            paper = rows[MODELS["attendancecertificate"]]
            return {"code": code_of_certificate(paper), "number": paper.number}
        return {"code": pass_of(rows[MODELS["registration"]])}

    def _of_safety(self, route: str) -> dict[str, str]:
        """A code is the enterprise's; a training has one session."""
        rows: dict[Any, Any] = self.here.rows
        event = rows[MODELS["safetyactivity"]].event
        found = {"uscc": str(rows[MODELS["enterprise"]].organisation.uscc)}
        if route.startswith("safety/desk/activities/"):
            found["public_id"] = str(event.public_id)
        if "trainings/" in route:
            found["public_id"] = str(event.sessions.get().public_id)
        return found

    def _of_report(self) -> dict[str, str]:
        return {
            "unit": self.here.station.reporting_org.code,
            "month": self.here.rows[MODELS["monthlyreport"]].of.code,
            "figure": "ST01",
            "year": "2021",
        }


def world() -> World:
    here, there = district("zhangdian"), district("huantai")
    child = here.rows[MODELS["child"]]
    type(child).objects.filter(pk=child.pk).update(card_index=secret_digest("child_card", CARD))
    for kind in ("evidence", "attachment", "volunteerdocument"):
        storages["private"].save(here.rows[MODELS[kind]].file.name, ContentFile(b"kept"))
    return World(
        here,
        there,
        {
            "anonymous": None,
            "applicant": here.guest,
            "foreign applicant": there.guest,
            "operator": here.operator,
            "foreign operator": there.operator,
            "officer": here.officer,
            "foreign officer": there.officer,
            "city staff": people.city_staff(),
            "administrator": people.administrator(),
            "leader": here.leader,
            "foreign leader": there.leader,
        },
    )


def letter(answer: Any) -> str:
    """One answer in one letter; the ways to the log-in and to the second factor are told from other ways."""
    if answer.status_code in (301, 302, 307):
        return WAYS.get(answer.url.partition("?")[0], "3")
    return {200: "2", 400: "B", 401: "U", 403: "F", 404: "4", 405: "M"}.get(
        answer.status_code, str(answer.status_code)
    )


def row_counts() -> dict[str, int]:
    """How many rows each table holds; a session is no row of anybody's. Planned once: it is asked a thousand times."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'row_counts'")
        if cursor.fetchone() == (0,):
            cursor.execute(f"PREPARE row_counts AS {' UNION ALL '.join(_counts_of_tables())}")
        cursor.execute("EXECUTE row_counts")
        return dict(cursor.fetchall())


def _counts_of_tables() -> list[str]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - {
        "django_session"
    }
    standing = sorted(tables & set(connection.introspection.table_names()))
    return [f"SELECT '{name}', count(*) FROM {name}" for name in standing]
