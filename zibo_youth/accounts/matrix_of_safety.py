"""
The fifth table of the permission matrix: who has a part in the safety action (reference/loans_safety.md §6).

An enterprise meets its own rows only; `policy` reads all tables as one.
"""

from __future__ import annotations

from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION, OWN

ROLES_OF_SAFETY = (
    "applicant",
    "safety_officer",
    "post_reviewer",
    "emergency_officer",
    "district_officer",
    "city_staff",
    "administrator",
)

_O, _R, _D, _C, _ = OWN, ORGANISATION, DISTRICT, CITY, NOTHING

#   the columns: applicant, safety officer, reviewer of posts, emergency bureau, district, city, administrator
MATRIX_OF_SAFETY: dict[str, tuple[str, ...]] = {
    # The register of enterprises and their work areas.
    "safety.view_enterprise":     (_,  _R, _,  _C, _D, _C, _C),
    "safety.manage_enterprise":   (_,  _,  _,  _,  _D, _C, _),
    "safety.name_work_areas":     (_,  _R, _,  _,  _D, _C, _),
    # Campaigns and training; who sends people to a training is told by `events.register_group`.
    "safety.view_campaign":       (_,  _,  _,  _,  _D, _C, _C),
    "safety.manage_campaign":     (_,  _,  _,  _,  _D, _C, _),
    # Model posts: of their unit; their district recommends, the city screens, names and withdraws.
    "safety.view_postround":       (_,  _,  _,  _,  _C, _C, _C),
    "safety.manage_postround":     (_,  _,  _,  _,  _,  _C, _),
    "safety.view_safetypost":      (_,  _R, _,  _,  _D, _C, _C),
    "safety.work_at_post_desk":    (_,  _,  _,  _,  _D, _C, _),
    "safety.apply_post":           (_,  _R, _,  _,  _,  _,  _),
    "safety.review_post":          (_,  _,  _,  _,  _D, _,  _),
    "safety.screen_post":          (_,  _,  _,  _,  _,  _C, _),
    # Who judges, and what: hidden until the own sheet is in, from offices until the shortlist is made.
    "safety.view_postreviewer":    (_O, _,  _,  _,  _,  _C, _C),
    "safety.view_postsheet":       (_O, _,  _,  _,  _,  _C, _),
    "safety.score_post":           (_O, _,  _,  _,  _,  _,  _),
    # Who objected is known to the city alone.
    "safety.view_postobjection":   (_O, _,  _,  _,  _,  _C, _),
    "safety.object_to_post":       (_O, _,  _,  _,  _,  _,  _),
    "safety.answer_postobjection": (_,  _,  _,  _,  _,  _C, _),
    # An accident is recorded by an office, never by the enterprise.
    "safety.view_enterpriseaccident": (_, _R, _, _C, _D, _C, _C),
    "safety.record_accident":      (_,  _,  _,  _C, _D, _C, _),
    "safety.check_post":           (_,  _,  _,  _,  _D, _,  _),
    "safety.decide_post_check":    (_,  _,  _,  _,  _,  _C, _),
    # Hazards: whoever is logged in reports; an enterprise meets them once they are accepted.
    "safety.view_hazardreport":   (_,  _R, _,  _C, _D, _C, _),
    "safety.report_hazard":       (_O, _,  _,  _,  _,  _,  _),
    "safety.review_hazard":       (_,  _,  _,  _,  _D, _C, _),
    "safety.assign_hazard":       (_,  _,  _,  _,  _D, _C, _),
    "safety.rectify_hazard":      (_,  _R, _,  _,  _,  _,  _),
    "safety.confirm_hazard":      (_,  _,  _,  _,  _D, _C, _),
    "safety.mirror_hazard":       (_,  _,  _,  _C, _,  _,  _),
    "safety.view_hazardstucklist": (_, _,  _,  _,  _D, _C, _),
    # Who reported: sealed for everybody; the city opens one with a reason, and the openings are read.
    "safety.view_sealed":         (_,  _,  _,  _,  _,  _,  _),
    "safety.open_hazard_reporter": (_, _,  _,  _,  _,  _C, _),
    "safety.view_hazardopening":  (_,  _,  _,  _,  _,  _C, _C),
    "safety.view_hazardreward":   (_,  _,  _,  _,  _,  _C, _),
    "safety.pay_hazard_reward":   (_,  _,  _,  _,  _,  _C, _),
    # Quizzes.
    "safety.view_questionbank":   (_,  _,  _,  _,  _D, _C, _),
    "safety.manage_questionbank": (_,  _,  _,  _,  _D, _C, _),
    "safety.view_quiz":           (_,  _,  _,  _,  _D, _C, _C),
    "safety.manage_quiz":         (_,  _,  _,  _,  _D, _C, _),
    "safety.take_quiz":           (_O, _,  _,  _,  _,  _,  _),
    "safety.view_quizattempt":    (_O, _,  _,  _,  _D, _C, _),
}  # fmt: skip
