"""招募, 名额池, 招募报名: a round is written here and moved by its desk; applications are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from volunteers.models import Application, ApplicationTransition, InterviewNote, Pool, Round
from volunteers.round_errors import QuotaBelowSeats
from volunteers.services.rounds import close_round, open_round, settle_round
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, ScopedInline
from zibo_youth.core.errors import DomainError

QUOTA: dict[str, DomainError] = {"application_seat_exists": QuotaBelowSeats()}

# One field with one label, where Django draws two without any.
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PoolsOfRound(ScopedInline):
    """Quotas may rise at any time, and fall as far as nobody sits."""

    view_action, change_action = "volunteers.view_round", "volunteers.manage_round"
    model = Pool
    fields = ["university", "quota"]
    deletable = False

    def get_extra(self, request: HttpRequest, obj: Any = None, **options: Any) -> int:
        """Empty lines to write in, also without a script: a new round has a pool or several."""
        return 1 if obj else 3


@admin.register(Round)
class RoundAdmin(ScopedAdmin):
    """招募: once it is open its method and its dates are promises."""

    refusals = QUOTA
    formfield_overrides = {DateTimeField: {"form_class": forms.DateTimeField, "widget": MOMENT}}
    list_display = ["title", "project", "method", "opens_at", "closes_at", "serves_from", "state"]
    list_filter = ["state", "method"]
    list_select_related = ["project"]
    search_fields = ["title", "project__title"]
    date_hierarchy = "opens_at"
    readonly_fields = ["state", "seed_hash", "list_hash", "listed_at", "drawn_at"]
    inlines = [PoolsOfRound]
    actions = ["open_round", "close_round", "settle_round"]
    action_needs = dict.fromkeys(["open_round", "close_round", "settle_round"], "volunteers.manage_round")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        promised = ["project", "method", "opens_at", "closes_at", "serves_from", "flows_at"]
        is_open = obj is not None and obj.state != Round.State.DRAFT
        return [*super().get_readonly_fields(request, obj), *(promised if is_open else [])]

    @admin.action(description=_("开放报名"))
    def open_round(self, request: HttpRequest, rounds: QuerySet[Round]) -> None:
        self.apply(request, rounds, open_round)

    @admin.action(description=_("截止报名"))
    def close_round(self, request: HttpRequest, rounds: QuerySet[Round]) -> None:
        self.apply(request, rounds, close_round)

    @admin.action(description=_("结束招募"))
    def settle_round(self, request: HttpRequest, rounds: QuerySet[Round]) -> None:
        self.apply(request, rounds, settle_round)


@admin.register(Pool)
class PoolAdmin(ReadOnlyAdmin):
    """名额池."""

    view_action = "volunteers.view_round"
    list_display = ["round", "university", "quota"]
    list_select_related = ["round", "university"]
    search_fields = ["round__title"]


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """招募报名."""

    list_display = ["round", "number", "volunteer_no", "name", "home_pool", "rank", "state", "offer_until"]
    list_filter = ["round", "state"]
    list_select_related = ["round", "volunteer__person", "home_pool__university"]
    search_fields = ["volunteer__volunteer_no", "volunteer__person__full_name", "round__title"]
    date_hierarchy = "applied_at"
    fields = [
        *("round", "number", "volunteer_no", "name", "home_pool", "rank", "state"),
        *("pool", "seat", "offer_until", "statement", "applied_at"),
    ]
    readonly_fields = ["volunteer_no", "name"]

    @admin.display(description=_("志愿者编号"), ordering="volunteer__volunteer_no")
    def volunteer_no(self, application: Application) -> str:
        return application.volunteer.volunteer_no

    @admin.display(description=_("姓名"), ordering="volunteer__person__full_name")
    def name(self, application: Application) -> str:
        return application.volunteer.person.masked_name


@admin.register(ApplicationTransition)
class ApplicationTransitionAdmin(ReadOnlyAdmin):
    """招募报名流转."""

    view_action = "volunteers.view_application"
    list_display = ["application", "from_state", "to_state", "actor", "at"]
    list_select_related = ["application__round", "actor"]
    date_hierarchy = "at"


@admin.register(InterviewNote)
class InterviewNoteAdmin(ReadOnlyAdmin):
    """面试记录."""

    list_display = ["application", "by", "score", "recommendation", "written_at"]
    list_filter = ["recommendation"]
    list_select_related = ["application__round", "by"]
