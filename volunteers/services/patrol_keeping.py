"""How long words of a patrol's log and pictures of hazards are kept (`accounts.terms`); numbers stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from volunteers.models import HazardTicket, PatrolLog
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import Term
from zibo_youth.core import private_files

ASSUMED = "假定"


def _closed_with_pictures(before: datetime) -> QuerySet[Any]:
    closed = HazardTicket.objects.filter(state__in=["verified", "dismissed"], decided_at__lt=before)
    return closed.exclude(photo="", proof="")


def _forget_pictures(tickets: QuerySet[Any]) -> int:
    """The names go with the commit, the files after it."""
    rows = list(tickets.values_list("pk", "photo", "proof"))
    HazardTicket.objects.filter(pk__in=[row[0] for row in rows]).update(photo="", proof="")
    private_files.forget_after_commit([name for _number, *names in rows for name in names if name])
    return len(rows)


PATROL_TERMS = [
    words_term(
        "patrol_log_words",
        _("巡护日志的说明"),
        _("巡护时间"),
        with_words(PatrolLog, lambda before: Q(at__lt=before)),
        ("signup__volunteer__person",),
        ASSUMED,
    ),
    Term(
        key="hazard_photos",
        what=_("隐患和整改的照片"),
        since=_("核查销号或不成立"),
        then=_("删除文件，隐患单保留"),
        source=ASSUMED,
        due=_closed_with_pictures,
        let_go=_forget_pictures,
    ),
]
