"""What campaigns hold of a person: an office's papers; who comes is held by the events."""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Part, add_part

from .models import SafetyMaterial

PAPERS: dict[type[Model], str] = {SafetyMaterial: "which material an office gave out, and who put it there"}


def register_campaign_holdings() -> None:
    """Called once, when the app is ready."""
    add_part("safety_campaigns", Part(holdings=[], papers=PAPERS))
