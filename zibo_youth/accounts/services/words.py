"""Terms that empty words (`accounts.terms`): what a programme says of each is which rows, and since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.holdings import holding_of
from zibo_youth.accounts.terms import Term

from .erasing import empty_words

Due = Callable[[datetime], QuerySet[Any]]


def with_words(model: type[models.Model], old: Callable[[datetime], Q]) -> Due:
    """Rows of which the condition says that they are old, and that still say something."""
    return lambda before: model._default_manager.filter(old(before), holding_of(model).said())


def words_term(key: str, what: Any, since: Any, due: Due, of: tuple[str, ...], source: str) -> Term:
    """The words of these rows go; the rows stay, for figures rest on them."""
    return Term(
        key=key, what=what, since=since, then=_("抹去文字"), source=source, due=due, let_go=empty_words, of=of
    )
