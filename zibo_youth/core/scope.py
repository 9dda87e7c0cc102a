"""Who may see which rows: one description per model, one filter for all (design.md §3.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User


# How far a right goes: to oneself, an organisation, a district, the whole city.
NOTHING, OWN, ORGANISATION, DISTRICT, CITY = "", "own", "organisation", "district", "city"


@dataclass(frozen=True)
class Scope:
    """
    Where a model keeps the facts that decide who may see a row.

    Paths are Django look-ups that end in a plain id: ``own`` the person the row
    is about, ``organisation`` who operates it, ``partner`` another organisation
    with a part in it, ``district`` who reports it. An
    empty path means that nobody reaches the row that way. ``handed_in`` leads to
    the moment before which the row is its owner's business: an office reaches
    nothing through what nobody has handed in.
    """

    own: str = ""
    organisation: str = ""
    district: str = ""
    handed_in: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Reach:
    """How far one user's rights go for one action."""

    everything: bool = False
    own: int | None = None
    organisations: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()

    def office(self) -> Reach:
        """The same reach without what the user sees as a private person."""
        return replace(self, own=None)

    def rows(self, scope: Scope) -> Q:
        """The condition on a model's rows; nothing at all where no path leads."""
        if self.everything:
            return Q()
        mine = Q(**{scope.own: self.own}) if scope.own and self.own is not None else Q(pk__in=[])
        return mine | self._through_offices(scope)

    def _through_offices(self, scope: Scope) -> Q:
        reached = Q(pk__in=[])
        for path in filter(None, (scope.organisation, scope.partner)):
            if self.organisations:
                reached |= Q(**{f"{path}__in": self.organisations})
        if scope.district and self.districts:
            reached |= Q(**{f"{scope.district}__in": self.districts})
        return reached & Q(**{f"{scope.handed_in}__isnull": False}) if scope.handed_in else reached

    def includes(self, target: models.Model | None, scope: Scope) -> bool:
        """The same decision for one object in hand, without a query where it is loaded."""
        if self.everything:
            return True
        if target is None:
            return self.own is not None or bool(self.organisations or self.districts)
        return (
            (self.own is not None and _value(target, scope.own) == self.own)
            or _value(target, scope.organisation) in self.organisations
            or _value(target, scope.partner) in self.organisations
            or _value(target, scope.district) in self.districts
        )


def _value(target: models.Model, path: str) -> Any:
    value: Any = target if path else None
    for step in filter(None, path.split("__")):
        value = getattr(value, step, None)
    return value


def nobody(user: Any, action: str) -> Reach:
    """The answer until the policy has spoken: nobody reaches anything."""
    return Reach()


class ScopedQuerySet(models.QuerySet[Any]):
    """
    Base of every queryset: says which rows a user may see, and fetches through it.

    ``reach_of`` is ``accounts.policy.reach``, put here when the apps are ready:
    core lies below accounts and does not import it.
    """

    scope = Scope()
    reach_of: ClassVar[staticmethod[[Any, str], Reach]] = staticmethod(nobody)

    def view_action(self) -> str:
        return f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"

    def within(self, reach: Reach) -> Self:
        """Rows inside a reach; a model that is reached through others overrides this."""
        return self.filter(reach.rows(self.scope))

    def managed_by(self, user: User) -> Self:
        """Rows that the user reaches through an office: the admin and the desks show these only."""
        return self.within(self.reach_of(user, self.view_action()).office())

    def visible_to(self, user: User) -> Self:
        """Rows that the user may see at all; a stranger finds nothing, so views answer 404."""
        return self.within(self.reach_of(user, self.view_action()))
