"""
通知种类 (kinds of notices): what each is called, which ways it goes, and when it no longer holds.

Programmes register their kinds in ``AppConfig.ready``; the words are templates
under ``templates/notices/<kind>/``, rendered when they are sent or read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.functional import Promise

from .discretion import keep_discreet

INBOX, SMS, EMAIL = "inbox", "sms", "email"


def _always(about: Any) -> bool:
    return True


def _nothing(about: Any) -> dict[str, Any]:
    return {}


def _no_mobile(about: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """
    One kind of notice.

    ``holds(about)`` tells from the record's present state whether the message
    is still true; what lapsed is not sent. ``words(about)`` gives the values of
    the templates, ``url(about)`` where the message leads, ``mobile(about)`` a
    number that goes before the person's own. ``related`` and ``prefetched`` name
    the relations that the words need, so that a full inbox costs few queries.
    ``is_discreet``: that it was told is seen by its addressee alone, and by no administrator.
    """

    key: str
    title: str | Promise
    channels: tuple[str, ...] = (INBOX, SMS)
    holds: Callable[[Any], bool] = field(default=_always)
    words: Callable[[Any], dict[str, Any]] = field(default=_nothing)
    url: Callable[[Any], str] | None = None
    mobile: Callable[[Any], str] = field(default=_no_mobile)
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    is_discreet: bool = False

    def address(self, about: Model) -> str:
        """Where the message leads, computed when it is read."""
        if self.url:
            return self.url(about)
        own = getattr(about, "get_absolute_url", None)
        return str(own()) if own else ""

    def text(self, form: str, about: Model) -> str:
        """The words of one form ("sms" or "message") in the active language, on one line per paragraph."""
        backend: Any = get_template(f"notices/{self.key}/{form}.txt")
        template: Template = backend.template
        # Plain text: escaping happens where it is shown.
        rendered = template.render(Context(self.words(about) | {"about": about}, autoescape=False))
        return str(rendered).strip()


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Make a kind known; a second one of the same key is a mistake in the code."""
    if kind.key in _kinds:
        raise ValueError(f"notice kind {kind.key!r} is registered twice")
    _kinds[kind.key] = kind
    if kind.is_discreet:
        keep_discreet(kind.key)
    return kind


def kind_of(key: str) -> NoticeKind | None:
    """The kind, or None where a former version wrote a kind that no longer exists."""
    return _kinds.get(key)


def all_kinds() -> tuple[NoticeKind, ...]:
    return tuple(_kinds.values())
