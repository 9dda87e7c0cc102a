"""Certificates in every state, and the call that waits for the student's answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from volunteers.models import Certificate, Round, Volunteer
from volunteers.services import applications, certificates
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from . import past
from .attendance import companions
from .fair import Fair
from .rounds import ORGANISER
from .world import World

PHONE = "0533-0000000"
STUDENTS = "demo-sdut"
# Days ago: issued first, again, revoked, and the one whose notice still runs.
FIRST, AGAIN, REVOKED, LATELY, ASKED = 16, 8, 7, 3, 1


def tell_certificates(world: World, fair: Fair, say: Say) -> None:
    """The student's is valid; others were replaced, revoked, or are shown; one waits at the desk."""
    say("志愿服务：服务记录证明")
    _tell_of_the_fair(world, fair)
    replaced, revoked, lately, asked, student = companions(world)
    issuer, leader = world.organisations[STUDENTS], world.leaders[STUDENTS]
    early = [_issued(one, issuer, leader, _ago(FIRST), "评优") for one in (replaced, revoked, student)]
    certificates.take_effect(at=_ago(FIRST - 7) + past.HOUR)
    _issued(replaced, issuer, leader, _ago(AGAIN), "升学")
    with standing_at(_ago(REVOKED)):
        certificates.revoke_certificate(
            actor=leader, certificate=early[1], reason="姓名用字有误，待重新出具。"
        )
    _issued(lately, issuer, leader, _ago(LATELY), "求职")
    _asked(asked, issuer, _ago(ASKED), "入党推优")
    for days, states in ((AGAIN, ("superseded",)), (REVOKED, ("revoked",))):
        Certificate.objects.filter(state__in=states, issuer=issuer).update(ended_at=_ago(days))
    certificates.take_effect(at=_ago(AGAIN - 7) + past.HOUR)


def tell_offer(world: World, of: Round) -> None:
    """The student of the demo account was offered a place this morning, and has not answered."""
    *_crew, student = companions(world)
    with standing_at(of.opens_at + 2 * past.MINUTE):
        applications.apply(
            actor=past.log_in_of(student), round=of, statement="做过校园讲解员，想为洽谈会服务。"
        )


def _ago(days: int) -> datetime:
    return at(today() - timedelta(days=days), time(10))


def _tell_of_the_fair(world: World, fair: Fair) -> None:
    """Two captains asked in July 2021 for what they served."""
    issuer, moment = world.organisations[ORGANISER], at(date(2021, 7, 5), time(10))
    for captain in fair.captains[:2]:
        _issued(captain, issuer, fair.leader, moment, "评优", since=date(2021, 6, 1))
    certificates.take_effect(at=moment + 7 * past.DAY + past.HOUR)


def _asked(
    volunteer: Volunteer, issuer: Organisation, moment: datetime, purpose: str, since: date | None = None
) -> Certificate:
    """Asked for the day before, for the last three months unless said otherwise."""
    with standing_at(moment - past.DAY):
        asked = certificates.ask_certificate(
            actor=past.log_in_of(volunteer),
            volunteer=volunteer,
            issuer=issuer,
            from_on=since or today() - timedelta(days=90),
            until_on=today() - timedelta(days=1),
            purpose=purpose,
        )
    Certificate.objects.filter(pk=asked.pk).update(asked_at=moment - past.DAY)
    return asked


def _issued(
    volunteer: Volunteer,
    issuer: Organisation,
    leader: User,
    moment: datetime,
    purpose: str,
    since: date | None = None,
) -> Certificate:
    """Asked for the day before, and issued at the told moment."""
    asked = _asked(volunteer, issuer, moment, purpose, since)
    with standing_at(moment):
        made = certificates.issue_certificate(actor=leader, certificate=asked, contact_phone=PHONE)
    Certificate.objects.filter(pk=made.pk).update(issued_at=moment)
    made.refresh_from_db()
    return made
