"""接续 (continuing): after the second "not mended" a new report goes on, with the same reporters."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.views.decorators.debug import sensitive_variables

from safety.models import HazardReport, HazardReporter
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now
from zibo_youth.core.private_files import kept_file, private_storage

from .moves import Party, State, write_down
from .photos import FOLDER
from .sealing import seal_reporter
from .telling import officers, owe_news, reporters_of, tell

SAME = (
    *("enterprise_id", "work_area_id", "place", "reporting_org_id", "latitude", "longitude"),
    "position_from",
    *("category", "severity", "words", "photo_type", "photo_digest", "photo_taken_at", "photo_is_clear"),
)


@sensitive_variables()
def continue_hazard(old: HazardReport) -> HazardReport:
    """Accepted already, to be given to somebody anew; the picture is a copy of its own."""
    name = str(old.photo.name)
    with private_storage().open(name, "rb") as stored:
        copy = ContentFile(stored.read())
    with kept_file(FOLDER, copy, f".{name.rpartition('.')[2]}") as photo:
        made: HazardReport = HazardReport.objects.create(
            continues=old,
            photo=photo,
            state=State.ACCEPTED,
            accepted_at=now(),
            **{column: getattr(old, column) for column in SAME},
        )
        made.refresh_from_db()
        write_down(SYSTEM, made, made.state, party=Party.PORTAL, note=old.number)
        _with_reporters(old, made)
        tell("hazard_new", officers(made), made)
        owe_news(made)
    return made


@sensitive_variables()
def _with_reporters(old: HazardReport, made: HazardReport) -> None:
    people = reporters_of(old)
    first = HazardReporter.objects.filter(hazard=old, part=HazardReporter.Part.FIRST)
    leading = set(first.values_list("pk", flat=True))
    for row, person in people.items():
        part = HazardReporter.Part.FIRST if row in leading else HazardReporter.Part.FOLLOWER
        seal_reporter(person, made, part)
    HazardReport.objects.filter(pk=made.pk).update(followers=len(people) - len(leading))
