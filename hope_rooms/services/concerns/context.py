"""报告人的处境 (who reports): the children and adults that somebody meets here, to be named in a concern."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hope_rooms.models import Child, Counsellor, Pairing, PairMember, SurveyVisit
from volunteers.models import Volunteer
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.staff import holders_of

Role = Membership.Role
# Whom a concern may be about beside the volunteers: who would otherwise handle it.
OFFICES = (
    (Role.SAFEGUARDING_LEAD, "lead"),
    (Role.SAFEGUARDING_DEPUTY, "deputy"),
    (Role.CENTRE_DIRECTOR, "director"),
)
MOST = 300


def may_report(user: User) -> bool:
    """Whoever serves, surveys or holds an office; a doubt about it is a yes."""
    person = user.person_id or 0
    return (
        bool(user.may_hold_offices and user.offices)
        or Volunteer.objects.filter(person=person).exists()
        or SurveyVisit.objects.filter(hand__person=person).exists()
    )


def child_of(user: User, code: str) -> Child | None:
    """The child of this code, where the reporter may know of it: own pairs and surveys, own offices."""
    person = user.person_id or 0
    mine = Q(pk__in=PairMember.objects.filter(volunteer__person=person).values("pairing__child"))
    mine |= Q(pk__in=SurveyVisit.objects.filter(hand__person=person).values("survey__room__child"))
    mine |= Q(counsellors__volunteer__person=person)
    mine |= Q(pk__in=Child.objects.managed_by(user).values("pk"))
    mine |= Q(pk__in=Pairing.objects.managed_by(user).values("child"))
    found: Child | None = Child.objects.filter(mine, code=code.strip().upper()).first()
    return found


def people_for(user: User) -> list[tuple[int, str]]:
    """Whom the reporter may name: who goes to own and managed children, and who looks after concerns."""
    goers = [each.volunteer for each in _pairs_for(user)] + [
        each.volunteer for each in _counsellors_for(user)
    ]
    found = {one.person_id: f"{one.volunteer_no} {one.person.masked_name}" for one in goers}
    for role, _level in OFFICES:
        for person in holders_of(role):
            found[person.pk] = f"{Role(role).label} {person.masked_name}"
    found.pop(user.person_id or 0, None)
    return list(found.items())


def _pairs_for(user: User) -> QuerySet[PairMember]:
    person = user.person_id or 0
    own = PairMember.objects.filter(volunteer__person=person).values("pairing")
    counselled = Counsellor.objects.filter(volunteer__person=person).values("child")
    rows = PairMember.objects.filter(Q(pairing__in=own) | Q(pairing__child__in=counselled))
    rows = rows | PairMember.objects.managed_by(user)
    return rows.select_related("volunteer__person").order_by("-pk")[:MOST]


def _counsellors_for(user: User) -> QuerySet[Counsellor]:
    own = PairMember.objects.filter(volunteer__person=user.person_id or 0).values("pairing__child")
    rows = Counsellor.objects.filter(child__in=own) | Counsellor.objects.managed_by(user)
    return rows.select_related("volunteer__person").order_by("-pk")[:MOST]


def person_of(user: User, number: int | None) -> Person | None:
    """One of these, by its number."""
    if number is None or number not in dict(people_for(user)):
        return None
    found: Person | None = Person.objects.filter(pk=number).first()
    return found


def unknown_code(code: str) -> str:
    """What is sealed beside the account where a code leads to no child that the reporter may know of."""
    return _("（填写的儿童编号：%(code)s）") % {"code": code.strip()}
