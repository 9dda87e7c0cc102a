"""
Programme cards: what a programme shows on the house's own pages.

The house imports no programme; each programme registers its card in
``AppConfig.ready`` and the home page, the navigation and the account menu
show what is registered, in that order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

# A sentence of the catalogue: translated when it is shown, not when it is written.
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """链接 (link): the words and the URL name they lead to; ``suffix`` is a query or a fragment."""

    label: Text
    url_name: str
    suffix: str = ""

    @property
    def href(self) -> str:
        """The address in the language of the page."""
        return reverse(self.url_name) + self.suffix


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """公开数字 (public figure): counted on each showing, with the date it stands for."""

    label: Text
    unit: Text
    value: Callable[[], int]
    as_of: Callable[[], Any] | None = None


def _nothing(request: HttpRequest) -> dict[str, Any]:
    return {}


def _no_links(request: HttpRequest) -> list[Link]:
    return []


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """
    项目卡片 (programme card).

    ``start`` is the one thing most people come for and becomes the red button;
    ``template`` with ``context(request)`` draws the signed-in person's own
    strip (current stay) and is left out when the context is empty;
    ``account_links(request)`` adds lines to the account menu.
    """

    key: str
    title: Text
    summary: Text
    home: Link
    start: Link
    links: tuple[Link, ...] = ()
    icon: str = "img/mark.svg"
    figures: tuple[PublicFigure, ...] = ()
    template: str = ""
    context: Callable[[HttpRequest], dict[str, Any]] = field(default=_nothing)
    account_links: Callable[[HttpRequest], list[Link]] = field(default=_no_links)


_cards: dict[str, ProgrammeCard] = {}


def register(card: ProgrammeCard) -> ProgrammeCard:
    """Show this programme; a second card of the same key is a mistake in the code."""
    if card.key in _cards:
        raise ValueError(f"programme card {card.key!r} is registered twice")
    _cards[card.key] = card
    return card


def all_cards() -> tuple[ProgrammeCard, ...]:
    """Every registered card, in the order of INSTALLED_APPS."""
    return tuple(_cards.values())
