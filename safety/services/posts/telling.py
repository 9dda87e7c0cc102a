"""The unit is told at the log-in of whoever signed, or, before anybody has, of whoever began."""

from __future__ import annotations

from safety.models import SafetyPost
from zibo_youth.accounts.models import Person
from zibo_youth.notifications.outbox import notify


def contact_of(post: SafetyPost) -> Person | None:
    """Whoever signed last; nobody once that person is erased."""
    signed = post.revisions.filter(signed_by__isnull=False).order_by("-number").first()
    log_in = signed.signed_by if signed else getattr(post.transitions.order_by("pk").first(), "actor", None)
    person: Person | None = log_in.person if log_in else None
    return person if person and person.erased_at is None else None


def tell_unit(kind: str, post: SafetyPost, *, dedup: str = "") -> None:
    person = contact_of(post)
    if person is not None:
        notify(f"safety.{kind}", to=person, about=post, dedup=dedup)
