"""位置标记 (spot): the field of a form that carries it, drawn with the sketch on which it is picked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.hazard_spot import Sketch, Spot, sketch_of, spot_of
from zibo_youth.core.landmarks import landmarks

PICK = "pick"  # the buttons of the sketch: which spot was pressed
DIRECTIONS = (
    pgettext_lazy("方位", "北"),
    pgettext_lazy("方位", "东北"),
    pgettext_lazy("方位", "东"),
    pgettext_lazy("方位", "东南"),
    pgettext_lazy("方位", "南"),
    pgettext_lazy("方位", "西南"),
    pgettext_lazy("方位", "西"),
    pgettext_lazy("方位", "西北"),
)


class SketchInput(forms.HiddenInput):
    """The spot itself is hidden; what is seen is the sketch, whose cells are buttons of the same form."""

    template_name = "safety/hazards/spot.html"
    use_fieldset = True

    @property
    def is_hidden(self) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        spot = spot_of(str(value or ""))
        enough = settings.SAFETY["hazard_spot_metres"]
        sketch = sketch_of(spot, landmarks(), enough=enough)
        told = {"sketch": sketch, "spot": spot} | (_words_of(sketch) if sketch else {})
        return super().get_context(name, str(spot or ""), attrs) | told


def _words_of(sketch: Sketch) -> dict[str, str]:
    words = {"cell": _distance(sketch.cell_metres)}
    if sketch.near:
        words |= {"direction": str(DIRECTIONS[sketch.near.direction]), "away": _distance(sketch.near.metres)}
    return words


def _distance(metres: int) -> str:
    """In the unit in which somebody would say it."""
    if metres < 1000:
        return str(_("%(n)s 米") % {"n": metres})
    return str(_("%(n)s 公里") % {"n": f"{metres / 1000:.1f}"})


def says_a_spot(told: str) -> None:
    """Of a form's field and of a call's: what is told reads as a `Spot`."""
    if spot_of(told) is None:
        raise ValidationError(_("位置没有标好，请重新标一次"), code="invalid")


class SpotField(forms.CharField):
    """A `Spot`, or none."""

    widget = SketchInput
    default_validators = [says_a_spot]

    def clean(self, value: Any) -> Spot | None:
        return spot_of(super().clean(value))
