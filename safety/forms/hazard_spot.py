"""位置标记 (spot): the field of a form that carries it, drawn with the sketch on which it is picked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
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

    input_type = "hidden"
    template_name = "safety/hazards/spot.html"
    use_fieldset = True

    @property
    def is_hidden(self) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        spot = spot_of(str(value or ""))
        enough = settings.SAFETY["hazard_spot_metres"]
        sketch = sketch_of(spot, landmarks(), enough=enough)
        told = {"sketch": sketch, "spot": spot, "direction": _direction_of(sketch), "enough": enough}
        return super().get_context(name, str(spot or ""), attrs) | told


def _direction_of(sketch: Sketch | None) -> str:
    return str(DIRECTIONS[sketch.near.direction]) if sketch and sketch.near else ""


class SpotField(forms.CharField):
    """A `Spot`, or none."""

    widget = SketchInput
    default_error_messages = {"invalid": _("位置没有标好，请重新标一次")}

    def clean(self, value: Any) -> Spot | None:
        told = super().clean(value)
        spot = spot_of(told)
        if told and spot is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return spot
