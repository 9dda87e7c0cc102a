"""
资格 (eligibility): what a role asks of a volunteer and what of it is met; computed, never stored.

A requirement is met on a day by an unexpired proof, by an exemption, or, for the
identity, by the verified person. To sign up it must be met today; to check in, on
the day. A proof that ends before a shift is told as such, and when it ends the
shift is released (`services.lapses`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import age_on, today

from . import children_gates
from .errors import GuardianConsentMissing, NotArrangedNow, NotEligible, TooYoungForRole, VolunteerLeft
from .models import (
    Application,
    Exemption,
    GuardianConsent,
    Post,
    Requirement,
    RequirementItem,
    ServiceRole,
    Volunteer,
)
from .querysets import SignupQuerySet

ADULT = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a volunteer stands to one requirement on one day.

    ``is_met`` until ``until`` (None: without an end); ``ended`` is the last day of the
    newest proof that holds no more; ``waits`` says that a proof is handed in and not
    checked, ``is_exempt`` that it need not be met.
    """

    requirement: Requirement
    is_met: bool
    until: date | None = None
    ended: date | None = None
    waits: bool = False
    is_exempt: bool = False

    def ends_before(self, day: date) -> bool:
        """Whether it is met now, and no longer on that day."""
        return self.is_met and self.until is not None and self.until < day


def standings(volunteer: Volunteer, role: ServiceRole, on: date | None = None) -> list[Standing]:
    """Every requirement of the role, in the order of the city's list; two statements."""
    day = on or today()
    items: dict[int, list[RequirementItem]] = {}
    for item in RequirementItem.objects.filter(volunteer=volunteer).order_by("until_on", "pk"):
        items.setdefault(item.requirement_id, []).append(item)
    exempt = dict(
        Exemption.objects.filter(volunteer=volunteer).holding_on(day).values_list("requirement", "until_on")
    )
    asked = role.requirements.all()
    return [_standing(volunteer, each, items.get(each.pk, []), exempt.get(each.pk), day) for each in asked]


def _standing(
    volunteer: Volunteer,
    requirement: Requirement,
    items: Iterable[RequirementItem],
    exempt_until: date | None,
    day: date,
) -> Standing:
    if requirement.kind == Requirement.Kind.IDENTITY and _is_verified(volunteer.person):
        return Standing(requirement, is_met=True)
    holding = [item for item in items if item.holds_on(day)]
    if any(item.until_on is None for item in holding):
        return Standing(requirement, is_met=True)
    ends = [item.until_on for item in holding if item.until_on]
    if exempt_until and (not ends or exempt_until > max(ends)):
        return Standing(requirement, is_met=True, until=exempt_until, is_exempt=True)
    if ends:
        return Standing(requirement, is_met=True, until=max(ends))
    over = [item.until_on for item in items if item.state == "passed" and item.until_on]
    waits = any(item.state == RequirementItem.State.SUBMITTED for item in items)
    return Standing(requirement, is_met=False, ended=max(over, default=None), waits=waits)


def _is_verified(person: Person) -> bool:
    return bool(person.identity_state == Person.IdentityState.VERIFIED)


def check_eligible(
    volunteer: Volunteer, post: Post, starts_at: datetime, *, on: date | None = None
) -> list[Standing]:
    """
    Whether the volunteer may serve at this post from then on; ``on`` is the day judged, today without one.

    Returns how each requirement stands. The caller holds the volunteer's lock where a place
    depends on the answer. Raises `VolunteerLeft`, `NotArrangedNow`, `TooYoungForRole`,
    `GuardianConsentMissing`, `NotEligible` with what is missing and what would change it.
    """
    if volunteer.state != Volunteer.State.ACTIVE:
        raise VolunteerLeft
    if post.role.is_with_children and children_gates.is_shut_to(volunteer):
        raise NotArrangedNow
    day, role = on or today(), post.role
    check_age(volunteer, role, timezone.localdate(starts_at), day)
    found = standings(volunteer, role, day)
    missing = [each for each in found if not each.is_met]
    if missing:
        raise NotEligible(missing=pgettext("标点", "、").join(map(said, missing)))
    return found


def check_age(volunteer: Volunteer, role: ServiceRole, serves_on: date, day: date) -> None:
    """Raise `TooYoungForRole` and, below 18, `GuardianConsentMissing` (山东省志愿服务条例 10)."""
    born = volunteer.person.birth_date
    age = age_on(born, serves_on) if born else 0
    if age < role.min_age:
        raise TooYoungForRole(age=role.min_age, role=role)
    if age < ADULT and not has_guardian_consent(volunteer, day):
        raise GuardianConsentMissing


def has_guardian_consent(volunteer: Volunteer, day: date) -> bool:
    """Whether a guardian's consent stands and covers this day."""
    standing = GuardianConsent.objects.standing().filter(volunteer=volunteer)
    return bool(standing.filter(from_on__lte=day, until_on__gte=day).exists())


def said(standing: Standing) -> str:
    """What of a requirement is missing, in a few words: 意外伤害保险（2026-11-30 到期）."""
    name = str(standing.requirement)
    if standing.waits:
        return gettext("%(name)s（待核验）") % {"name": name}
    if standing.ended:
        return gettext("%(name)s（已于 %(day)s 到期）") % {
            "name": name,
            "day": date_format(standing.ended, "Y-m-d"),
        }
    return name


def lapsed(signups: SignupQuerySet, day: date) -> SignupQuerySet:
    """
    Of these signups, those whose volunteer no longer meets what the role asks for on this day.

    One statement, from the proofs themselves: whatever made an item end, its shifts are found.
    A post that is staffed by rounds asks for an accepted place too.
    """
    volunteer = OuterRef(OuterRef("volunteer_id"))
    proof = RequirementItem.objects.holding_on(day).filter(
        volunteer=volunteer, requirement=OuterRef("requirement_id")
    )
    exemption = Exemption.objects.holding_on(day).filter(
        volunteer=volunteer, requirement=OuterRef("requirement_id")
    )
    verified = Volunteer.objects.filter(pk=volunteer, person__identity_state=Person.IdentityState.VERIFIED)
    unmet = ServiceRole.requirements.through._default_manager.filter(
        ~Exists(proof),
        ~Exists(exemption),
        ~(Q(requirement__kind=Requirement.Kind.IDENTITY) & Exists(verified)),
        servicerole=OuterRef("shift__post__role_id"),
    )
    consent = GuardianConsent.objects.standing().filter(
        volunteer=OuterRef("volunteer_id"), from_on__lte=day, until_on__gte=day
    )
    admitted = Application.objects.filter(
        volunteer=OuterRef("volunteer_id"),
        state=Application.State.ACCEPTED,
        round__project=OuterRef("shift__post__project_id"),
    )
    gone = Q(shift__post__staffing=Post.Staffing.ROUND) & ~Exists(admitted)
    return signups.filter(Exists(unmet) | (_is_minor(day) & ~Exists(consent)) | gone)


def _is_minor(day: date) -> Q:
    """Not yet 18 on this day: from the birthday on no consent is asked for."""
    return Q(volunteer__person__birth_date__gt=_years_before(day, ADULT))


def _years_before(day: date, years: int) -> date:
    """The birthday of whoever completes so many years on ``day``; of the 29th of February, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
