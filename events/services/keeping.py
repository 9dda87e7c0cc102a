"""How long what registrants wrote is kept (`accounts.terms`); places and states stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import (
    Answer,
    Companion,
    GuardianPermit,
    MatchProfile,
    RegistrationReview,
    RegistrationTransition,
    RosterPerson,
)
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import Term

from .matchmaking import forget_profiles

ASSUMED = "假定"
OF = ("registration__person",)
SINCE = _("场次结束")


def _over(before: datetime) -> Q:
    return Q(registration__session__ends_at__lt=before)


def _companions(before: datetime) -> QuerySet[Any]:
    return Companion.objects.filter(_over(before))


def _rosters(before: datetime) -> QuerySet[Any]:
    return RosterPerson.objects.filter(_over(before))


def _permits(before: datetime) -> QuerySet[Any]:
    return GuardianPermit.objects.filter(_over(before))


def _forget(rows: QuerySet[Any]) -> int:
    gone: int = rows.delete()[0]
    return gone


def _profiles(before: datetime) -> QuerySet[Any]:
    return MatchProfile.objects.filter(round__session__ends_at__lt=before)


TERMS = [
    Term(
        key="match_profiles",
        what=_("相亲资料、照片、互选、屏蔽和举报"),
        since=SINCE,
        then=_("删除记录，只留五个合计数"),
        source=ASSUMED,
        due=_profiles,
        let_go=forget_profiles,
        # A report goes with either profile: a hold on one of the two keeps both.
        of=("person", "reports_made__accused__person", "reports_against__reporter__person"),
    ),
    Term(
        key="event_companions",
        what=_("活动同行人的姓名"),
        since=SINCE,
        then=_("删除记录"),
        source=ASSUMED,
        due=_companions,
        let_go=_forget,
        of=OF,
    ),
    Term(
        key="event_rosters",
        what=_("单位名册上的人员和监护人"),
        since=SINCE,
        then=_("删除记录"),
        source=ASSUMED,
        due=_rosters,
        let_go=_forget,
        of=OF,
    ),
    Term(
        key="event_permits",
        what=_("活动监护人同意"),
        since=SINCE,
        then=_("删除记录"),
        source=ASSUMED,
        due=_permits,
        let_go=_forget,
        of=OF,
    ),
    words_term("event_answers", _("活动报名的回答"), SINCE, with_words(Answer, _over), OF, ASSUMED),
    words_term(
        "event_reviews", _("报名审核的说明"), SINCE, with_words(RegistrationReview, _over), OF, ASSUMED
    ),
    words_term(
        "event_notes", _("活动报名流转的说明"), SINCE, with_words(RegistrationTransition, _over), OF, ASSUMED
    ),
]
