"""
Rules of start-up loans that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
What a product grants stands in its versions, in the database.
"""

from typing import Any

LOANS: dict[str, Any] = {
    # Working days for a district's or the city's look at an application: assumed.
    "review_workdays": 5,
    # Working days after which a bank that has not answered is asked again: reference/domain.md §3.5.
    "bank_silent_workdays": 15,
    # Days before a due date on which the borrower is told: reference/domain.md §1.5.
    "due_notice_days": (30, 7, 1),
    # Months after the first pay-out at which the use of the money is looked at: reference/domain.md §1.5.
    "purpose_check_months": 3,
    # Days before a call closes on which drafts are reminded: reference/domain.md §3.5.
    "call_closing_days": 3,
    # Which parts of an instalment a payment settles first: 罚息, 复利, 利息, 本金; assumed, per bank.
    "allocation_order": ("penalty", "compound", "interest", "principal"),
    # Seconds a bank's callback may be old, and its identifier is kept apart from replays: assumed.
    "callback_window_seconds": 300,
    # Days past due from which on a bank may claim, where a guarantee says none of its own: assumed.
    "guarantee_trigger_days": 90,
    # The share that a guarantee is offered with, in per cent, for the guarantor to change: assumed.
    "guarantee_percent": 80,
    # Messages of one bank, and wrong signatures from one address, in a minute: assumed.
    "callbacks_per_minute": 600,
    "callback_failures_per_minute": 30,
    # Papers without which no application is handed in: reference/domain.md §1.5; which of them, assumed.
    "required_documents": ("licence", "use_of_funds"),
    # Papers of one application: assumed.
    "most_documents": 10,
    # Days before an offer ends on which the founder is reminded: assumed.
    "offer_ending_days": 3,
}
