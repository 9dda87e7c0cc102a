"""What the outbox holds of a person (see `accounts.holdings`): a notice has no words of its own."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Holding, Part, add_part

from .models import Delivery, Notice
from .services.leaving import forget_texts


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part(
        "notifications",
        Part(
            holdings=[
                Holding(model=Delivery, of=("notice__to",), drop=True),
                Holding(model=Notice, of=("to",), drop=True),
            ],
            after=forget_texts,
        ),
    )
