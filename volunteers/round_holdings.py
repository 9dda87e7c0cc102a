"""What recruitment rounds hold of a person: places stay as rows, words go (see `holdings`)."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Holding

from .models import Application, ApplicationTransition, InterviewNote

OF_APPLICATION = ("application__volunteer__person",)
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")

ROUND_HOLDINGS = [
    Holding(model=ApplicationTransition, of=OF_APPLICATION, blank={"note": ""}, keep=CODES),
    Holding(model=InterviewNote, of=OF_APPLICATION, blank={"words": ""}),
    Holding(model=Application, of=("volunteer__person",), blank={"statement": ""}),
]
