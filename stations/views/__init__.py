"""Pages of the stations: HTTP in, one service call, HTTP out."""

from .answer import answer
from .booking import stay_check, stay_contact, stay_dates, stay_done, stay_purpose, stay_room
from .changes import stay_accept, stay_redate
from .closures import desk_close, desk_closures, desk_lift
from .desk import desk, desk_act, desk_code, desk_stay
from .desk_beds import desk_bed
from .desk_consents import desk_consent
from .desk_guests import book_by_phone, walk_in
from .desk_lists import desk_day, desk_group, desk_search
from .evidence import evidence
from .figures import figures_file, station_figures
from .finder import station_finder, station_page
from .follow_ups import desk_follow_up, desk_follow_ups, desk_placement, placement_proof
from .funnel import funnel_file, funnel_rows, stay_funnel
from .lounge_booking import lounge_book
from .lounge_desk import (
    lounge_close,
    lounge_code,
    lounge_desk,
    lounge_desk_act,
    lounge_desk_visit,
    lounge_open_again,
)
from .lounge_door import lounge_door, lounge_poster_renew, lounge_posters
from .lounge_mine import lounge_visit, lounge_visit_cancel, lounge_visit_instead, my_lounge_visits
from .lounge_requests import lounge_confirm, lounge_refuse
from .lounge_series import lounge_series, lounge_series_keep
from .lounge_walk_in import lounge_walk_in
from .lounges import lounge, lounge_list
from .mine import my_stays, stay, stay_calendar, stay_cancel, stay_correct
from .month import station_month, station_month_file, station_month_rows
from .parties import party, party_begin, party_decline, party_join
from .partners import partner, partner_list, partner_sheet, referral_revoke
from .rehousings import desk_rehousing, stay_rehousing
from .start import eligibility
from .strikes import my_strikes, strike_appeal

__all__ = [
    "answer",
    "book_by_phone",
    "desk",
    "desk_act",
    "desk_bed",
    "desk_close",
    "desk_closures",
    "desk_code",
    "desk_consent",
    "desk_day",
    "desk_follow_up",
    "desk_follow_ups",
    "desk_group",
    "desk_lift",
    "desk_placement",
    "desk_rehousing",
    "desk_search",
    "desk_stay",
    "eligibility",
    "evidence",
    "figures_file",
    "funnel_file",
    "funnel_rows",
    "lounge",
    "lounge_book",
    "lounge_close",
    "lounge_code",
    "lounge_confirm",
    "lounge_desk",
    "lounge_desk_act",
    "lounge_desk_visit",
    "lounge_door",
    "lounge_list",
    "lounge_open_again",
    "lounge_poster_renew",
    "lounge_posters",
    "lounge_refuse",
    "lounge_series",
    "lounge_series_keep",
    "lounge_visit",
    "lounge_visit_cancel",
    "lounge_visit_instead",
    "lounge_walk_in",
    "my_lounge_visits",
    "my_stays",
    "my_strikes",
    "partner",
    "partner_list",
    "partner_sheet",
    "party",
    "party_begin",
    "party_decline",
    "party_join",
    "placement_proof",
    "referral_revoke",
    "station_figures",
    "station_finder",
    "station_month",
    "station_month_file",
    "station_month_rows",
    "station_page",
    "stay",
    "stay_accept",
    "stay_calendar",
    "stay_cancel",
    "stay_check",
    "stay_contact",
    "stay_correct",
    "stay_dates",
    "stay_done",
    "stay_funnel",
    "stay_purpose",
    "stay_redate",
    "stay_rehousing",
    "stay_room",
    "strike_appeal",
    "walk_in",
]
