"""How long the words at the door of a session are kept; who came, and when, stays for the figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import AttendanceCertificate, EntryScan, Feedback, Registration
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import Term

ASSUMED = "假定"
OF = ("registration__person",)
SINCE = _("场次结束")


def _over(before: datetime) -> Q:
    return Q(registration__session__ends_at__lt=before)


def _walk_ins(before: datetime) -> QuerySet[Any]:
    """Whom a desk wrote down by name and telephone only, and who has not come since."""
    theirs = Registration.objects.filter(person=OuterRef("pk"))
    known = Q(users__isnull=False) | ~Q(id_index="") | Q(full_name="", mobile="")
    rows = Person.objects.filter(Exists(theirs)).exclude(known)
    return rows.exclude(Exists(theirs.filter(session__ends_at__gte=before)))


def _forget(rows: QuerySet[Any]) -> int:
    return rows.update(full_name="", mobile="")


TERMS = [
    words_term("event_feedback_words", _("活动反馈的文字"), SINCE, with_words(Feedback, _over), OF, ASSUMED),
    words_term(
        "event_certificate_words",
        _("撤销参加证明的理由"),
        _("撤销"),
        with_words(AttendanceCertificate, lambda before: Q(revoked_at__lt=before) | _over(before)),
        OF,
        ASSUMED,
    ),
    words_term("event_scan_notes", _("撤销入场记录的原因"), SINCE, with_words(EntryScan, _over), OF, ASSUMED),
    Term(
        key="event_walk_ins",
        what=_("现场登记者的姓名和手机号（没有账号的）"),
        since=SINCE,
        then=_("抹去文字"),
        source=ASSUMED,
        due=_walk_ins,
        let_go=_forget,
        of=("pk",),
    ),
]
