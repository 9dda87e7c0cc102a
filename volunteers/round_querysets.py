"""Every read of recruitment rounds that gives rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Avg, Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from zibo_youth.core.scope import Scope, ScopedQuerySet

SEATED, WAITING = ("offered", "accepted"), ("bench", "waitlisted")


class RoundQuerySet(ScopedQuerySet):
    """招募: the public sees calls of published projects; an organiser and a district manage their own."""

    scope = Scope(organisation="project__organiser_id", district="project__reporting_org_id")

    def visible_to(self, user: object) -> Self:
        return self.filter(
            project__state__in=["published", "closed"], state__in=["open", "closed", "settled"]
        )

    def taking(self, at: datetime) -> Self:
        """Calls to which one may apply now, the first to close first."""
        return self.filter(state="open", opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "pk")

    def coming(self, at: datetime) -> Self:
        """Announced, and not begun."""
        return self.filter(state="open", opens_at__gt=at).order_by("opens_at", "pk")

    def over(self, at: datetime) -> Self:
        """Closed to applications, the latest first."""
        return self.filter(Q(state__in=["closed", "settled"]) | Q(state="open", closes_at__lte=at)).order_by(
            "-closes_at", "-pk"
        )

    def to_close(self, at: datetime) -> Self:
        return self.filter(state="open", closes_at__lte=at)

    def dealing(self) -> Self:
        """Rounds in which a place that comes free goes to somebody."""
        return self.filter(state__in=["open", "closed"], project__state="published")

    def with_lapsed_offers(self, at: datetime) -> Self:
        return (
            self.dealing().filter(applications__state="offered", applications__offer_until__lte=at).distinct()
        )

    def with_free_places(self, at: datetime) -> Self:
        """Where somebody waits beside fewer seated than places: something may be given, or be for others."""
        seats = Subquery(
            apps.get_model("volunteers", "Pool")
            ._base_manager.filter(round=OuterRef("pk"))
            .order_by()
            .values("round")
            .annotate(all=models.Sum("quota"))
            .values("all")
        )
        rows = self.dealing().annotate(
            places=seats,
            seated=Count("applications", filter=Q(applications__state__in=SEATED)),
            waiting=Count("applications", filter=Q(applications__state__in=WAITING)),
        )
        return rows.filter(waiting__gt=0, seated__lt=F("places"), serves_from__gt=timezone.localdate(at))

    def to_settle(self, day: date) -> Self:
        """Closed rounds whose work begins: who still waits is told that it was in vain."""
        return self.filter(state="closed", serves_from__lte=day)

    def whole(self) -> Self:
        return self.select_related("project__organiser", "project__reporting_org")


class PoolQuerySet(ScopedQuerySet):
    """名额池: seen with its round."""

    scope = Scope(organisation="round__project__organiser_id", district="round__project__reporting_org_id")

    def view_action(self) -> str:
        return "volunteers.view_round"

    def visible_to(self, user: object) -> Self:
        return self.filter(
            round__project__state__in=["published", "closed"],
            round__state__in=["open", "closed", "settled"],
        )

    def counted(self) -> Self:
        """With ``taken`` places, ``accepted`` ones and who ``waits`` at home here; universities first."""
        rows = apps.get_model("volunteers", "Application")._base_manager
        waits = (
            rows.filter(home_pool=OuterRef("pk"), state__in=WAITING)
            .order_by()
            .values("home_pool")
            .annotate(many=Count("pk"))
            .values("many")
        )
        counted = self.annotate(
            taken=Count("seated", filter=Q(seated__state__in=SEATED)),
            accepted=Count("seated", filter=Q(seated__state="accepted")),
            waits=Coalesce(Subquery(waits), 0),
        )
        return counted.select_related("university").order_by(F("university").asc(nulls_last=True), "pk")


class ApplicationQuerySet(ScopedQuerySet):
    """招募报名: the volunteer's own; the project's leaders and district."""

    scope = Scope(
        own="volunteer__person_id",
        organisation="round__project__organiser_id",
        district="round__project__reporting_org_id",
    )

    def seated(self) -> Self:
        return self.filter(state__in=SEATED)

    def waiting(self) -> Self:
        """Who gets the next place: the bench before the others, each in the order of ranks."""
        is_bench = models.Case(models.When(state="bench", then=0), default=1)
        return self.filter(state__in=WAITING).order_by(is_bench, "rank")

    def applied(self) -> Self:
        return self.filter(state="applied").order_by("number")

    def lapsed(self, at: datetime) -> Self:
        """Offers whose time is up."""
        return self.filter(state="offered", offer_until__lte=at).order_by("pk")

    def ending(self, at: datetime, by: datetime) -> Self:
        """Offers that end soon and are not over."""
        return self.filter(state="offered", offer_until__gt=at, offer_until__lte=by).order_by("pk")

    def scored(self) -> Self:
        """With the mean ``score`` of the interviews and how many ``notes`` there are."""
        return self.annotate(
            score=Avg("interview_notes__score"), notes=Count("interview_notes", distinct=True)
        )

    def unheard(self) -> Self:
        """Applied, and nobody has written a note."""
        notes = apps.get_model("volunteers", "InterviewNote")._base_manager.filter(application=OuterRef("pk"))
        return self.filter(~Exists(notes), state="applied")

    def admitted_to(self, project: models.Model) -> Self:
        return self.filter(state="accepted", round__project=project)

    def whole(self) -> Self:
        return self.select_related(
            "round__project__organiser", "volunteer__person", "home_pool__university", "pool__university"
        )


class OfApplicationQuerySet(ScopedQuerySet):
    scope = Scope(
        own="application__volunteer__person_id",
        organisation="application__round__project__organiser_id",
        district="application__round__project__reporting_org_id",
    )

    def view_action(self) -> str:
        return "volunteers.view_application"


class InterviewNoteQuerySet(ScopedQuerySet):
    """面试记录: those who recruit, and never the applicant."""

    scope = Scope(
        organisation="application__round__project__organiser_id",
        district="application__round__project__reporting_org_id",
    )
