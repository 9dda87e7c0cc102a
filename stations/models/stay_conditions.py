"""Conditions of a stay that are longer than a line: what its named constraints hold."""

from __future__ import annotations

from django.db.models import F, Q


def times_agree() -> Q:
    """Which timestamps each state has: a stay cannot say one thing and show another."""
    never = Q(checked_in_at__isnull=True, checked_out_at__isnull=True)
    open_ = never & Q(ended_at__isnull=True)
    handed_in, decided = Q(submitted_at__isnull=False), Q(decided_at__isnull=False)
    return (
        (Q(state="draft") & open_ & Q(submitted_at__isnull=True, decided_at__isnull=True))
        | (Q(state="waiting", queued_at__isnull=False, offer_until__isnull=True) & open_ & handed_in)
        | (Q(state="offered", queued_at__isnull=False, offer_until__isnull=False) & open_ & handed_in)
        | (Q(state="submitted") & open_ & handed_in)
        | (Q(state__in=["returned", "approved"]) & open_ & handed_in & decided)
        | (Q(state="checked_in", checked_in_at__isnull=False, checked_out_at__isnull=True) & decided)
        | (Q(state="checked_out", checked_in_at__isnull=False, checked_out_at__isnull=False) & decided)
        | (Q(state__in=["rejected", "cancelled", "no_show"], ended_at__isnull=False) & never & decided)
        | (Q(state__in=["withdrawn", "expired"], ended_at__isnull=False) & never)
    )


def approved_as_asked() -> Q:
    """
    Who is let in was approved by as many people as the policy asks for, the guest not among them.

    NULL is no answer, so every column is asked for before two are compared.
    """
    two = (
        Q(first_approver__isnull=False, second_approver__isnull=False)
        & ~Q(first_approver=F("second_approver"))
        & ~Q(first_approver=F("guest"))
        & ~Q(second_approver=F("guest"))
    )
    known = Q(two_reviewers__isnull=False)
    return ~Q(state__in=["approved", "checked_in"]) | known & (
        Q(two_reviewers=False) | ~Q(review_exception="") | two
    )


def proof_says_why() -> Q:
    """Another proof than the card has a reason, and only after such a one is the card seen later."""
    card = Q(id_proof="", id_proof_reason="", card_seen_at__isnull=True)
    return card | ~Q(id_proof="") & ~Q(id_proof_reason="")


def first_approval_says_when() -> Q:
    return Q(first_approver__isnull=True, first_approved_at__isnull=True) | Q(
        first_approver__isnull=False, first_approved_at__isnull=False
    )
