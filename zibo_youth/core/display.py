"""显示偏好 (display choice): large print and high contrast, kept in a cookie that names nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from django.http import HttpRequest, HttpResponse

COOKIE = "display"
CHOICES = ("large", "contrast")
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Display:
    """How one visitor wants the pages to look; ``css_class`` goes on ``<html>``."""

    large: bool = False
    contrast: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the cookie; an unknown word in it means nothing."""
        words = request.COOKIES.get(COOKIE, "").split(".")
        return cls(**{choice: choice in words for choice in CHOICES})

    @property
    def css_class(self) -> str:
        """The class names of this choice, separated by spaces."""
        return " ".join(choice for choice in CHOICES if getattr(self, choice))

    def switched(self, choice: str) -> Display:
        """The same choice with one switch turned; an unknown switch turns nothing."""
        if choice not in CHOICES:
            return self
        return replace(self, **{choice: not getattr(self, choice)})

    def keep_in(self, response: HttpResponse, *, secure: bool) -> None:
        """Remember it for a year."""
        response.set_cookie(
            COOKIE,
            self.css_class.replace(" ", "."),
            max_age=KEPT_FOR,
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
