"""
A city in which one of two people reports what the other does not, through the pages and calls of everybody.

Ada and Bob stand there before either life; what one reports in the first life the other reports in the second.
Whoever may not know it tries every button at every turn, and what they are answered is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from safety.hazard_sight import own_reports
from safety.models import HazardReport
from safety.services.hazards import telling
from safety.views.hazards import steps
from tests import guarding, hazarding, people, spilling
from tests.lives import large_numbers
from tests.people import signed_in
from zibo_youth.accounts.models import User

ACTS = [each.act for each in (*steps.OF_MENDERS, *steps.OF_OFFICES, *steps.OF_THE_BUREAU)]
SAID = {
    "words": "示例说明",
    "note": "",
    "severity": "none",
    "rejection": "unclear",
    "number": "H-0000000000",
    "to": "",
    "is_mended": "no",
    "person": "0",
}
MINE = "/api/v1/hazards/mine/"


class City:
    """Two who may have reported, and everybody who must not learn which of them it was."""

    def __init__(self) -> None:
        large_numbers(6_000_000)
        self.plant = hazarding.Plant()
        self.two = (people.applicant("龘密甲"), people.applicant("龘密乙"))
        city = people.city_staff()
        self.visitors: dict[str, User | None] = {
            "nobody": None,
            "somebody": people.applicant("路人丙"),
            "safety officer": self.plant.safety,
            "other safety officer": hazarding.Plant("linzi").safety,
            "officer": self.plant.officer,
            "foreign officer": people.officer("linzi"),
            "city staff": city,
            "bureau": guarding.emergency_officer(),
            "administrator": people.administrator(),
        }
        self.staff = city
        # The same pictures in both lives, of a place and a time.
        self.pictures = [hazarding.photo(hazarding.HERE).read() for _n in range(6)]
        self.known: set[str] = set()
        for user in self.two:
            self.known |= {str(user.person.public_id), user.person.public_id.hex}

    def picture(self, number: int) -> SimpleUploadedFile:
        return SimpleUploadedFile("photo.jpg", self.pictures[number], "image/jpeg")

    def marks(self, lines: Iterable[str], life: Life) -> str:
        """Of lines that are never the same twice: which of the two, and which report, each one names."""
        words = life.marks()
        anything = re.compile(
            "|".join(rf"(?<![0-9A-Za-z-]){re.escape(each)}(?![0-9A-Za-z-])" for each in sorted(words))
        )
        found = {" ".join(sorted({words[each] for each in anything.findall(line)})) for line in lines}
        return "\n".join(sorted(found - {""}))


class Life:
    """One of the two reports and is answered, the other joins and is refused; everything beside that is alike."""

    def __init__(self, city: City, first: int) -> None:
        self.city, self.answers = city, {}
        self.one, self.other = city.two if first == 0 else reversed(city.two)
        # They log in, and look around, in one order whatever follows.
        self.client = {user: signed_in(user) for user in city.two}
        for user in city.two:
            for page in (reverse("my_hazards"), f"{reverse('hazard_report')}?enterprise=", MINE, "/"):
                self.client[user].get(page)
        self.of = {name: signed_in(user) for name, user in city.visitors.items()}
        self.hazards: dict[str, HazardReport] = {}

    def marks(self) -> dict[str, str]:
        """Every word by which somebody, or something, is known: what it is."""
        told = {}
        for name, user in zip("AB", self.city.two, strict=True):
            person = user.person
            for word in (user.pk, person.pk, person.full_name, person.mobile[-11:], person.public_id):
                told[str(word)] = name
        for name, hazard in self.hazards.items():
            told |= {str(hazard.pk): name, hazard.number: name, str(hazard.public_id): name}
        for user in self.city.two:
            told |= {str(own.row): f"row of {own.hazard.category}" for own in own_reports(user.person_id)}
        return told

    def named(self, address: str) -> str:
        """The same in both lives: a report by its name, whose number is made by chance."""
        for name, hazard in self.hazards.items():
            address = address.replace(str(hazard.public_id), name)
        return address

    # --- the two ---------------------------------------------------------------------------------

    def reported(self, name: str, by: User, number: int, **said: Any) -> HazardReport:
        """By the page; or, without an enterprise, by a call."""
        before = set(HazardReport.objects.values_list("pk", flat=True))
        told = {"severity": "general", "words": "示例隐患", "photo": self.city.picture(number)} | said
        client, key = self.client[by], f"{name}-key-00000000000000000000000001"
        if "district" in said:
            answer = client.post(MINE, told, headers={"idempotency-key": key})
        else:
            address = f"{reverse('hazard_report')}?enterprise={self.city.plant.enterprise.pk}"
            answer = client.post(address, told | {"one_time_key": key}, follow=True)
        assert answer.status_code in (200, 201), answer.content.decode()
        self.hazards[name] = HazardReport.objects.exclude(pk__in=before).get()
        return self.hazards[name]

    def own(self, by: User, name: str) -> str:
        [found] = own_reports(by.person_id, hazard=self.hazards[name])
        return found.get_absolute_url()

    def joins(self, by: User, name: str, original: str) -> None:
        said = {"act": "join", "number": self.hazards[original].number}
        assert self.client[by].post(self.own(by, name), said).status_code == 302
        self.of_now(name, "duplicate")

    def answers_as_reporter(self, name: str, *, is_mended: bool) -> None:
        said = {"act": "answer", "is_mended": "yes" if is_mended else "no", "words": "示例答复"}
        address = self.own(self.one, name)
        self.client[self.one].get(address)
        assert self.client[self.one].post(address, said).status_code == 302

    # --- the others ------------------------------------------------------------------------------

    def of_now(self, name: str, state: str) -> None:
        self.hazards[name].refresh_from_db()
        if self.hazards[name].state != state:
            raise AssertionError(f"{name} is {self.hazards[name].state} and not {state}")

    def takes(self, who: str, name: str, act: str, state: str, **said: Any) -> None:
        """A step by whoever may, through the page."""
        answer = self._press(self.of[who], name, act, said)
        assert answer.status_code == 302, (who, act, answer.content.decode())
        self._keep(f"taken {who} {name} {act} {state}", answer)
        self.of_now(name, state)

    def tried(self, name: str) -> None:
        """Every button by everybody, with words that no step is satisfied with; the two are somebody too."""
        state = self.hazards[name].state
        for who, client in self.of.items():
            for act in ACTS:
                said = SAID if act in ("join", "assign", "hand_over") else SAID | {"words": ""}
                answer = self._press(client, name, act, said)
                self._keep(f"tried {who} {name} {act} {state}", answer)
        self.of_now(name, state)

    def _press(self, client: Client, name: str, act: str, said: dict[str, Any]) -> Any:
        told = {f"{act}-{field}": value for field, value in said.items()}
        return client.post(reverse("hazard", args=[self.hazards[name].public_id]), {"act": act, **told})

    def _keep(self, where: str, answer: Any) -> None:
        told = b" ".join(spilling.parts_of(answer)).decode("utf-8", "replace")
        self.answers[f"pressed {where}"] = f"{answer.status_code} {told}"


def lived(life: Life) -> None:
    """X is mended at the second claim and closed, Z goes to the bureau, W is refused, Y is joined to X."""
    _seen(life)
    telling.tell_reporters()
    _mended(life)
    life.takes("bureau", "Z", "progress", "mirrored", number="应急 1", words="已到现场")
    life.takes("bureau", "Z", "close_major", "closed", words="已排除")
    telling.tell_reporters()


def _seen(life: Life) -> None:
    one, other, area = life.one, life.other, life.city.plant.area.pk
    life.reported("X", one, 0, category="fire", work_area=area)
    life.reported("Y", other, 1, category="fire", work_area=area)
    life.reported("Z", one, 2, category="chemical", place="示例路口", district="zhangdian", severity="major")
    life.reported("W", other, 3, category="gear")
    life.reported("V", one, 0, category="order")
    life.joins(other, "Y", "X")
    life.tried("X")
    life.tried("Z")
    life.takes("officer", "W", "refuse", "rejected", words="看不清", rejection="unclear")
    life.takes("officer", "X", "accept", "accepted", severity="general", photo_is_clear="on")


def _mended(life: Life) -> None:
    city = life.city
    life.takes("officer", "X", "assign", "assigned", person=city.plant.safety.person_id)
    life.takes("safety officer", "X", "begin", "rectifying")
    life.takes("safety officer", "X", "claim", "fixed_claimed", words="已清空", photo=city.picture(4))
    life.tried("X")
    life.answers_as_reporter("X", is_mended=False)
    life.of_now("X", "reopened")
    life.takes("safety officer", "X", "begin", "rectifying")
    life.takes("safety officer", "X", "claim", "fixed_claimed", words="已清空", photo=city.picture(5))
    life.answers_as_reporter("X", is_mended=True)
    life.takes("officer", "X", "answer", "verified", is_mended="yes", place_seen="on")
    life.takes("city staff", "X", "close", "closed", words="归档")


def photos(life: Life) -> Iterator[tuple[str, Any]]:
    """Of every report and repair, to everybody."""
    for name, hazard in life.hazards.items():
        for shot in (0, 1, 2):
            yield f"{name} {shot}", reverse("hazard_photo", args=[hazard.public_id, shot])
