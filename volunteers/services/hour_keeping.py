"""How long the words of hours and certificates are kept; minutes, states and days stay."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from volunteers.models import Certificate, HourClaim, HourDispute, HourEntry
from zibo_youth.accounts.services.words import with_words, words_term

ASSUMED = "假定"
TERMS = [
    words_term(
        "hour_words",
        _("补录和冲销时长的理由"),
        _("服务结束"),
        with_words(HourEntry, lambda before: Q(ends_at__lt=before)),
        ("volunteer__person",),
        ASSUMED,
    ),
    words_term(
        "dispute_words",
        _("时长更正申请和答复"),
        _("答复"),
        with_words(HourDispute, lambda before: Q(answered_at__lt=before)),
        ("entry__volunteer__person",),
        ASSUMED,
    ),
    words_term(
        "claim_words",
        _("时长补记申请和答复"),
        _("答复"),
        with_words(HourClaim, lambda before: Q(answered_at__lt=before)),
        ("volunteer__person",),
        ASSUMED,
    ),
    words_term(
        "certificate_words",
        _("服务证明的用途、备注和撤销理由"),
        _("证明未出具或失效"),
        with_words(Certificate, lambda before: Q(ended_at__lt=before)),
        ("volunteer__person",),
        ASSUMED,
    ),
]
