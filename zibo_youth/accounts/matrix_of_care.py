"""
The second table of the permission matrix: who works for children in difficulty (reference/welfare.md §7).

Their programme has offices of its own, so it has its own columns; `policy` reads both tables as one.
"""

from __future__ import annotations

from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION, OWN

ROLES_OF_CARE = (
    "applicant",
    "volunteer_leader",
    "town_officer",
    "district_officer",
    "city_staff",
    "centre_director",
    "finance_officer",
    "safeguarding_lead",
    "safeguarding_deputy",
    "administrator",
)

_O, _R, _D, _C, _ = OWN, ORGANISATION, DISTRICT, CITY, NOTHING

#   the columns: applicant, leader, town, district, city, director, finance, lead, deputy, administrator
MATRIX_OF_CARE: dict[str, tuple[str, ...]] = {
    # The case under its code: no name, no address (S1).
    "hope_rooms.view_child":            (_,  _,  _R, _D, _C, _C, _C, _C, _C, _),
    # What tells of a child is nobody's list; who may open it stands in `ReadingRight` and in grants.
    "hope_rooms.view_sealed":           (_,  _,  _,  _,  _,  _,  _,  _,  _,  _),
    "hope_rooms.nominate_child":        (_,  _,  _R, _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.change_record":         (_,  _,  _R, _D, _,  _,  _,  _C, _,  _),
    "hope_rooms.check_fact":            (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.screen_child":          (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.record_consent":        (_,  _,  _R, _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.view_carenotice":       (_,  _C, _C, _C, _C, _C, _C, _C, _C, _C),
    "hope_rooms.manage_carenotice":     (_,  _,  _,  _,  _,  _C, _,  _,  _,  _),
    "hope_rooms.view_readingright":     (_,  _,  _C, _C, _C, _C, _C, _C, _C, _C),
    "hope_rooms.view_access":           (_,  _,  _,  _,  _,  _C, _,  _C, _C, _C),
    "hope_rooms.view_accessgrant":      (_O, _,  _R, _D, _,  _C, _,  _C, _C, _C),
    "hope_rooms.ask_access":            (_,  _,  _R, _D, _C, _C, _C, _,  _C, _),
    "hope_rooms.decide_access":         (_,  _,  _,  _,  _,  _C, _,  _C, _,  _),
    "hope_rooms.take_emergency":        (_,  _,  _R, _D, _,  _C, _,  _,  _C, _),
    "hope_rooms.review_emergency":      (_,  _,  _,  _,  _,  _,  _,  _C, _C, _),
    "hope_rooms.view_lookanomaly":      (_,  _,  _,  _,  _,  _,  _,  _C, _C, _),
    # A hold keeps what is known of a child, whatever rule or wish would erase it.
    "hope_rooms.view_childhold":        (_,  _,  _,  _,  _,  _C, _,  _C, _C, _),
    "hope_rooms.hold_child":            (_,  _,  _,  _,  _,  _,  _,  _C, _,  _),
    "hope_rooms.view_childerasure":     (_,  _,  _,  _,  _,  _C, _,  _C, _C, _C),
    # What a guardian asks for: written down by an office, answered by the district or the lead.
    "hope_rooms.view_guardianrequest":  (_,  _,  _R, _D, _,  _C, _,  _C, _C, _),
    "hope_rooms.record_request":        (_,  _,  _R, _D, _,  _C, _,  _C, _,  _),
    "hope_rooms.answer_request":        (_,  _,  _,  _D, _,  _,  _,  _C, _,  _),
    "hope_rooms.view_yearaudit":        (_,  _,  _,  _,  _C, _C, _,  _C, _C, _C),
    # Rooms that were built before the portal come in from the city's old ledger.
    "hope_rooms.import_rooms":          (_,  _,  _,  _,  _C, _C, _,  _,  _,  _),
    # Pairings and visits: by the code; the pair itself acts through its own rows.
    "hope_rooms.view_pairing":          (_,  _R, _,  _D, _C, _C, _,  _C, _C, _),
    "hope_rooms.view_pairmember":       (_O, _R, _,  _D, _C, _C, _,  _C, _C, _),
    "hope_rooms.request_pairing":       (_,  _,  _,  _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.match_pairing":         (_,  _R, _,  _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.visit_child":           (_O, _,  _,  _,  _,  _,  _,  _,  _,  _),
    "hope_rooms.review_visit":          (_,  _R, _,  _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.void_visit":            (_,  _,  _,  _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.acknowledge_escalation": (_, _R, _,  _D, _,  _C, _,  _,  _,  _),
    # Counselling: named by the centre; the notes are read by who wrote them and by the safeguarding lead.
    "hope_rooms.view_counsellor":       (_O, _,  _,  _D, _,  _C, _,  _C, _C, _),
    "hope_rooms.name_counsellor":       (_,  _,  _,  _,  _,  _C, _,  _,  _,  _),
    "hope_rooms.counsel_child":         (_O, _,  _,  _,  _,  _,  _,  _,  _,  _),
    "hope_rooms.read_counselling":      (_,  _,  _,  _,  _,  _,  _,  _C, _,  _),
    # The child's own voice: five faces. Neither the pair nor its team sees them.
    "hope_rooms.view_childanswer":      (_,  _,  _,  _D, _,  _C, _,  _C, _,  _),
    "hope_rooms.look_after_answer":     (_,  _,  _,  _D, _,  _C, _,  _C, _,  _),
    "hope_rooms.make_card":             (_,  _,  _R, _D, _,  _C, _,  _,  _,  _),
    # Money and goods: the ledger is the city's; a district sees what its rooms have, and keeps its store.
    "hope_rooms.view_gift":             (_,  _,  _,  _,  _C, _C, _C, _,  _,  _),
    "hope_rooms.keep_gifts":            (_,  _,  _,  _,  _,  _C, _C, _,  _,  _),
    "hope_rooms.view_allocation":       (_,  _,  _,  _D, _C, _C, _C, _,  _,  _),
    "hope_rooms.allocate_gift":         (_,  _,  _,  _,  _,  _,  _C, _,  _,  _),
    "hope_rooms.record_spending":       (_,  _,  _,  _,  _,  _,  _C, _,  _,  _),
    "hope_rooms.decide_purpose_change": (_,  _,  _,  _,  _,  _C, _C, _,  _,  _),
    "hope_rooms.view_goodsitem":        (_,  _,  _,  _C, _C, _C, _C, _,  _,  _),
    "hope_rooms.manage_goodsitem":      (_,  _,  _,  _,  _,  _,  _C, _,  _,  _),
    "hope_rooms.view_stock":            (_,  _,  _,  _D, _C, _C, _C, _,  _,  _),
    "hope_rooms.keep_stock":            (_,  _,  _,  _D, _,  _C, _C, _,  _,  _),
    "hope_rooms.finalise_stock_take":   (_,  _,  _,  _D, _,  _C, _C, _,  _,  _),
    "hope_rooms.adopt_room":            (_,  _,  _,  _,  _,  _C, _,  _,  _,  _),
    # Building a room: the district runs it, the town and the city look at it.
    "hope_rooms.view_surveyvisit":      (_O, _,  _R, _D, _C, _C, _C, _C, _C, _),
    "hope_rooms.name_surveyors":        (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.survey_room":           (_O, _,  _,  _,  _,  _,  _,  _,  _,  _),
    "hope_rooms.approve_in_district":   (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.approve_in_city":       (_,  _,  _,  _,  _C, _C, _,  _,  _,  _),
    "hope_rooms.plan_room":             (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.build_room":            (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.log_build":             (_,  _,  _R, _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.agree_suspension":      (_,  _,  _,  _D, _C, _C, _,  _,  _,  _),
    "hope_rooms.accept_in_town":        (_,  _,  _R, _,  _,  _,  _,  _,  _,  _),
    "hope_rooms.accept_in_district":    (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.accept_in_city":        (_,  _,  _,  _,  _C, _C, _,  _,  _,  _),
    "hope_rooms.view_samplebatch":      (_,  _,  _,  _D, _C, _C, _,  _,  _,  _),
    "hope_rooms.sample_rooms":          (_,  _,  _,  _,  _C, _C, _,  _,  _,  _),
    "hope_rooms.hand_over_room":        (_,  _,  _,  _D, _,  _,  _,  _,  _,  _),
    "hope_rooms.care_for_room":         (_,  _,  _,  _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.withdraw_room":         (_,  _,  _,  _D, _,  _C, _,  _,  _,  _),
    "hope_rooms.cancel_room":           (_,  _,  _,  _,  _C, _C, _,  _,  _,  _),
    # Concerns: reported by whoever meets a child, looked after by three offices, unseen by their subject.
    "hope_rooms.report_concern":        (_O, _,  _,  _,  _,  _,  _,  _,  _,  _),
    "hope_rooms.view_concern":          (_O, _,  _,  _,  _,  _C, _,  _C, _C, _),
    "hope_rooms.handle_concern":        (_,  _,  _,  _,  _,  _C, _,  _C, _C, _),
}  # fmt: skip
