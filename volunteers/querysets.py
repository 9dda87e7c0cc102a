"""Every read of volunteers, projects, posts and shifts that gives rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from zibo_youth.core.calendar import today
from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

HOLDING = ("offered", "signed_up", "checked_in", "checked_out", "attended")


class _ThroughTeams(ScopedQuerySet):
    """
    Rows of a volunteer: one's own, those of a team whose leader asks, and those of a district.

    A leader reaches a volunteer while the membership stands or is asked for, and through
    a shift of the leader's projects; ``path`` leads from the row to the volunteer.
    """

    path = ""

    def _at(self, field: str) -> str:
        return f"{self.path}__{field}" if self.path else field

    def within(self, reach: Reach) -> Self:
        if reach.everything:
            return self.filter()
        through = (
            Q(**{self._at("reporting_org_id__in"): reach.districts}) if reach.districts else Q(pk__in=[])
        )
        if reach.own is not None:
            through |= Q(**{self._at("person_id"): reach.own})
        if reach.organisations:
            through |= Q(**{self._at("pk__in"): led_by(reach.organisations)})
        return self.filter(through)


def led_by(organisations: frozenset[int]) -> models.QuerySet[Any]:
    """The numbers of volunteers whom the leaders of these organisations work with."""
    rows = apps.get_model("volunteers", "Volunteer")._base_manager
    in_team = Q(teams__team__in=organisations, teams__state__in=["asked", "active"])
    on_shift = Q(signups__shift__post__project__organiser__in=organisations)
    return rows.filter(in_team | on_shift).order_by().values("pk")


def _teams_of(volunteer: Any) -> models.QuerySet[Any]:
    members = apps.get_model("volunteers", "TeamMember")._base_manager
    return members.filter(volunteer=volunteer, state="active").order_by().values("team")


class VolunteerQuerySet(_ThroughTeams):
    """志愿者: one's own; leaders see who is in their team or on their shifts; a district sees its own."""

    scope = Scope(own="person_id", district="reporting_org_id")

    def active(self) -> Self:
        return self.filter(state="active")


class OfVolunteerQuerySet(_ThroughTeams):
    """What belongs to one volunteer: seen by whoever sees the volunteer."""

    scope = Scope(own="volunteer__person_id", district="volunteer__reporting_org_id")
    path = "volunteer"


class _OfDistrictQuerySet(ScopedQuerySet):
    """What a leader does not see: the volunteer's own, and the district's that looks after them."""

    scope = Scope(own="volunteer__person_id", district="volunteer__reporting_org_id")


class GuardianConsentQuerySet(_OfDistrictQuerySet):
    """监护人同意: names and numbers of parents, for the volunteer and the district."""

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class VolunteerDocumentQuerySet(_OfDistrictQuerySet):
    """资质材料: papers with personal data, for the volunteer and the district that checks them."""


class TeamMemberQuerySet(ScopedQuerySet):
    """队员: one's own; the team's leader; the district that looks after the volunteer."""

    scope = Scope(own="volunteer__person_id", organisation="team_id", district="volunteer__reporting_org_id")

    def active(self) -> Self:
        return self.filter(state="active")

    def asked(self) -> Self:
        return self.filter(state="asked").order_by("asked_at", "pk")


class CatalogueQuerySet(ScopedQuerySet):
    """角色、资质要求、特长、品牌: what everybody may read, and the city keeps."""

    def view_action(self) -> str:
        return "volunteers.view_servicerole"

    def visible_to(self, user: object) -> Self:
        return self.all()


class RequirementItemQuerySet(_OfDistrictQuerySet):
    """资质凭证: the volunteer's own, and the district's; what a check said is nobody else's."""

    def holding_on(self, day: date) -> Self:
        """Checked, not revoked, and valid on this day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), state="passed", from_on__lte=day)

    def to_check(self) -> Self:
        """Handed in and not looked at yet, the oldest first."""
        return self.filter(state="submitted").order_by("submitted_at", "pk")

    def ending_by(self, day: date) -> Self:
        """Valid today, and over after a day that lies no later than this one."""
        return self.holding_on(today()).filter(until_on__lte=day)


class ExemptionQuerySet(_OfDistrictQuerySet):
    def holding_on(self, day: date) -> Self:
        return self.filter(revoked_at__isnull=True, from_on__lte=day, until_on__gte=day)


class ServiceProjectQuerySet(ScopedQuerySet):
    """志愿服务项目: the public sees what is published; an organiser and a district manage their own."""

    scope = Scope(organisation="organiser_id", district="reporting_org_id")

    def published(self) -> Self:
        return self.filter(state="published")

    def shown(self) -> Self:
        """What the public may read: running and closed projects, not drafts."""
        return self.filter(state__in=["published", "closed"])

    def visible_to(self, user: object) -> Self:
        return self.shown()


class PostQuerySet(ScopedQuerySet):
    """岗位: seen with its project."""

    scope = Scope(organisation="project__organiser_id", district="project__reporting_org_id")

    def view_action(self) -> str:
        return "volunteers.view_serviceproject"

    def visible_to(self, user: object) -> Self:
        return self.filter(project__state__in=["published", "closed"])

    def served_by(self, volunteer: Any) -> Self:
        """Posts whose hours count, of projects of one's teams and of those one has signed up for."""
        ours = Q(project__organiser__in=_teams_of(volunteer)) | Q(shifts__signups__volunteer=volunteer)
        shown = self.filter(project__state__in=["published", "closed"], is_credited=True)
        return shown.filter(ours).distinct().order_by("project__title", "name")


class ShiftQuerySet(ScopedQuerySet):
    """班次: the public sees those of published projects; leaders and districts manage their own."""

    scope = Scope(organisation="post__project__organiser_id", district="post__project__reporting_org_id")

    def view_action(self) -> str:
        return "volunteers.view_serviceproject"

    def visible_to(self, user: object) -> Self:
        return self.filter(post__project__state__in=["published", "closed"])

    def coming(self, at: datetime) -> Self:
        """Not yet begun, and not called off."""
        return self.filter(starts_at__gt=at, state__in=["open", "suspended"])

    def open(self, at: datetime) -> Self:
        """Shifts that somebody could still take."""
        return self.filter(starts_at__gt=at, state="open", post__project__state="published")

    def whole(self) -> Self:
        """With everything that a page says of it."""
        return self.select_related(
            "post__role", *(f"post__project__{name}" for name in ("brand", "organiser", "reporting_org"))
        )

    def to_review(self, before: datetime) -> Self:
        """Over by then, with somebody who had a place and is not judged yet."""
        signups = apps.get_model("volunteers", "Signup")._base_manager
        waiting = signups.filter(
            shift=models.OuterRef("pk"), state__in=["signed_up", "checked_in", "checked_out"]
        )
        return self.filter(models.Exists(waiting), ends_at__lte=before).exclude(state="cancelled")

    def counted(self) -> Self:
        """With ``taken``: how many seats are held."""
        return self.annotate(
            taken=models.Count("signups", filter=Q(signups__state__in=HOLDING), distinct=True)
        )


class SignupQuerySet(ScopedQuerySet):
    """班次报名: the volunteer's own; the project's leaders and district."""

    scope = Scope(
        own="volunteer__person_id",
        organisation="shift__post__project__organiser_id",
        district="shift__post__project__reporting_org_id",
    )

    def holding(self) -> Self:
        """Signups that hold a seat and the volunteer's time."""
        return self.filter(state__in=HOLDING)

    def awaited(self) -> Self:
        """Before the shift has begun for the volunteer."""
        return self.filter(state__in=["standby", "offered", "signed_up"])

    def live_of(self, volunteer: object) -> Self:
        """What this volunteer has promised, waits for, or did."""
        return self.filter(volunteer=volunteer).exclude(state__in=["signed_off", "declined", "released"])

    def standby(self) -> Self:
        """Who waits for a place, in the order in which they came."""
        return self.filter(state="standby").order_by("pk")

    def rostered(self, application: Any) -> Self:
        """What is offered to the volunteer of an application in the shifts of its project."""
        return self.filter(
            state="offered",
            volunteer=application.volunteer_id,
            shift__post__project=application.round.project_id,
        )

    def unanswered(self, at: datetime) -> Self:
        """Offers whose time is up."""
        return self.filter(state="offered", offer_until__lte=at)

    def during(self, start: datetime, end: datetime) -> Self:
        """Signups that touch this time."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def whole(self) -> Self:
        """With everything that a page says of it."""
        return self.select_related(
            "shift__post__project__organiser", "shift__post__role", "volunteer__person"
        )


class OfSignupQuerySet(ScopedQuerySet):
    scope = Scope(
        own="signup__volunteer__person_id",
        organisation="signup__shift__post__project__organiser_id",
        district="signup__shift__post__project__reporting_org_id",
    )

    def view_action(self) -> str:
        return "volunteers.view_signup"
