"""How long the words of recruitment rounds are kept; numbers, places and scores stay."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models import Application, ApplicationTransition, InterviewNote
from zibo_youth.accounts.services.words import with_words, words_term

ASSUMED = "假定"
OF_APPLICATION = ("application__volunteer__person",)


def _served(path: str, before: datetime) -> Q:
    return Q(**{f"{path}__serves_from__lt": timezone.localdate(before)})


ROUND_TERMS = [
    words_term(
        "application_words",
        _("招募报名的说明"),
        _("上岗首日"),
        with_words(Application, lambda before: _served("round", before)),
        ("volunteer__person",),
        ASSUMED,
    ),
    words_term(
        "application_notes",
        _("招募报名流转的说明"),
        _("上岗首日"),
        with_words(ApplicationTransition, lambda before: _served("application__round", before)),
        OF_APPLICATION,
        ASSUMED,
    ),
    words_term(
        "interview_words",
        _("面试评语"),
        _("上岗首日"),
        with_words(InterviewNote, lambda before: _served("application__round", before)),
        OF_APPLICATION,
        ASSUMED,
    ),
]
