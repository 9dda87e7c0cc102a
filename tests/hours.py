"""Hours for tests: an attendance, an entry as far along as a test wants it, a certificate."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Model

from tests import people, volunteering
from volunteers.models import (
    Certificate,
    CertificateLine,
    HourClaim,
    HourDispute,
    HourEntry,
    HourImport,
    ManualShareReview,
    Post,
    Scan,
    Signup,
    Volunteer,
)
from volunteers.services import certificates, hours
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, now, today

WEEK = timedelta(days=7)


def leader_of(post: Post) -> User:
    """Somebody else each time: hours are decided by two."""
    return people.leader(post.project.organiser)


def attendance(
    post: Post, who: Volunteer, *, day_ago: int = 1, from_hour: int = 9, long: float = 3, **fields: Any
) -> Signup:
    """A shift that is over, with its times, as the review of attendance leaves it."""
    starts_at = at(today() - timedelta(day_ago), time(from_hour))
    shift = volunteering.shift(post, starts_at=starts_at, hours=long)
    times = {"checked_in_at": shift.starts_at, "checked_out_at": shift.ends_at}
    way = fields.pop("way", Scan.Way.SCAN)
    signup = volunteering.signup(shift, who, state=Signup.State.ATTENDED, **(times | fields))
    witness = volunteering.user_of(who) if way == Scan.Way.SCAN else leader_of(post)
    for kind, moment in (("in", signup.checked_in_at), ("out", signup.checked_out_at)):
        Scan.objects.create(
            signup=signup,
            kind=kind,
            way=way,
            at=moment,
            by=witness,
            window=1 if way == Scan.Way.SCAN else None,
        )
    return signup


def entry(post: Post, who: Volunteer, *, state: str = "confirmed", **more: Any) -> HourEntry:
    """A credit by scan, moved on by the due jobs as far as ``state``."""
    made = hours.credit(actor=leader_of(post), signup=attendance(post, who, **more))
    assert made is not None
    if state in {"noticed", "final"}:
        hours.start_notice(at=now())
    if state == "final":
        hours.finalise(at=now() + WEEK)
    made.refresh_from_db()
    return made


def certificate(post: Post, who: Volunteer, *, state: str = "asked") -> Certificate:
    """Of whatever is final; issued by another leader."""
    made = certificates.ask_certificate(
        actor=volunteering.user_of(who),
        volunteer=who,
        issuer=post.project.organiser,
        from_on=today() - timedelta(30),
        until_on=today(),
    )
    if state in {"issued", "valid"}:
        made = certificates.issue_certificate(
            actor=leader_of(post), certificate=made, contact_phone="0533-1234567"
        )
    if state == "valid":
        certificates.take_effect(at=now() + WEEK)
        made.refresh_from_db()
    return made


def moment(day_ago: int, hour: float) -> datetime:
    return at(today() - timedelta(day_ago), time(0)) + timedelta(hours=hour)


def rows_of(one: Volunteer, team: Organisation, officer: User) -> dict[type[Model], Model]:
    """One row of every table of this part."""
    post = volunteering.post(volunteering.project(team))
    served = entry(post, one, state="final", day_ago=2)
    paper = certificate(post, one, state="issued")
    review = ManualShareReview.objects.create(
        project=post.project,
        manual_minutes=60,
        total_minutes=180,
        reason="活动无签到条件",
        decided_by=officer,
    )
    batch = HourImport.objects.create(
        organiser=team, digest=f"{team.pk:064d}", rows=1, minutes=60, imported_by=officer
    )
    claim = HourClaim.objects.create(
        volunteer=one, post=post, starts_at=moment(4, 9), ends_at=moment(4, 12), reason="没有签到"
    )
    return {
        HourClaim: claim,
        HourImport: batch,
        HourEntry: served,
        HourDispute: HourDispute.objects.create(entry=served, wrong="少记一小时"),
        ManualShareReview: review,
        Certificate: paper,
        CertificateLine: paper.lines.get(),
    }
