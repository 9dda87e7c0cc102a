"""
演示文章 (demonstration articles): plausible, invented, and saying so in their first line.

Their facts are those of the published report of June 2021; no number of a
document and no person is made up. Each text is a file in ``texts/``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zibo_youth.accounts.models import Area, Membership, Organisation, User
from zibo_youth.articles import services
from zibo_youth.articles.models import Article
from zibo_youth.core import uploads
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .sheets import SHEETS

TEXTS = Path(__file__).parent / "texts"
DAYS = ("valid_from", "valid_until")


def is_loaded() -> bool:
    return Article.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """Every text of the folder, written by the city's staff, or by the officer of the district it names."""
    say("来淄须知的文章")
    for number, told in enumerate(_texts()):
        published = at(today() - timedelta(days=90 - 7 * number), time(9, 30))
        _tell(told, position=10 * (number + 1), published=published)


def _texts() -> Iterator[dict[str, Any]]:
    for file in sorted(TEXTS.glob("*.toml")):
        yield tomllib.loads(file.read_text("utf-8")) | {"slug": file.stem.partition("-")[2]}


def _tell(told: dict[str, Any], *, position: int, published: datetime) -> None:
    district, state, sheets = told.pop("district", ""), told.pop("state", "published"), told.pop("sheets", [])
    areas = Area.objects.filter(code__in=told.pop("areas", []))
    days = {name: _day(told.pop(name)) for name in DAYS if name in told}
    unit = Organisation.objects.get(code=district) if district else None
    actor = _keeper(unit)
    words = {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}
    article = Article(position=position, reporting_org=unit, **words, **days)
    with standing_at(published):
        services.save_article(actor=actor, article=article, areas=areas)
        for place, sheet in enumerate(sheets):
            title, content, content_type, name = SHEETS[sheet]
            upload = SimpleUploadedFile(name, content(), content_type)
            services.attach_file(
                actor=actor, article=article, title=title, clean=uploads.rebuild(upload), position=place
            )
        if state == "published":
            services.publish_article(actor=actor, article=article)


def _day(told: Any) -> Any:
    """A date stands as it is; a number is so many days from today."""
    return today() + timedelta(days=told) if isinstance(told, int) else told


def _keeper(unit: Organisation | None) -> User:
    """Who writes: the first officer of the district, or the first member of the city's staff."""
    held = Membership.objects.filter(role="city_staff")
    if unit:
        held = Membership.objects.filter(role="district_officer", organisation=unit)
    user: User = User.objects.filter(person__memberships__in=held).earliest("pk")
    return user
