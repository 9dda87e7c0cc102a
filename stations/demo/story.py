"""The story of one stay: each step through its service, at its own moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stations import services
from stations.models import ReferralChannel, Station, Stay
from zibo_youth.accounts.demo.papers import paper
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import at, standing_at

from .backdate import backdate_stay

Purpose = Stay.Purpose

# purpose, kind of evidence, what the guest writes
REASONS = (
    (Purpose.JOB_SEEKING, "interview_notice", "示例机械公司 结构工程师面试"),
    (Purpose.JOB_SEEKING, "job_fair_invitation", "春季人才招聘会"),
    (Purpose.JOB_SEEKING, "interview_notice", "示例化工研究所 实验员面试"),
    (Purpose.JOB_SEEKING, "interview_notice", "示例医药公司 质检岗位复试"),
    (Purpose.BUSINESS_SCOUTING, "business_invitation", "考察陶瓷文创项目场地"),
    (Purpose.INTERNSHIP, "internship_offer", "示例新材料公司 暑期实习报到"),
    (Purpose.ACADEMIC_EXCHANGE, "academic_invitation", "高校青年学术论坛"),
)
# How guests heard of the stations; the article names portals, fairs and campus groups.
CHANNELS = {
    "58tongcheng": 24,
    "zhilian": 22,
    "job_fair": 20,
    "campus_group": 20,
    "employer": 5,
    "friend": 6,
    "media": 2,
    "other": 1,
}


class Story:
    """One stay from booking on. ``then`` runs a service, ``told`` closes the story."""

    def __init__(
        self, rng: Random, guest: User, station: Station, arrival: date, nights: int, booked_at: datetime
    ) -> None:
        purpose, kind, detail = rng.choice(REASONS)
        person = person_of(guest)
        channels = list(CHANNELS)
        code = rng.choices(channels, weights=list(CHANNELS.values()))[0]
        with standing_at(booked_at):
            self.stay = services.book_stay(
                actor=guest,
                guest=person,
                station=station,
                arrival=arrival,
                departure=arrival + timedelta(days=nights),
                purpose=purpose,
                purpose_detail=detail,
                declared_non_native=True,
                evidence=[evidence_of(guest, kind)],
                referral_channel=ReferralChannel.objects.get(code=code),
                contact_mobile=guest.mobile,
                arrival_time=time(rng.randrange(14, 21), rng.choice([0, 30])),
            )
        self.steps = [(self.stay.state, booked_at)]

    def then(self, service: Callable[..., Any], moment: datetime, actor: Actor, **words: Any) -> Story:
        with standing_at(moment):
            service(actor=actor, stay=self.stay, **words)
        self.steps.append((self.stay.state, moment))
        return self

    def told(self) -> Stay:
        backdate_stay(self.stay, self.steps)
        return self.stay


def evidence_of(guest: User, kind: str) -> Any:
    """The same sheet again is kept once per person, as the service does for everybody."""
    upload = SimpleUploadedFile("证明材料（演示）.png", paper(kind), "image/png")
    return services.upload_evidence(actor=guest, person=person_of(guest), kind=kind, upload=upload)


def person_of(user: User) -> Person:
    if user.person is None:
        raise IdentityMissing
    return user.person


def moment_on(rng: Random, day: date, first: int, last: int) -> datetime:
    """Some moment of a day between two full hours."""
    return at(day, time(rng.randrange(first, last), rng.randrange(60), rng.randrange(60)))
