"""Who comes to which door of the canary child, and what the class of the data lets each of them find there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from hope_rooms.models import AccessGrant, Gift
from tests import pairing, people, volunteering
from tests.hope_rooms.canary_life import Life
from tests.matrix import asking
from zibo_youth.accounts.models import User

Door = Callable[[Life], tuple[str, dict[str, Any]]]


def visitors(life: Life) -> dict[str, User | None]:
    """Everybody who has to do with the child, and some who have not."""
    one = life.city
    return {
        "nobody": None,
        "applicant": people.applicant(),
        "volunteer": pairing.login(life.pair[0]),
        "counsellor": pairing.login(life.third),
        "other volunteer": volunteering.user_of(volunteering.volunteer()),
        "surveyor": life.surveyor,
        "leader": life.leader,
        "town": one.town_officer,
        "district": one.officer,
        "foreign district": one.foreign_officer,
        "city": one.city_staff,
        "director": one.director,
        "finance": one.finance,
        "lead": one.lead,
        "deputy": one.deputy,
        "administrator": people.administrator(),
    }


WHO = (
    *(
        "nobody",
        "applicant",
        "volunteer",
        "counsellor",
        "other volunteer",
        "surveyor",
        "leader",
        "town",
        "district",
    ),
    *("foreign district", "city", "director", "finance", "lead", "deputy", "administrator"),
)


def address(life: Life, route: str) -> str:
    """A route filled with what belongs to the child; where a new table has no row in its life, with a number of nothing."""
    rows: dict[str, Any] = {
        "pairing": life.pairing,
        "counsellor": life.naming,
        "surveyvisit": life.place,
        "guardianrequest": life.request,
        "accessgrant": AccessGrant.objects.filter(child=life.room.child, kind="emergency").get(),
        "gift": Gift.objects.first(),
        "concern": life.concern,
        "childfile": life.photo,
        "childvisit": life.told_visit,
    }

    def value(found: re.Match[str]) -> str:
        if found[1] == "code":
            return life.donor_code if "follow/" in route else life.room.child.code
        if found[1] == "number":
            model = next((model for word, model in asking.NUMBERED.items() if f"/{word}/" in f"/{route}"), "")
            return str(rows[model].pk if model in rows else 0)
        model = next((model for word, model in asking.FILES.items() if word in route), "")
        return str(rows[model].public_id if model in rows else uuid.uuid4())

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)


def record(*parts: str, purpose: str = "care") -> Door:
    asked = {"parts": list(parts), "purpose": purpose}
    return lambda life: (reverse("hope_case", args=[life.room.child.code]), asked)


def photo(life: Life) -> tuple[str, dict[str, Any]]:
    kept = reverse("hope_case_file", args=[life.room.child.code, life.photo.public_id])
    return kept, {"data_class": 3, "purpose": "care"}


def list_of_files(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("hope_case_files", args=[life.room.child.code]), {"data_class": 3, "purpose": "care"}


def report(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("pairing_visit", args=[life.told_visit.public_id]), {"act": "report"}


def name_of_own(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("my_child", args=[life.pairing.pk]), {"act": "name"}


def way_to(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("child_visit", args=[life.next_visit.public_id]), {"act": "address"}


def name_for_counselling(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("counselled_child", args=[life.naming.pk]), {"act": "name"}


def own_notes(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("counselled_child", args=[life.naming.pk]), {"act": "notes"}


def notes_for_safeguarding(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("hope_notes", args=[life.room.child.code]), {"act": "read"}


def way_to_survey(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("hope_survey", args=[life.place.pk]), {"act": "address"}


def concern(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("concern", args=[life.concern.public_id]), {"act": "read"}


def copy(life: Life) -> tuple[str, dict[str, Any]]:
    return reverse("hope_request", args=[life.request.pk]), {"act": "copy"}


PERSON, HOME = {"name", "school"}, {"address", "village", "guardian", "mobile"}
ALL = PERSON | HOME | {"hardship", "number", "health", "report", "photo"}


def _each(offices: tuple[str, ...], found: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(offices, found)


PARTS = ("person", "home", "hardship", "number", "health")
# Who, by which door, finds what (reference/welfare.md §7); everybody else finds nothing there.
MAY: dict[tuple[str, Door], dict[str, set[str]]] = {
    ("person", record("person")): _each(("town", "district", "director", "lead"), PERSON),
    ("home", record("home")): _each(("town", "district", "lead"), HOME),
    ("hardship", record("hardship")): _each(("town", "district", "lead"), {"hardship"}),
    ("number", record("number")): {"lead": {"number"}},
    ("health", record("health")): {"lead": {"health"}},
    # The town took an emergency: for safeguarding, for four hours.
    ("all, safeguarding", record(*PARTS, purpose="safeguarding")): {
        "town": ALL - {"report", "photo"},
        "lead": ALL - {"report", "photo"},
    },
    ("photo", photo): _each(("town", "district", "lead"), {"photo"}),
    ("list of files", list_of_files): {},
    ("report", report): _each(("district", "director", "lead"), {"report"}),
    ("name of the own child", name_of_own): {"volunteer": {"name"}},
    ("way to the visit", way_to): {"volunteer": HOME},
    ("way to the survey", way_to_survey): {},
    # What a counsellor wrote is read by the counsellor and by the lead, and is in no copy (decision 0067).
    ("name for the counsellor", name_for_counselling): {"counsellor": {"name"}},
    ("own notes", own_notes): {"counsellor": {"note"}},
    ("notes, safeguarding", notes_for_safeguarding): {"lead": {"note"}},
    ("concern", concern): _each(("director", "lead", "deputy"), {"concern"}),
    ("copy", copy): {"lead": ALL},
}
