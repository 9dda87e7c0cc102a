"""How long what couples told is kept (`accounts.terms`), from the day of the wedding; states stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.models import Couple, CoupleDocument, CoupleMember, CoupleTransition
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import Term
from zibo_youth.core import private_files

# domain.md §3.2 names six months for weddings; health hints end sooner by our own rule.
SOURCE, ASSUMED = "domain.md §3.2", "假定"
SINCE = _("婚礼当天")
OF = ("couple__members__person",)


def _over(path: str) -> Any:
    return lambda before: Q(**{f"{path}held_on__lt": before.date()})


def _papers(before: datetime) -> QuerySet[Any]:
    return CoupleDocument.objects.filter(_over("couple__wedding__")(before))


def _forget_papers(rows: QuerySet[Any]) -> int:
    """Rows first, then their files."""
    found = dict(rows.order_by().values_list("pk", "file"))
    gone: int = CoupleDocument.objects.filter(pk__in=found).delete()[0]
    private_files.forget_after_commit(found.values())
    return gone


def _health(before: datetime) -> QuerySet[Any]:
    return CoupleMember.objects.filter(_over("wedding__")(before)).exclude(health_sealed="")


def _forget_health(rows: QuerySet[Any]) -> int:
    return rows.update(health_sealed="", health_agreed_at=None)


TERMS = [
    Term(
        key="wedding_papers",
        what=_("集体婚礼的材料"),
        since=SINCE,
        then=_("删除文件和记录"),
        source=SOURCE,
        due=_papers,
        let_go=_forget_papers,
        of=OF,
    ),
    Term(
        key="wedding_health",
        what=_("集体婚礼的健康提示"),
        since=SINCE,
        then=_("抹去文字"),
        source=ASSUMED,
        due=_health,
        let_go=_forget_health,
        of=("person",),
    ),
    words_term(
        "wedding_certificates",
        _("集体婚礼的结婚证字号和日期"),
        SINCE,
        with_words(Couple, _over("wedding__")),
        ("members__person",),
        SOURCE,
    ),
    words_term(
        "wedding_sizes",
        _("集体婚礼的尺码"),
        SINCE,
        with_words(CoupleMember, _over("wedding__")),
        ("person",),
        SOURCE,
    ),
    words_term(
        "wedding_notes",
        _("集体婚礼流转的说明"),
        SINCE,
        with_words(CoupleTransition, _over("couple__wedding__")),
        OF,
        SOURCE,
    ),
]
