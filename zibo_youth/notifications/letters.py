"""
信 (letters): notices joined with the records they are about, as they are at this moment.

What a letter says is computed here on every sending and every reading; nothing
of it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import Person

from .kinds import NoticeKind, kind_of
from .models import Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice with its kind and its record; either is None when it no longer exists."""

    notice: Notice
    kind: NoticeKind | None
    about: Any

    @property
    def is_unread(self) -> bool:
        return self.notice.read_at is None

    @property
    def title(self) -> str | Promise:
        return self.kind.title if self.kind else _("消息")

    @property
    def text(self) -> str:
        """The long form, in the language of the page."""
        if self.kind is None or self.about is None:
            return str(_("这条消息涉及的记录已不存在。"))
        return self.kind.text("message", self.about)

    @property
    def holds(self) -> bool:
        """Whether what the message tells is still so."""
        return self.kind is not None and self.about is not None and self.kind.holds(self.about)

    @property
    def href(self) -> str:
        return self.kind.address(self.about) if self.kind and self.about else ""


def letters(notices: Sequence[Notice]) -> list[Letter]:
    """The letters of these notices in their order; one query per kind of notice, not one per notice."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    abouts: dict[int, Any] = {}
    for key, same in by_kind.items():
        abouts |= _abouts(kind_of(key), same)
    return [Letter(notice, kind_of(notice.kind), abouts.get(notice.pk)) for notice in notices]


def _abouts(kind: NoticeKind | None, notices: list[Notice]) -> dict[int, Any]:
    """Record by notice number; all notices of one kind are about the same model."""
    if kind is None:
        return {}
    rows = apps.get_model(notices[0].about_model)._base_manager
    found = rows.filter(pk__in={notice.about_pk for notice in notices})
    found = found.select_related(*kind.related) if kind.related else found
    by_pk = {str(row.pk): row for row in found.prefetch_related(*kind.prefetched)}
    return {notice.pk: by_pk.get(notice.about_pk) for notice in notices}


@dataclass(frozen=True, slots=True)
class Recipient:
    """收件人 (recipient): how to reach a person now, and in which language."""

    mobile: str
    email: str
    language: str


def recipient_of(person: Person) -> Recipient:
    """From the person's record and log-ins, the one used last first."""
    users = list(person.users.filter(is_active=True).order_by("-last_login", "-pk"))
    return Recipient(
        mobile=person.mobile or next((user.mobile for user in users), ""),
        email=next((user.email for user in users if user.email), ""),
        language=next((user.language for user in users), "zh-hans"),
    )
