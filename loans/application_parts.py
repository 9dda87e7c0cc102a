"""任务清单 (task list): what of an application is told, and what of it is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from loans.models import LoanApplication
from loans.models.application_words import Part


class Progress(TextChoices):
    """How far a part is."""

    NOT_STARTED = "not_started", _("未开始")
    IN_PROGRESS = "in_progress", _("进行中")
    DONE = "done", _("已完成")


FIELDS: dict[str, tuple[str, ...]] = {
    Part.FIRM: ("uscc", "firm_name", "founded_on", "industry", "reporting_org_id"),
    Part.OWNER: ("position",),
    Part.PURPOSE: ("amount", "months", "method", "purpose", "purpose_words"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list; closed ones are shown and not led to."""

    part: Part
    progress: Progress
    is_open: bool


def required_kinds() -> tuple[str, ...]:
    """Papers without which nothing is handed in."""
    kinds: tuple[str, ...] = settings.LOANS["required_documents"]
    return kinds


def kinds_there(application: LoanApplication) -> set[str]:
    """Of which kinds papers were uploaded."""
    return set(application.documents.values_list("kind", flat=True))


def tasks(application: LoanApplication, *, consents: bool) -> list[Task]:
    """The five lines, in their order. ``consents``: whether the founder's consent stands now."""
    there = kinds_there(application)
    told = {
        **{part: [bool(getattr(application, name)) for name in names] for part, names in FIELDS.items()},
        Part.DOCUMENTS: [kind in there for kind in required_kinds()] or [True],
        Part.CONSENT: [consents],
    }
    return [Task(part, _progress(told[part]), part in application.open_parts) for part in Part]


def _progress(told: Iterable[bool]) -> Progress:
    answers = list(told)
    if all(answers):
        return Progress.DONE
    return Progress.IN_PROGRESS if any(answers) else Progress.NOT_STARTED
