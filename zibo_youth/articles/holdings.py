"""What the articles hold of a person: nothing but who of the staff put a file beside them."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Part, add_part

from .models import Attachment


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part("articles", Part(papers={Attachment: "a paper of the city, and who of the staff put it there"}))
