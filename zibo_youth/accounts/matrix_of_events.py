"""
The fourth table of the permission matrix: who holds events and who comes to them.

`policy` reads all tables as one.
"""

from __future__ import annotations

from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION, OWN

ROLES_OF_EVENTS = ("applicant", "town_officer", "district_officer", "city_staff", "administrator")

_O, _R, _D, _C, _ = OWN, ORGANISATION, DISTRICT, CITY, NOTHING

#   the columns: applicant, town, district, city, administrator
MATRIX_OF_EVENTS: dict[str, tuple[str, ...]] = {
    # Drafts and the desk; what is published is read by everybody.
    "events.view_event":          (_,  _R, _D, _C, _C),
    "events.manage_event":        (_,  _R, _D, _C, _),
    # A registration is its person's; the organiser and its district work with it.
    "events.view_registration":   (_O, _R, _D, _C, _),
    "events.register":            (_O, _,  _,  _,  _),
    "events.change_registration": (_O, _,  _,  _,  _),
    "events.manage_registration": (_,  _R, _D, _C, _),
    "events.decide_registration": (_,  _R, _D, _C, _),
    "events.tell_segment":        (_,  _R, _D, _C, _),
    "events.manage_venue":        (_,  _R, _D, _C, _),
    # A collective wedding is written by its district or the city; a couple is its two people's, then its of
    "events.view_wedding":        (_,  _R, _D, _C, _C),
    "events.manage_wedding":      (_,  _,  _D, _C, _),
    "events.view_couple":         (_O, _R, _D, _C, _),
    "events.join_couple":         (_O, _,  _,  _,  _),
    "events.change_couple":       (_O, _,  _,  _,  _),
    "events.review_couple":       (_,  _,  _D, _C, _),
    "events.score_couple":        (_,  _,  _D, _C, _),
    # Health hints: who prepares the day, and nobody else.
    "events.view_couplehealth":   (_,  _,  _D, _,  _),
    # Who came: recorded at the door of the session, its certificate taken and feedback given by oneself.
    "events.check_in":            (_,  _R, _D, _C, _),
    "events.take_certificate":    (_O, _,  _,  _,  _),
    "events.revoke_certificate":  (_,  _R, _D, _C, _),
    "events.give_feedback":       (_O, _,  _,  _,  _),
    # Offices read what everybody said together, never whose words they are.
    "events.view_feedback":       (_O, _,  _,  _,  _),
    # Matchmaking: reports go to the city, what is sealed to nobody (decision 0078).
    "events.view_matchround":     (_,  _R, _D, _C, _C),
    "events.manage_match":        (_,  _R, _D, _C, _),
    "events.view_matchprofile":   (_O, _R, _D, _C, _),
    "events.change_matchprofile": (_O, _,  _,  _,  _),
    "events.review_match":        (_,  _R, _D, _C, _),
    "events.view_matchreport":    (_O, _,  _,  _C, _),
    "events.answer_matchreport":  (_,  _,  _,  _C, _),
    "events.view_sealed":         (_,  _,  _,  _,  _),
}  # fmt: skip
