"""The forms of the Hope Rooms, and what each needs beside its answers."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from hope_rooms import forms
from hope_rooms.forms import concerns, gifts, pairings, samples, screening
from hope_rooms.forms import stock as store
from hope_rooms.forms.steps import StepForm
from hope_rooms.models import Child, Gift, HopeRoom, StockItem
from volunteers.models import Post
from zibo_youth.accounts.models import Organisation

# All there are: a new one is asked as soon as it is written.
MODULES = [
    importlib.import_module(f"{forms.__name__}.{found.name}")
    for found in pkgutil.iter_modules(forms.__path__)
]


def needs(form: type) -> dict[type, dict[str, Any]]:
    """By form; a step of a room needs the room, and nothing is kept of this one."""
    gift, stock = {"of": Gift(pk=1)}, {"of": StockItem(pk=1)}
    known: dict[type, dict[str, Any]] = {
        concerns.ReportForm: {"people": []},
        gifts.AllocationForm: gift,
        gifts.SpendForm: gift,
        samples.OpenSampleForm: {"districts": Organisation.objects.none()},
        store.RoomMoveForm: stock,
        store.BroughtForm: stock,
        store.CountForm: {"stocks": []},
        pairings.AskPairingForm: {"children": Child.objects.none(), "posts": Post.objects.none()},
        screening.NominationForm: {"places": Organisation.objects.none()},
    }
    if issubclass(form, StepForm):
        known[form] = {"room": HopeRoom(pk=1, child=Child(pk=1, reporting_org=Organisation(pk=1)))}
    return known
