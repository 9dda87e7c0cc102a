"""保存 (keeping): how long pictures, words and the sealed reporters are kept; numbers and states stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from safety.hazard_sight import token_of
from safety.models import HazardFix, HazardReport
from zibo_youth.accounts.terms import Term
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now

ASSUMED = "假定"
FORGET = "SELECT safety_forget_reporters(%s::bigint[], %s::uuid[])"
SINCE = _("隐患办结、不予受理或并入")


def _ended(before: datetime) -> Q:
    """Closed, refused or joined so long ago; of the two last the report's own day counts."""
    return Q(state="closed", closed_at__lt=before) | Q(
        state__in=["rejected", "duplicate"], reported_at__lt=before
    )


def _photos_due(before: datetime) -> QuerySet[Any]:
    return HazardReport.objects.filter(_ended(before)).exclude(photo="")


@transaction.atomic
def forget_photos(rows: QuerySet[Any]) -> int:
    """The pictures of these reports and of their fixes; what they showed stands in words."""
    numbers = list(rows.values_list("pk", flat=True))
    for found in (
        HazardReport.objects.filter(pk__in=numbers).exclude(photo=""),
        HazardFix.objects.filter(hazard__in=numbers).exclude(photo=""),
    ):
        private_files.forget_after_commit([str(name) for name in found.values_list("photo", flat=True)])
        found.update(photo="", photo_gone_at=now())
    return len(numbers)


def _reporters_due(before: datetime) -> QuerySet[Any]:
    """
    Reports that are over for so long; which of them still have a reporter the portal's role is not shown.

    ``reporters_gone_at`` says that they were asked for once.
    """
    return HazardReport.objects.filter(_ended(before), reporters_gone_at__isnull=True)


@transaction.atomic
def forget_reporters(rows: QuerySet[Any]) -> int:
    """Deleted unread, by a function of the database."""
    numbers = list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [numbers, []])
    HazardReport.objects.filter(pk__in=numbers).update(reporters_gone_at=now())
    return len(numbers)


def forget_reporter(people: Iterable[int]) -> None:
    """注销 (an account is closed): what is sealed of these people goes, unread; the reports stay."""
    tokens = [str(token_of(person)) for person in people]
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [[], tokens])


TERMS = [
    Term(
        key="hazard_snapshots",
        what=_("隐患照片和整改照片"),
        since=SINCE,
        then=_("删除文件"),
        source=ASSUMED,
        due=_photos_due,
        let_go=forget_photos,
    ),
    Term(
        key="hazard_reporters",
        what=_("隐患上报人（密封）"),
        since=SINCE,
        then=_("删除记录"),
        source=ASSUMED,
        due=_reporters_due,
        let_go=forget_reporters,
    ),
]
