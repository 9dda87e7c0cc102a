"""
The one permission matrix: role × action × scope (design.md §3.4), in three tables of other columns.

``manage.py print_permissions`` writes it into docs/reference/permissions.md.
Which rows a scope means is told by each model's queryset (`core.scope`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db import models

from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION, OWN, Reach, Scope, ScopedQuerySet

from .matrix_of_care import MATRIX_OF_CARE, ROLES_OF_CARE
from .matrix_of_events import MATRIX_OF_EVENTS, ROLES_OF_EVENTS
from .matrix_of_groups import MATRIX_OF_GROUPS, ROLES_OF_GROUPS
from .matrix_of_loans import MATRIX_OF_LOANS, ROLES_OF_LOANS
from .matrix_of_safety import MATRIX_OF_SAFETY, ROLES_OF_SAFETY
from .querysets import PersonQuerySet

if TYPE_CHECKING:
    from .models import User


ROLES = (
    "applicant",
    "station_operator",
    "volunteer_leader",
    "district_officer",
    "city_staff",
    "administrator",
)
_O, _R, _D, _C, _ = OWN, ORGANISATION, DISTRICT, CITY, NOTHING

#                                     applicant  operator  leader  district  city  administrator
MATRIX: dict[str, tuple[str, ...]] = {
    "accounts.view_person":            (_O,        _R,       _R,     _D,       _C,   _C),
    "accounts.change_person":          (_O,        _,        _,      _,        _,    _),
    "accounts.register_person":        (_,         _R,       _,      _D,       _C,   _),
    "accounts.verify_person":          (_,         _R,       _,      _D,       _C,   _),
    "accounts.reveal_id":              (_,         _R,       _,      _D,       _C,   _),
    "accounts.view_identityreview":    (_,         _,        _,      _,        _C,   _C),
    "accounts.review_identity":        (_,         _,        _,      _,        _C,   _),
    "accounts.view_identityreveal":    (_,         _,        _,      _,        _,    _C),
    "accounts.view_user":              (_O,        _,        _,      _,        _,    _C),
    "accounts.manage_user":            (_,         _,        _,      _,        _,    _C),
    "accounts.view_membership":        (_O,        _R,       _R,     _D,       _C,   _C),
    "accounts.manage_membership":      (_,         _,        _,      _,        _,    _C),
    "accounts.view_organisation":      (_,         _R,       _R,     _D,       _C,   _C),
    "accounts.manage_organisation":    (_,         _,        _,      _,        _C,   _C),
    "accounts.view_area":              (_,         _C,       _C,     _C,       _C,   _C),
    "accounts.manage_area":            (_,         _,        _,      _,        _,    _C),
    "accounts.view_consenttext":       (_C,        _C,       _C,     _C,       _C,   _C),
    "accounts.manage_consenttext":     (_,         _,        _,      _,        _,    _C),
    "accounts.view_consentrecord":     (_O,        _,        _,      _,        _,    _C),
    "accounts.view_apitoken":          (_O,        _,        _,      _,        _,    _C),
    "accounts.view_machinetoken":      (_,         _,        _,      _,        _,    _C),
    "accounts.manage_machinetoken":    (_,         _,        _,      _,        _,    _C),
    "accounts.close_account":          (_O,        _,        _,      _,        _,    _),
    "accounts.view_erasurerequest":    (_O,        _,        _,      _,        _C,   _C),
    "accounts.record_erasure":         (_,         _,        _,      _,        _C,   _C),
    "accounts.decide_erasure":         (_,         _,        _,      _,        _C,   _C),
    "accounts.view_erasurerecord":     (_,         _,        _,      _,        _,    _C),
    "accounts.view_legalhold":         (_,         _,        _,      _,        _C,   _C),
    "accounts.manage_legalhold":       (_,         _,        _,      _,        _C,   _),
    "accounts.view_retention":         (_,         _,        _,      _,        _C,   _C),
    "accounts.view_audit":             (_,         _,        _,      _,        _,    _C),
    "accounts.export_list":            (_,         _R,       _R,     _D,       _C,   _C),
    "accounts.view_exportrecord":      (_,         _,        _,      _,        _,    _C),
    "notifications.view_notice":       (_O,        _,        _,      _,        _,    _C),
    "notifications.view_smsmessage":   (_,         _,        _,      _,        _,    _C),
    "notifications.retry_notice":      (_,         _,        _,      _,        _,    _C),
    "articles.view_article":           (_,         _,        _,      _D,       _C,   _C),
    "articles.manage_article":         (_,         _,        _,      _D,       _C,   _),
    "articles.publish_article":        (_,         _,        _,      _D,       _C,   _),
    "reports.view_report":             (_,         _,        _,      _D,       _C,   _C),
    "reports.fill_report":             (_,         _,        _,      _D,       _,    _),
    "reports.decide_report":           (_,         _,        _,      _,        _C,   _),
    "reports.export_report":           (_,         _,        _,      _D,       _C,   _),
    "reports.view_exportjob":          (_,         _,        _,      _D,       _C,   _C),
    "reports.view_target":             (_,         _,        _,      _D,       _C,   _C),
    "reports.manage_target":           (_,         _,        _,      _,        _C,   _),
    "reports.view_milestone":          (_C,        _C,       _C,     _C,       _C,   _C),
    "reports.manage_milestone":        (_,         _,        _,      _,        _C,   _),
    "stations.view_station":           (_,         _R,       _,      _D,       _C,   _C),
    "stations.manage_station":         (_,         _,        _,      _D,       _C,   _C),
    "stations.import_places":          (_,         _,        _,      _D,       _C,   _),
    "stations.view_figures":           (_,         _R,       _,      _D,       _C,   _),
    "stations.manage_closure":         (_,         _R,       _,      _D,       _C,   _),
    "stations.view_staypolicy":        (_C,        _C,       _C,     _C,       _C,   _C),
    "stations.manage_staypolicy":      (_,         _,        _,      _,        _C,   _),
    "stations.manage_referralchannel": (_,         _,        _,      _,        _C,   _C),
    "stations.view_partner":           (_,         _,        _,      _D,       _C,   _C),
    "stations.manage_partner":         (_,         _,        _,      _D,       _C,   _),
    "stations.manage_referralcode":    (_,         _,        _,      _D,       _,    _),
    "stations.view_stay":              (_O,        _R,       _,      _D,       _C,   _),
    "stations.view_evidence":          (_O,        _R,       _,      _D,       _C,   _),
    "stations.upload_evidence":        (_O,        _,        _,      _,        _,    _),
    "stations.book_stay":              (_O,        _R,       _,      _D,       _C,   _),
    "stations.book_at_desk":           (_,         _R,       _,      _D,       _C,   _),
    "stations.view_party":             (_O,        _R,       _,      _D,       _C,   _),
    "stations.join_party":             (_O,        _,        _,      _,        _,    _),
    "stations.withdraw_stay":          (_O,        _,        _,      _,        _,    _),
    "stations.change_stay":            (_O,        _R,       _,      _D,       _C,   _),
    "stations.cancel_stay":            (_O,        _R,       _,      _D,       _C,   _),
    "stations.review_stay":            (_,         _R,       _,      _D,       _C,   _),
    "stations.reassign_case":          (_,         _,        _,      _D,       _C,   _),
    "stations.check_in_stay":          (_,         _R,       _,      _D,       _C,   _),
    "stations.move_bed":               (_,         _R,       _,      _D,       _C,   _),
    "stations.view_rehousing":         (_O,        _R,       _,      _D,       _C,   _),
    "stations.answer_rehousing":       (_O,        _,        _,      _,        _,    _),
    "stations.arrange_rehousing":      (_,         _R,       _,      _D,       _C,   _),
    "stations.view_suspension":        (_O,        _R,       _,      _D,       _C,   _),
    "stations.manage_suspension":      (_,         _,        _,      _D,       _C,   _),
    "stations.view_extranights":       (_O,        _R,       _,      _D,       _C,   _),
    "stations.ask_extra_nights":       (_,         _R,       _,      _D,       _C,   _),
    "stations.grant_extra_nights":     (_,         _,        _,      _D,       _C,   _),
    "stations.view_strike":            (_O,        _R,       _,      _D,       _C,   _),
    "stations.appeal_strike":          (_O,        _,        _,      _,        _,    _),
    "stations.decide_strike":          (_,         _,        _,      _D,       _C,   _),
    "stations.view_lounge":            (_,         _R,       _,      _D,       _C,   _C),
    "stations.manage_lounge":          (_,         _,        _,      _D,       _C,   _C),
    "stations.close_lounge":           (_,         _R,       _,      _D,       _C,   _),
    "stations.view_loungevisit":       (_O,        _R,       _,      _D,       _C,   _),
    "stations.book_lounge":            (_O,        _,        _,      _,        _,    _),
    "stations.answer_visit":           (_,         _R,       _,      _D,       _C,   _),
    "stations.cancel_visit":           (_O,        _R,       _,      _D,       _C,   _),
    "stations.check_in_at_door":       (_O,        _,        _,      _,        _,    _),
    "stations.receive_visit":          (_,         _R,       _,      _D,       _C,   _),
    "stations.view_placement":         (_O,        _,        _,      _D,       _C,   _),
    "stations.manage_placement":       (_,         _,        _,      _D,       _C,   _),
    "stations.prove_placement":        (_O,        _,        _,      _,        _,    _),
    "stations.view_followup":          (_O,        _R,       _,      _D,       _C,   _),
    "stations.answer_followup":        (_,         _R,       _,      _D,       _C,   _),
    "stations.view_funnel":            (_,         _,        _,      _D,       _C,   _),
    "stations.view_refusal":           (_,         _,        _,      _D,       _C,   _),
    "stations.view_month":             (_,         _,        _,      _D,       _C,   _),
    "volunteers.view_volunteer":       (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.view_teammember":      (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.view_guardianconsent": (_O,        _,        _,      _D,       _C,   _),
    "volunteers.view_volunteerdocument": (_O,      _,        _,      _D,       _C,   _),
    "volunteers.view_requirementitem": (_O,        _,        _,      _D,       _C,   _),
    "volunteers.view_exemption":       (_O,        _,        _,      _D,       _C,   _),
    "volunteers.view_servicerole":     (_C,        _C,       _C,     _C,       _C,   _C),
    "volunteers.manage_servicerole":   (_,         _,        _,      _,        _C,   _),
    "volunteers.view_serviceproject":  (_,         _,        _R,     _D,       _C,   _C),
    "volunteers.manage_serviceproject": (_,        _,        _R,     _D,       _C,   _),
    "volunteers.view_signup":          (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.register_volunteer":   (_O,        _,        _,      _,        _,    _),
    "volunteers.join_team":            (_O,        _,        _,      _,        _,    _),
    "volunteers.decide_member":        (_,         _,        _R,     _D,       _C,   _),
    "volunteers.record_guardian":      (_,         _,        _,      _D,       _C,   _),
    "volunteers.submit_item":          (_O,        _,        _,      _,        _,    _),
    "volunteers.check_item":           (_,         _,        _,      _D,       _C,   _),
    "volunteers.grant_exemption":      (_,         _,        _,      _,        _C,   _),
    "volunteers.sign_up":              (_O,        _,        _,      _,        _,    _),
    "volunteers.change_signup":        (_O,        _,        _,      _,        _,    _),
    "volunteers.manage_signup":        (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_swap":            (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.view_noshow":          (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.appeal_noshow":        (_O,        _,        _,      _,        _,    _),
    "volunteers.comment_noshow":       (_,         _,        _R,     _,        _,    _),
    "volunteers.decide_noshow":        (_,         _,        _,      _D,       _C,   _),
    "volunteers.check_in":             (_O,        _,        _,      _,        _,    _),
    "volunteers.keep_roll":            (_,         _,        _R,     _,        _,    _),
    "volunteers.review_attendance":    (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_round":           (_,         _,        _R,     _D,       _C,   _C),
    "volunteers.manage_round":         (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_application":     (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.answer_application":   (_O,        _,        _,      _,        _,    _),
    "volunteers.decide_application":   (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_interviewnote":   (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_hourentry":       (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.record_hours":         (_,         _,        _R,     _D,       _C,   _),
    "volunteers.confirm_hours":        (_,         _,        _R,     _D,       _C,   _),
    "volunteers.reverse_hours":        (_,         _,        _,      _D,       _C,   _),
    "volunteers.view_hourdispute":     (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.dispute_hours":        (_O,        _,        _,      _,        _,    _),
    "volunteers.answer_dispute":       (_,         _,        _,      _D,       _C,   _),
    "volunteers.view_manualsharereview": (_,       _,        _R,     _D,       _C,   _),
    "volunteers.review_manual_share":  (_,         _,        _,      _D,       _C,   _),
    "volunteers.view_hourclaim":       (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.claim_hours":          (_O,        _,        _,      _,        _,    _),
    "volunteers.view_hourimport":      (_,         _,        _R,     _D,       _C,   _),
    "volunteers.import_hours":         (_,         _,        _R,     _D,       _C,   _),
    "volunteers.export_hours":         (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_certificate":     (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.ask_certificate":      (_O,        _,        _,      _,        _,    _),
    "volunteers.issue_certificate":    (_,         _,        _R,     _D,       _C,   _),
    "volunteers.revoke_certificate":   (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_congress":        (_,         _,        _,      _,        _C,   _C),
    "volunteers.manage_congress":      (_,         _,        _,      _,        _C,   _),
    "volunteers.view_electoralunit":   (_,         _,        _R,     _D,       _C,   _C),
    "volunteers.view_delegate":        (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.name_delegate":        (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_candidate":       (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.name_candidate":       (_,         _,        _R,     _D,       _C,   _),
    "volunteers.withdraw_candidacy":   (_O,        _,        _,      _,        _,    _),
    "volunteers.cast_ballot":          (_O,        _,        _,      _,        _,    _),
    "volunteers.view_objection":       (_O,        _,        _,      _,        _C,   _),
    "volunteers.raise_objection":      (_O,        _,        _,      _,        _,    _),
    "volunteers.view_awardseason":     (_,         _,        _,      _,        _C,   _C),
    "volunteers.manage_awardseason":   (_,         _,        _,      _,        _C,   _),
    "volunteers.view_awardnomination": (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.recommend_award":      (_,         _,        _R,     _D,       _,    _),
    "volunteers.recommend_oneself":    (_O,        _,        _,      _,        _,    _),
    "volunteers.recommend_another":    (_O,        _,        _,      _,        _,    _),
    "volunteers.consent_to_award":     (_O,        _,        _,      _,        _,    _),
    "volunteers.view_panelmember":     (_O,        _,        _,      _,        _C,   _),
    "volunteers.score_award":          (_O,        _,        _,      _,        _,    _),
    "volunteers.view_patrolarea":      (_,         _,        _R,     _D,       _C,   _C),
    "volunteers.manage_patrolarea":    (_,         _,        _R,     _D,       _C,   _),
    "volunteers.view_patrolshift":     (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.write_patrollog":      (_O,        _,        _,      _,        _,    _),
    "volunteers.view_hazardticket":    (_O,        _,        _R,     _D,       _C,   _),
    "volunteers.assign_hazardticket":  (_,         _,        _,      _D,       _C,   _),
    "volunteers.rectify_hazardticket": (_,         _,        _R,     _D,       _C,   _),
    "volunteers.verify_hazardticket":  (_,         _,        _,      _D,       _C,   _),
    "volunteers.view_crowdsession":    (_,         _,        _R,     _D,       _C,   _C),
    "volunteers.record_crowdsession":  (_,         _,        _R,     _D,       _C,   _),
    "volunteers.confirm_crowdsession": (_,         _,        _R,     _D,       _C,   _),
    "volunteers.void_crowdsession":    (_,         _,        _,      _D,       _C,   _),
    "volunteers.call_roll":            (_O,        _,        _R,     _D,       _C,   _),
}  # fmt: skip

RIGHTS: dict[str, dict[str, str]] = {
    action: dict(zip(roles, scopes, strict=True))
    for roles, matrix in (
        (ROLES, MATRIX),
        (ROLES_OF_CARE, MATRIX_OF_CARE),
        (ROLES_OF_LOANS, MATRIX_OF_LOANS),
        (ROLES_OF_EVENTS, MATRIX_OF_EVENTS),
        (ROLES_OF_GROUPS, MATRIX_OF_GROUPS),
        (ROLES_OF_SAFETY, MATRIX_OF_SAFETY),
    )
    for action, scopes in matrix.items()
}


@dataclass(frozen=True)
class System:
    """系统 (the portal itself): the actor of due jobs. It may do what its service allows."""

    pk: None = None


SYSTEM = System()

Actor: TypeAlias = "User | AnonymousUser | System"


def reach(user: Actor, action: str) -> Reach:
    """How far the user's rights go for an action: through the own person, and through each office held."""
    row = RIGHTS[action]
    if isinstance(user, System):
        return Reach(everything=True)
    if user.is_anonymous or not user.is_active:
        return Reach()
    is_root = user.is_superuser and not user.is_private
    held = list(user.offices) + ([("administrator", 0)] if is_root else [])
    scopes = {(row.get(role, NOTHING), organisation) for role, organisation in held}
    return Reach(
        everything=any(scope == CITY for scope, _org in scopes) or row["applicant"] == CITY,
        own=user.person_id if row["applicant"] == OWN else None,
        organisations=frozenset(org for scope, org in scopes if scope == ORGANISATION),
        districts=frozenset(org for scope, org in scopes if scope == DISTRICT),
    )


def may(user: Actor, action: str, target: models.Model | None = None) -> bool:
    """
    Whether the user may do this to this target; without a target: to any row at all.

    The target's scope is its model's queryset's, so the rule that filters a
    list is the rule that guards an act.
    """
    if target is None:
        return reach(user, action).includes(None, Scope())
    rows = type(target)._default_manager.all()
    if isinstance(rows, PersonQuerySet):
        return rows.within(reach(user, action)).filter(pk=target.pk).exists()
    return reach(user, action).includes(target, rows.scope if isinstance(rows, ScopedQuerySet) else Scope())


def require(user: Actor, action: str, target: models.Model | None = None) -> None:
    """Raise `NotAllowed` unless the user may do this to this target."""
    if not may(user, action, target):
        raise NotAllowed


def human_of(actor: Actor) -> int:
    """Who it is, whatever the log-in: the portal itself, or a log-in without a person, is nobody here."""
    person: int | None = getattr(actor, "person_id", None)
    if person is None:
        raise NotAllowed
    return person


def require_for_another(actor: Actor, action: str, target: models.Model, person_id: int) -> None:
    """As `require`, and never in one's own case: whoever decides is not whom it is about."""
    require(actor, action, target)
    if getattr(actor, "person_id", None) == person_id:
        raise NotAllowed
