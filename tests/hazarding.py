"""Hazards for tests: pictures with and without a place, reports of people of nobody, and each step after them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Model
from PIL import Image

from safety.hazard_positions import Position, position_of
from safety.models import (
    Enterprise,
    HazardAlert,
    HazardFix,
    HazardOpening,
    HazardReport,
    HazardReporter,
    HazardReward,
    HazardStuckList,
    HazardTransition,
)
from safety.services.hazards import assigning, confirming, mending, opening, reporting, reviewing
from safety.services.hazards.mending import Claim
from safety.services.hazards.reporting import Told
from safety.services.hazards.reviewing import Verdict
from tests import guarding, people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now, today

_serial = count(1)
# No office opens their pages in the admin.
SEALED = (HazardReporter,)
# A place of no plant, in a field north of the city; a thousandth of a degree is some 111 metres.
HERE: Position = position_of("36.900000", "118.050000")  # type: ignore[assignment]
NEAR: Position = position_of("36.900400", "118.050000")  # type: ignore[assignment]
FAR: Position = position_of("36.910000", "118.050000")  # type: ignore[assignment]


def photo(
    place: Position | None = None,
    taken: datetime | None = None,
    *,
    size: tuple[int, int] = (48, 36),
    kind: str = "JPEG",
    **options: Any,
) -> SimpleUploadedFile:
    """A picture of its own colours; with a place and a time in its metadata, where they are given."""
    image = Image.new("RGB", size, (next(_serial) * 7 % 256, next(_serial) * 13 % 256, 90))
    exif = Image.Exif()
    if place:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = ("N" if place.latitude >= 0 else "S"), degrees(abs(float(place.latitude)))
        gps[3], gps[4] = ("E" if place.longitude >= 0 else "W"), degrees(abs(float(place.longitude)))
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **options)
    extension, declared = ("jpg", "image/jpeg") if kind == "JPEG" else ("png", "image/png")
    return SimpleUploadedFile(f"photo.{extension}", out.getvalue(), declared)


def degrees(value: float) -> tuple[float, float, float]:
    whole, minutes = divmod(value * 60, 60)
    return float(whole), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)


def told(**fields: Any) -> Told:
    """A general hazard, at an enterprise or a place of a district."""
    said: dict[str, Any] = {"category": "fire", "severity": "general", "words": "疏散通道堆放杂物"}
    if "enterprise" not in fields:
        said |= {"place": "示例路 1 号院内", "district": Organisation.objects.get(code="zhangdian")}
    return Told(**said | {"photo": photo()} | fields)


def report(by: User | None = None, **fields: Any) -> HazardReport:
    return reporting.report_hazard(actor=by or people.applicant(), told=told(**fields))


def accept(hazard: HazardReport, by: User | None = None, **fields: Any) -> HazardReport:
    verdict = Verdict(**{"severity": hazard.severity, "photo_is_clear": True} | fields)
    return reviewing.accept_hazard(actor=by or people.city_staff(), hazard=hazard, verdict=verdict)


def assign(hazard: HazardReport, to: User, by: User | None = None) -> HazardReport:
    return assigning.assign_hazard(actor=by or people.city_staff(), hazard=hazard, person=to.person)


def begin(hazard: HazardReport, by: User) -> HazardReport:
    return mending.begin_mending(actor=by, hazard=hazard)


def claim(hazard: HazardReport, by: User, **fields: Any) -> HazardFix:
    said = Claim(**{"words": "已清空通道", "photo": photo()} | fields)
    return mending.claim_fix(actor=by, hazard=hazard, claim=said)


def says(hazard: HazardReport, by: User, is_mended: bool, words: str = "") -> HazardReport:
    """The reporter's answer."""
    words = words or ("" if is_mended else "通道还是堵的")
    return confirming.answer_as_reporter(actor=by, hazard=hazard, is_mended=is_mended, words=words)


def agrees(hazard: HazardReport, by: User, is_mended: bool = True, **fields: Any) -> HazardReport:
    """The officer's answer, after a look at both pictures."""
    said = {"words": "" if is_mended else "照片看不出已整改", "place_seen": True} | fields
    return confirming.answer_as_officer(actor=by, hazard=hazard, is_mended=is_mended, **said)


class Plant:
    """An enterprise with its safety officer, an officer of its district, and who reports there."""

    def __init__(self, of: str = "zhangdian") -> None:
        self.enterprise: Enterprise = guarding.enterprise(of)
        self.area = guarding.work_area(self.enterprise)
        self.safety = guarding.safety_officer(self.enterprise)
        self.officer = people.officer(of)
        self.reporter = people.applicant()

    def reported(self, by: User | None = None, **fields: Any) -> HazardReport:
        said = {"enterprise": self.enterprise, "work_area": self.area} | fields
        return report(by or self.reporter, **said)

    def accepted(self, **fields: Any) -> HazardReport:
        return accept(self.reported(**fields), self.officer)

    def assigned(self, **fields: Any) -> HazardReport:
        return assign(self.accepted(**fields), self.safety, self.officer)

    def mending(self, **fields: Any) -> HazardReport:
        return begin(self.assigned(**fields), self.safety)

    def claimed(self, **fields: Any) -> HazardReport:
        hazard = self.mending(**fields)
        claim(hazard, self.safety)
        hazard.refresh_from_db()
        return hazard

    def again(self, hazard: HazardReport) -> HazardReport:
        """Mended once more, and claimed."""
        begin(hazard, self.safety)
        claim(hazard, self.safety)
        hazard.refresh_from_db()
        return hazard

    def verified(self, **fields: Any) -> HazardReport:
        hazard = self.claimed(**fields)
        says(hazard, self.reporter, True)
        return agrees(hazard, self.officer)


def moved(hazard: HazardReport, **columns: Any) -> HazardReport:
    """Columns as if the clock had gone on."""
    HazardReport.objects.filter(pk=hazard.pk).update(**columns)
    hazard.refresh_from_db()
    return hazard


def silence(hazard: HazardReport) -> HazardReport:
    """The time for answers is over since an hour."""
    HazardFix.objects.filter(pk=hazard.fix_id).update(answer_by=now() - timedelta(hours=1))
    hazard.refresh_from_db()
    return hazard


@contextmanager
def as_app() -> Iterator[None]:
    """In the block as the portal's role, which row-level security binds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE zibo_app")
        yield
        cursor.execute("RESET ROLE")


def rows_of(user: User, of: str = "zhangdian") -> dict[type[Model], Any]:
    """A row of each table, of a report by this user that was mended in a district."""
    plant = Plant(of)
    plant.reporter = user
    hazard = plant.claimed()
    opener = people.city_staff()
    opening.open_reporter(actor=opener, hazard=hazard, reason="核实示例")
    reward = HazardReward.objects.create(
        hazard=hazard, amount_yuan="50.00", code_index=f"{next(_serial):064d}"
    )
    stuck = HazardStuckList.objects.create(
        reporting_org=hazard.reporting_org, on=today(), waiting=1, overdue=0, unconfirmed=0
    )
    return {
        HazardReport: hazard,
        HazardFix: hazard.fix,
        HazardTransition: hazard.transitions.first(),
        HazardAlert: HazardAlert.objects.create(hazard=hazard, level="half"),
        HazardReporter: HazardReporter.objects.get(hazard=hazard, part="first"),
        HazardOpening: HazardOpening.objects.get(hazard=hazard, user=opener),
        HazardReward: reward,
        HazardStuckList: stuck,
    }
