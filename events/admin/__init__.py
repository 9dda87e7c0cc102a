"""活动 in the admin: read here; written by the services of the desk."""

from __future__ import annotations

from django.contrib import admin

from events.models import (
    Answer,
    Companion,
    ContestRound,
    Event,
    EventTransition,
    GuardianPermit,
    Judge,
    Question,
    Quota,
    Registration,
    RegistrationReview,
    RegistrationTransition,
    RosterPerson,
    Score,
    SegmentMessage,
    SeriesCoupon,
    Session,
    SessionDraw,
    Team,
    TeamMember,
    TeamRule,
    Venue,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

from . import checkin, matchmaking, wedding

__all__ = ["checkin", "matchmaking", "wedding"]


class OfEvents(ReadOnlyAdmin):
    """Read by whoever manages the event."""

    view_action = "events.view_event"


class OfRegistrations(ReadOnlyAdmin):
    """Read by whoever works with the registrations."""

    view_action = "events.view_registration"


@admin.register(Event)
class EventAdmin(OfEvents):
    """活动."""

    list_display = ["title", "kind", "state", "organiser", "reporting_org"]
    list_filter = ["state", "kind", "reporting_org"]
    list_select_related = ["organiser", "reporting_org"]
    search_fields = ["title"]


@admin.register(EventTransition)
class EventTransitionAdmin(OfEvents):
    """活动流转."""

    list_display = ["event", "from_state", "to_state", "actor", "at"]
    list_select_related = ["event", "actor__person"]


@admin.register(Session)
class SessionAdmin(OfEvents):
    """活动场次."""

    list_display = ["event", "name", "starts_at", "place", "state", "capacity", "taken", "attendance"]
    list_filter = ["state", "event__kind", "event__reporting_org"]
    list_select_related = ["event"]
    search_fields = ["event__title", "place"]
    date_hierarchy = "starts_at"


@admin.register(Quota)
class QuotaAdmin(OfEvents):
    """名额组."""

    list_display = ["session", "name", "gender", "capacity", "taken"]
    list_select_related = ["session__event"]


@admin.register(SessionDraw)
class SessionDrawAdmin(OfEvents):
    """场次抽签: the seed is read on the public page, after the draw."""

    list_display = ["session", "seed_hash", "listed_at", "drawn_at"]
    list_select_related = ["session__event"]
    exclude = ["seed", "listing"]


@admin.register(Question)
class QuestionAdmin(OfEvents):
    """报名问题."""

    list_display = ["event", "number", "words", "is_required"]
    list_select_related = ["event"]


@admin.register(Registration)
class RegistrationAdmin(OfRegistrations):
    """活动报名."""

    list_display = ["session", "quota", "person", "seats", "state", "created_at"]
    list_filter = ["state", "session__event__kind", "session__event__reporting_org"]
    list_select_related = ["session__event", "quota", "person"]
    search_fields = ["session__event__title"]
    date_hierarchy = "created_at"


@admin.register(RegistrationTransition)
class RegistrationTransitionAdmin(OfRegistrations):
    """活动报名流转."""

    list_display = ["registration", "from_state", "to_state", "reason", "actor", "at"]
    list_filter = ["to_state"]
    list_select_related = ["registration__session__event", "actor__person"]


@admin.register(Companion)
class CompanionAdmin(OfRegistrations):
    """同行人."""

    list_display = ["registration", "number", "full_name"]
    list_select_related = ["registration__session__event"]


@admin.register(Venue)
class VenueAdmin(OfEvents):
    """场地."""

    list_display = ["name", "organisation"]
    list_select_related = ["organisation"]


@admin.register(SeriesCoupon)
class SeriesCouponAdmin(OfRegistrations):
    """系列名额券."""

    list_display = ["event", "person", "period", "number", "registration"]
    list_select_related = ["event", "person", "registration__session__event"]


@admin.register(RegistrationReview)
class RegistrationReviewAdmin(OfRegistrations):
    """报名审核."""

    list_display = ["registration", "state", "asked_at", "due_at", "reason", "decided_at"]
    list_filter = ["state", "reason"]
    list_select_related = ["registration__session__event"]


@admin.register(RosterPerson)
class RosterPersonAdmin(OfRegistrations):
    """名册人员."""

    list_display = ["registration", "number", "full_name", "added_at", "left_at"]
    list_select_related = ["registration__session__event"]
    exclude = ["mark", "id_last4"]


@admin.register(GuardianPermit)
class GuardianPermitAdmin(OfRegistrations):
    """活动监护人同意."""

    list_display = ["registration", "guardian_name", "relation", "given_at"]
    list_select_related = ["registration__session__event"]


@admin.register(Answer)
class AnswerAdmin(OfRegistrations):
    """报名回答."""

    list_display = ["registration", "asked", "words"]
    list_select_related = ["registration__session__event"]


@admin.register(TeamRule)
class TeamRuleAdmin(OfEvents):
    """队伍规则."""

    list_display = ["event", "members_min", "members_max", "closes_at"]
    list_select_related = ["event"]


@admin.register(Team)
class TeamAdmin(OfRegistrations):
    """队伍."""

    list_display = ["event", "name", "captain", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["event", "captain"]
    exclude = ["code"]


@admin.register(TeamMember)
class TeamMemberAdmin(OfRegistrations):
    """队员."""

    list_display = ["team", "person", "joined_at", "left_at"]
    list_select_related = ["team", "person"]


@admin.register(ContestRound)
class ContestRoundAdmin(OfEvents):
    """比赛轮次."""

    list_display = ["event", "number", "name", "state", "advance", "published_at"]
    list_select_related = ["event"]


@admin.register(Judge)
class JudgeAdmin(OfRegistrations):
    """评委."""

    list_display = ["event", "person"]
    list_select_related = ["event", "person"]


@admin.register(Score)
class ScoreAdmin(OfRegistrations):
    """评分."""

    list_display = ["round", "team", "judge", "value", "given_at", "reversed_at"]
    list_select_related = ["round__event", "team", "judge__person"]


@admin.register(SegmentMessage)
class SegmentMessageAdmin(OfEvents):
    """活动通知."""

    list_display = ["session", "segment", "people", "sent_by", "sent_at"]
    list_select_related = ["session__event", "sent_by__person"]
