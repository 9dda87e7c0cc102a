"""What notices of trainings are about: a part of a session kept for an enterprise, with the longest words."""

from __future__ import annotations

from datetime import time
from typing import Any

from events.models import Quota
from stations.models import Stay
from tests import campaigning, guarding
from zibo_youth.core.calendar import at, today


def _part(_stay: Stay) -> Quota:
    turn = campaigning.training(event={"title": "训" * 60, "title_en": "Training " * 12})
    part = campaigning.part(turn, guarding.enterprise(), 200)
    last = at(today().replace(year=today().year + 1, month=12, day=28), time(23, 59))
    part.session.place, part.session.closes_at, part.session.starts_at = "地" * 80, last, last
    return part


MAKERS: dict[str, Any] = {"safety.part_kept": _part, "safety.part_unfilled": _part}
