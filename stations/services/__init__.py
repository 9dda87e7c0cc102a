"""Every write of the stations: verbs, keyword-only, the actor first (design.md §3.5)."""

from .booking import book_stay, resubmit_stay, submit_stay
from .desk import admit_guest, admit_guests, find_arrival, receive_guest
from .drafts import save_draft
from .due import expire_stays, remind_arrivals, remind_departures, remind_reviews
from .evidence import discard_evidence, sweep_evidence, upload_evidence
from .moves import (
    approve_stay,
    cancel_stay,
    check_in,
    check_out,
    mark_no_show,
    reject_stay,
    return_stay,
    withdraw_stay,
)
from .places import add_photo, add_room, close_room, close_station, open_station

__all__ = [
    "add_photo",
    "add_room",
    "admit_guest",
    "admit_guests",
    "approve_stay",
    "book_stay",
    "cancel_stay",
    "check_in",
    "check_out",
    "close_room",
    "close_station",
    "discard_evidence",
    "expire_stays",
    "find_arrival",
    "mark_no_show",
    "open_station",
    "receive_guest",
    "reject_stay",
    "remind_arrivals",
    "remind_departures",
    "remind_reviews",
    "resubmit_stay",
    "return_stay",
    "save_draft",
    "submit_stay",
    "sweep_evidence",
    "upload_evidence",
    "withdraw_stay",
]
