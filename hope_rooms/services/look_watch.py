"""异常查阅 (anomalies): once a week, who was refused, who looked at night, who opened very many children."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from hope_rooms.models import Access, AccessAttempt, LookAnomaly
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.staff import holders_of
from zibo_youth.core.calendar import at
from zibo_youth.notifications.outbox import notify

Kind, Role = LookAnomaly.Kind, Membership.Role
WEEK = timedelta(days=7)


@transaction.atomic
def find_anomalies(*, before: date) -> int:
    """
    每周核查 (beat, Mondays) of the last whole week before a day; how many were found now.

    Run twice, or by two workers, each is one row, and the week is told once.
    """
    week = before - timedelta(days=before.weekday()) - WEEK
    rows = [LookAnomaly(week=week, **found) for found in _of_the_week(week)]
    known = LookAnomaly.objects.filter(week=week)
    had = known.count()
    LookAnomaly.objects.bulk_create(rows, ignore_conflicts=True)
    found = known.count() - had
    if first := known.order_by("pk").first():
        for person in _guards(week):
            notify("hope_rooms.looks_to_review", to=person, about=first)
    return found


def _of_the_week(week: date) -> Iterator[dict[str, Any]]:
    span = {"at__gte": at(week, time.min), "at__lt": at(week + WEEK, time.min)}
    looks = Access.objects.filter(user__isnull=False, **span)
    for user, number in _by_user(AccessAttempt.objects.filter(**span)):
        yield {"kind": Kind.REFUSED, "user_id": user, "number": number}
    for user, number in _by_user(looks.filter(_at_night())):
        yield {"kind": Kind.NIGHT, "user_id": user, "number": number}
    for user, (number, on) in _busiest(looks).items():
        yield {"kind": Kind.MANY, "user_id": user, "number": number, "on": on}


def _by_user(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("user").values_list("user").annotate(number=Count("pk"))


def _at_night() -> Q:
    """From the first hour to before the second one, over midnight where the second is smaller."""
    begins, ends = settings.HOPE_ROOMS["night_hours"]
    late, early = Q(at__hour__gte=begins), Q(at__hour__lt=ends)
    return late | early if begins > ends else late & early


def _busiest(looks: QuerySet[Any]) -> dict[int, tuple[int, date]]:
    """Of whoever opened more children in a day than is asked about: how many on the fullest day."""
    days = looks.order_by().values("user", on=TruncDate("at")).annotate(number=Count("child", distinct=True))
    many = days.filter(number__gt=settings.HOPE_ROOMS["children_a_day"]).order_by("user", "number", "on")
    return {user: (number, on) for user, on, number in many.values_list("user", "on", "number")}


def _guards(week: date) -> list[Person]:
    """The lead; the deputy too where there is no lead, or where it is about the lead."""
    leads = list(holders_of(Role.SAFEGUARDING_LEAD))
    named = LookAnomaly.objects.filter(week=week, user__person__in=leads)
    if leads and not named.exists():
        return leads
    return [*leads, *(one for one in holders_of(Role.SAFEGUARDING_DEPUTY) if one not in leads)]
