"""换届: units and offices are set up here; the session is written by the desk."""

from __future__ import annotations

from django.contrib import admin
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

from volunteers.models import (
    AssociationOffice,
    BallotRound,
    Candidate,
    Congress,
    Delegate,
    ElectoralUnit,
    Objection,
    RoundCandidate,
    Turnout,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, name_without_link

# City and administrators open these; who is named in them sees the name.
name_without_link(AssociationOffice, BallotRound, Candidate, Congress, Delegate, ElectoralUnit)


class OfCongress:
    """Set up by whoever runs the congress."""

    view_action = "volunteers.view_congress"
    change_action = "volunteers.manage_congress"


@admin.register(Congress)
class CongressAdmin(OfCongress, ScopedAdmin):
    """换届大会: its steps are taken at the desk."""

    list_display = ["code", "title", "held_on", "state", "notice_until", "starts_on"]
    list_filter = ["state"]
    search_fields = ["code", "title"]
    readonly_fields = ["state", "notice_until", "starts_on"]


@admin.register(ElectoralUnit)
class ElectoralUnitAdmin(ScopedAdmin):
    """选举单位."""

    change_action = "volunteers.manage_congress"
    list_display = ["congress", "organisation", "quota"]
    list_filter = ["congress"]
    list_select_related = ["congress", "organisation"]
    search_fields = ["organisation__name"]


@admin.register(AssociationOffice)
class AssociationOfficeAdmin(OfCongress, ScopedAdmin):
    """选举职务."""

    list_display = ["congress", "name", "seats", "max_candidates", "position"]
    list_filter = ["congress"]
    list_select_related = ["congress"]
    search_fields = ["name"]


@admin.register(Delegate)
class DelegateAdmin(ReadOnlyAdmin):
    """代表."""

    list_display = ["congress", "unit", "number", "volunteer_no", "present_at"]
    list_filter = ["congress"]
    list_select_related = ["congress", "unit__organisation", "volunteer"]
    search_fields = ["volunteer__volunteer_no"]
    fields = ["congress", "unit", "number", "volunteer_no", "present_at"]
    readonly_fields = ["volunteer_no"]

    @admin.display(description=_("志愿者编号"), ordering="volunteer__volunteer_no")
    def volunteer_no(self, delegate: Delegate) -> str:
        return delegate.volunteer.volunteer_no


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin):
    """候选人."""

    list_display = ["office", "name", "unit", "hours", "state"]
    list_filter = ["state", "congress"]
    list_select_related = ["office", "unit__organisation", "volunteer__person"]
    search_fields = ["volunteer__volunteer_no", "volunteer__person__full_name"]
    fields = ["congress", "office", "unit", "name", "statement", "hours", "state", "reason"]
    readonly_fields = ["name", "hours"]

    @admin.display(description=_("提名当天已生效时长（小时）"), ordering="minutes")
    def hours(self, candidate: Candidate) -> str:
        return floatformat(candidate.hours, "-1")

    @admin.display(description=_("姓名"), ordering="volunteer__person__full_name")
    def name(self, candidate: Candidate) -> str:
        return candidate.volunteer.person.masked_name


@admin.register(BallotRound)
class BallotRoundAdmin(ReadOnlyAdmin):
    """投票轮次: what is in the box is shown to nobody, sealed or not."""

    view_action = "volunteers.view_congress"
    list_display = ["office", "number", "state", "delegates", "present", "opened_at", "counted_at"]
    list_filter = ["state"]
    list_select_related = ["office"]
    fields = [
        *("congress", "office", "number", "seats", "state", "delegates", "present"),
        *("quorum_parts", "quorum_of", "opened_at", "counted_at"),
    ]


@admin.register(RoundCandidate)
class RoundCandidateAdmin(ReadOnlyAdmin):
    """候选人得票."""

    view_action = "volunteers.view_congress"
    list_display = ["round", "position", "votes", "is_elected", "is_tied"]
    list_select_related = ["round__office"]
    fields = ["round", "office", "position", "votes", "is_elected", "is_tied"]


@admin.register(Turnout)
class TurnoutAdmin(ReadOnlyAdmin):
    """投票记录: who has voted, in the order of the units."""

    view_action = "volunteers.view_congress"
    list_display = ["round", "delegate"]
    list_select_related = ["round__office", "delegate__unit__organisation"]
    ordering = ["round", "delegate__unit", "delegate__number"]


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    """公示异议: answered at the desks."""

    list_display = ["about", "text", "at", "is_upheld", "answered_at"]
    list_filter = ["is_upheld"]
    list_select_related = ["candidate__office", "candidate__volunteer__person", "nomination__category"]
    fields = ["about", "text", "at", "is_upheld", "answer", "answered_at", "answered_by"]
    readonly_fields = ["about"]

    @admin.display(description=_("异议对象"))
    def about(self, objection: Objection) -> str:
        return str(objection.candidate or objection.nomination)
