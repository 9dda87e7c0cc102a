"""Every read of the model posts that gives rows."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

CALLED = ("open", "scoring", "shortlisted", "notice", "awarded", "reported")
# From the shortlist on, points are read by the offices; before it by nobody but their reviewers.
SCORED = ("shortlisted", "notice", "awarded", "reported", "cancelled")
PUBLIC = ("public_notice", "awarded", "reported_up", "revoked", "expired")


class PostRoundQuerySet(ScopedQuerySet):
    """青安岗年度: everybody reads it once it is called; the city runs it."""

    def called(self) -> Self:
        return self.filter(state__in=CALLED)

    def taking(self, day: date) -> Self:
        """Open to units on a day; both ends count."""
        return self.filter(state="open", opens_on__lte=day, closes_on__gte=day)


class OfPostRoundQuerySet(ScopedQuerySet):
    """Forms, criteria and quotas: read with their year."""

    def view_action(self) -> str:
        return "safety.view_postround"


class PostReviewerQuerySet(ScopedQuerySet):
    """评审员: the reviewer, and the city."""

    scope = Scope(own="person_id")

    def seated(self) -> Self:
        return self.filter(left_at__isnull=True)


def _of_offices(reach: Reach, organisation: str, district: str, signed: str) -> Q:
    """A unit sees its own at any time, a district and the city once it is signed."""
    unit = Q(**{f"{organisation}__in": reach.organisations}) if reach.organisations else Q(pk__in=[])
    office = Q() if reach.everything else Q(**{f"{district}__in": reach.districts})
    has_office = reach.everything or bool(reach.districts)
    return unit | (office & Q(**{f"{signed}__isnull": False}) if has_office else Q(pk__in=[]))


class SafetyPostQuerySet(ScopedQuerySet):
    """青安岗: of its enterprise; of its district and the city once it is signed."""

    scope = Scope(organisation="enterprise__organisation_id", district="reporting_org_id")

    def within(self, reach: Reach) -> Self:
        return self.filter(_of_offices(reach, "enterprise__organisation", "reporting_org", "first_signed_at"))

    def public(self) -> Self:
        """What everybody may read, by name of the unit."""
        return self.filter(state__in=PUBLIC)

    def chosen(self) -> Self:
        return self.filter(state__in=["shortlisted", "public_notice", "awarded", "reported_up"])

    def named(self) -> Self:
        return self.filter(state__in=["awarded", "reported_up"])

    def registered_in(self, year: int, until: date) -> Self:
        """创建集体 of a year, registered by the city by the end of a day and not lost since."""
        gone = ["excluded", "withdrawn", "declined", "ended"]
        of_year = self.filter(round__year=year, registered_on__isnull=False, registered_on__lt=until)
        return of_year.exclude(state__in=gone)

    def whole(self) -> Self:
        return self.select_related("round", "enterprise__organisation", "reporting_org", "form")


class OfPostQuerySet(ScopedQuerySet):
    """What belongs to one post: seen by whoever sees it."""

    scope = Scope(organisation="post__enterprise__organisation_id", district="post__reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_safetypost"

    def within(self, reach: Reach) -> Self:
        return self.filter(
            _of_offices(
                reach, "post__enterprise__organisation", "post__reporting_org", "post__first_signed_at"
            )
        )


class PostSheetQuerySet(ScopedQuerySet):
    """
    评审表: the own, and others' of the same revision once the own is in; offices after the shortlist.

    Neither the unit nor its district ever reads who judged, nor what.
    """

    scope = Scope(own="reviewer__person_id")

    def within(self, reach: Reach) -> Self:
        office = Q(round__state__in=SCORED) if reach.everything else Q(pk__in=[])
        return self.filter(office | self._as_reviewer(reach.own))

    def _as_reviewer(self, person: int | None) -> Q:
        if person is None:
            return Q(pk__in=[])
        mine = self.model._base_manager.filter(
            reviewer__person=person,
            state="submitted",
            post=OuterRef("post"),
            revision=OuterRef("revision"),
        )
        return Q(reviewer__person=person) | Q(Exists(mine), state="submitted")

    def counting(self) -> Self:
        """Submitted, of the revision that the post has now."""
        return self.filter(state="submitted", revision=F("post__revision"))

    def standing(self) -> Self:
        """Of the revision that the post has now, submitted or still owed."""
        return self.filter(state__in=["assigned", "submitted"], revision=F("post__revision"))

    def of_person(self, person: int | None) -> Self:
        return self.filter(reviewer__person=person or 0)


class PostScoreQuerySet(ScopedQuerySet):
    """评分: seen with its sheet, and never before."""

    scope = Scope(own="sheet__reviewer__person_id")

    def view_action(self) -> str:
        return "safety.view_postsheet"

    def within(self, reach: Reach) -> Self:
        sheets = self.model._meta.get_field("sheet").related_model
        return self.filter(sheet__in=sheets.objects.within(reach).order_by().values("pk"))


class PostObjectionQuerySet(ScopedQuerySet):
    """公示异议: whoever objected, and the city; neither the unit nor its district reads who it was."""

    scope = Scope(own="by_id")

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)


class EnterpriseAccidentQuerySet(ScopedQuerySet):
    """事故记录: of the enterprise, of its district, of the city."""

    scope = Scope(
        organisation="enterprise__organisation_id", district="enterprise__organisation__reporting_org_id"
    )

    def vetoing(self, after: Any) -> Self:
        """Serious or worse, later than a day."""
        return self.filter(grade__in=["serious", "fatal"], happened_on__gt=after, voided_at__isnull=True)


class PostCheckQuerySet(OfPostQuerySet):
    """复核: seen with its post."""

    def open(self) -> Self:
        return self.filter(state="open")

    def proposed(self) -> Self:
        return self.filter(state="proposed")
