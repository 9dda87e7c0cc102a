"""Every write of the stations: verbs, keyword-only, the actor first (design.md §3.5)."""

from .answers import Answer, answer_by_link, answer_by_phone, named_by
from .beds import move_bed
from .booking import book_stay, submit_stay
from .cases import hand_back_case, take_case
from .changes import change_dates, extend_stay, may_reinstate, reinstate_stay, shorten_stay
from .closures import close, close_room, close_station, lift_closure, preview_closure
from .corrections import release_unanswered, resubmit_stay, return_stay
from .desk import (
    admit_guest,
    admit_guests,
    admit_without_card,
    book_by_phone,
    find_arrival,
    receive_guest,
    see_card,
    walk_in,
)
from .drafts import hold_bed, save_draft
from .due import (
    expire_stays,
    lapse_holds,
    lapse_offers,
    mark_no_shows,
    release_undecided,
    remind_arrivals,
    remind_departures,
    remind_reviews,
    settle_queues,
)
from .evidence import discard_evidence, sweep_evidence, upload_evidence
from .follow_ups import ask_follow_ups, close_follow_ups, remind_follow_ups
from .holds import release_hold
from .lounge_booking import answers_to_series, book_instead, book_series, book_visit, receive_walk_in
from .lounge_closing import close_lounge, end_closure, visits_hit
from .lounge_door import check_in_at_door, renew_poster, undo_check_in
from .lounge_due import complete_visits, lapse_requests, release_visits, remind_visits
from .lounge_moves import (
    cancel_series,
    cancel_visit,
    complete_visit,
    find_visit,
    receive_visit,
    release_visit,
)
from .lounge_places import add_zone, open_lounge, save_zone
from .lounge_requests import confirm_visit, lapse_visit, refuse_visit
from .lounge_standing import ask_series, keep_series, release_series
from .moves import (
    approve_stay,
    cancel_stay,
    check_in,
    check_out,
    mark_no_show,
    reject_stay,
    withdraw_stay,
)
from .parties import begin_party, decline_party, lapse_parties, lapse_party, say_yes
from .pins import pin_bed, unpin_bed
from .place_import import import_places, preview_places
from .placements import confirm_placement, decline_placement, prove_placement, record_placement
from .places import add_photo, add_room, change_station, open_station, preview_station
from .referrals import hand_in_referred, issue_codes, revoke_code
from .refusals import keeping_refusals, note_told
from .rehousings import (
    accept_rehousing,
    arrange_as_proposed,
    arrange_elsewhere,
    decline_rehousing,
    end_rehoused,
    lapse_rehousings,
    remind_rehousings,
)
from .splitting import book_split
from .waiting import accept_offer, book_or_wait, join_queue, place_in_queue, submit_or_wait

__all__ = [
    "Answer",
    "accept_offer",
    "accept_rehousing",
    "add_photo",
    "add_room",
    "add_zone",
    "admit_guest",
    "admit_guests",
    "admit_without_card",
    "answer_by_link",
    "answer_by_phone",
    "answers_to_series",
    "approve_stay",
    "arrange_as_proposed",
    "arrange_elsewhere",
    "ask_follow_ups",
    "ask_series",
    "begin_party",
    "book_by_phone",
    "book_instead",
    "book_or_wait",
    "book_series",
    "book_split",
    "book_stay",
    "book_visit",
    "cancel_series",
    "cancel_stay",
    "cancel_visit",
    "change_dates",
    "change_station",
    "check_in",
    "check_in_at_door",
    "check_out",
    "close",
    "close_follow_ups",
    "close_lounge",
    "close_room",
    "close_station",
    "complete_visit",
    "complete_visits",
    "confirm_placement",
    "confirm_visit",
    "decline_party",
    "decline_placement",
    "decline_rehousing",
    "discard_evidence",
    "end_closure",
    "end_rehoused",
    "expire_stays",
    "extend_stay",
    "find_arrival",
    "find_visit",
    "hand_back_case",
    "hand_in_referred",
    "hold_bed",
    "import_places",
    "issue_codes",
    "join_queue",
    "keep_series",
    "keeping_refusals",
    "lapse_holds",
    "lapse_offers",
    "lapse_parties",
    "lapse_party",
    "lapse_rehousings",
    "lapse_requests",
    "lapse_visit",
    "lift_closure",
    "mark_no_show",
    "mark_no_shows",
    "may_reinstate",
    "move_bed",
    "named_by",
    "note_told",
    "open_lounge",
    "open_station",
    "pin_bed",
    "place_in_queue",
    "preview_closure",
    "preview_places",
    "preview_station",
    "prove_placement",
    "receive_guest",
    "receive_visit",
    "receive_walk_in",
    "record_placement",
    "refuse_visit",
    "reinstate_stay",
    "reject_stay",
    "release_hold",
    "release_series",
    "release_unanswered",
    "release_undecided",
    "release_visit",
    "release_visits",
    "remind_arrivals",
    "remind_departures",
    "remind_follow_ups",
    "remind_rehousings",
    "remind_reviews",
    "remind_visits",
    "renew_poster",
    "resubmit_stay",
    "return_stay",
    "revoke_code",
    "save_draft",
    "save_zone",
    "say_yes",
    "see_card",
    "settle_queues",
    "shorten_stay",
    "submit_or_wait",
    "submit_stay",
    "sweep_evidence",
    "take_case",
    "undo_check_in",
    "unpin_bed",
    "upload_evidence",
    "visits_hit",
    "walk_in",
    "withdraw_stay",
]
