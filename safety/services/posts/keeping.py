"""How long the words of the model posts are kept (`accounts.terms`); points, states and dates stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from safety.models import PostObjection, PostSheet
from zibo_youth.accounts.services.words import with_words, words_term

ASSUMED = "假定"


def _answered(before: datetime) -> Any:
    return Q(answered_at__lt=before)


def _submitted(before: datetime) -> Any:
    return Q(submitted_at__lt=before)


TERMS = [
    words_term(
        "post_objections",
        _("青安岗公示异议和答复的文字"),
        _("答复时"),
        with_words(PostObjection, _answered),
        ("by",),
        ASSUMED,
    ),
    words_term(
        "post_remarks",
        _("青安岗评审员的评语"),
        _("提交时"),
        with_words(PostSheet, _submitted),
        ("reviewer__person",),
        ASSUMED,
    ),
]
