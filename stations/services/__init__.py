"""Every write of the stations: verbs, keyword-only, the actor first (design.md §3.5)."""

from .beds import move_bed
from .booking import book_stay, resubmit_stay, submit_stay
from .changes import change_dates, extend_stay, reinstate_stay, shorten_stay
from .desk import admit_guest, admit_guests, book_by_phone, find_arrival, receive_guest, walk_in
from .drafts import save_draft
from .due import (
    expire_stays,
    lapse_offers,
    mark_no_shows,
    remind_arrivals,
    remind_departures,
    remind_reviews,
    settle_queues,
)
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
from .pins import pin_bed, unpin_bed
from .places import add_photo, add_room, close_room, close_station, open_station
from .waiting import accept_offer, book_or_wait, join_queue, place_in_queue, submit_or_wait

__all__ = [
    "accept_offer",
    "add_photo",
    "add_room",
    "admit_guest",
    "admit_guests",
    "approve_stay",
    "book_by_phone",
    "book_or_wait",
    "book_stay",
    "cancel_stay",
    "change_dates",
    "check_in",
    "check_out",
    "close_room",
    "close_station",
    "discard_evidence",
    "expire_stays",
    "extend_stay",
    "find_arrival",
    "join_queue",
    "lapse_offers",
    "mark_no_show",
    "mark_no_shows",
    "move_bed",
    "open_station",
    "pin_bed",
    "place_in_queue",
    "receive_guest",
    "reinstate_stay",
    "reject_stay",
    "remind_arrivals",
    "remind_departures",
    "remind_reviews",
    "resubmit_stay",
    "return_stay",
    "save_draft",
    "settle_queues",
    "shorten_stay",
    "submit_or_wait",
    "submit_stay",
    "sweep_evidence",
    "unpin_bed",
    "upload_evidence",
    "walk_in",
    "withdraw_stay",
]
