"""活动 in the admin: read here; written by the services of the desk."""

from __future__ import annotations

from django.contrib import admin

from events.models import (
    Answer,
    Companion,
    Event,
    EventTransition,
    GuardianPermit,
    Question,
    Quota,
    Registration,
    RegistrationTransition,
    Session,
    SessionDraw,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

from . import matchmaking as matchmaking


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
