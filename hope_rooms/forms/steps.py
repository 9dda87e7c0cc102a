"""The shape of a step of a case or room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hope_rooms.models import HopeRoom

NO_NUMBERS = _("不写姓名、住址、学校和电话")


class StepForm(forms.Form):
    """One step of a room; ``room`` says what may be chosen."""

    def __init__(self, *args: Any, room: HopeRoom, **options: Any) -> None:
        super().__init__(*args, **options)
        self.room = room
