"""How long the words of election and awards are kept (`accounts.terms`); results and votes stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models import AwardNomination, Candidate, Objection
from zibo_youth.accounts.services.words import with_words, words_term

ASSUMED = "假定"


def _day(before: datetime) -> Any:
    return timezone.localdate(before)


TERMS = [
    words_term(
        "candidate_words",
        _("候选人的事迹和审查意见"),
        _("会议日期"),
        with_words(Candidate, lambda before: Q(congress__held_on__lt=_day(before))),
        ("volunteer__person",),
        ASSUMED,
    ),
    words_term(
        "objection_words",
        _("公示异议和答复"),
        _("提出时间"),
        with_words(Objection, lambda before: Q(at__lt=before)),
        ("by",),
        ASSUMED,
    ),
    words_term(
        "citation_words",
        _("评选推荐的事迹和审查意见"),
        _("推荐截止"),
        with_words(AwardNomination, lambda before: Q(season__recommend_until__lt=_day(before))),
        ("volunteer__person", "by"),
        ASSUMED,
    ),
]
