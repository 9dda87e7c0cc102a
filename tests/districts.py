"""Two districts with one row of every table each: what an officer of one must not meet of the other."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from stations import party_links, services
from stations.answer_links import digest_of, token_of
from stations.models import (
    Bed,
    BedMove,
    Closure,
    Evidence,
    ExtraNights,
    FollowUp,
    Lounge,
    LoungeClosure,
    LoungeCoupon,
    LoungeHours,
    LoungeSeries,
    LoungeSlot,
    LoungeVisit,
    LoungeVisitTransition,
    LoungeZone,
    Partner,
    Party,
    PartyMember,
    Placement,
    ReferralChannel,
    ReferralCode,
    Refusal,
    Rehousing,
    Room,
    RoomNight,
    Station,
    StationPhoto,
    Stay,
    StayNight,
    StayPolicy,
    StayTransition,
    Strike,
    Suspension,
)
from zibo_youth.accounts.models import (
    ApiToken,
    Area,
    AuditEvent,
    ConsentRecord,
    ConsentText,
    Counter,
    ErasureRecord,
    ErasureRequest,
    ExportRecord,
    IdentityReveal,
    IdentityReview,
    LegalHold,
    MachineToken,
    Membership,
    OneTimeKey,
    Organisation,
    Person,
    User,
)
from zibo_youth.accounts.services import create_token
from zibo_youth.articles import services as articles
from zibo_youth.articles.models import Article, Attachment
from zibo_youth.core.calendar import now, today
from zibo_youth.core.uploads import CleanFile
from zibo_youth.notifications.models import Delivery, Heartbeat, Notice, SmsMessage
from zibo_youth.reports.models import (
    Correction,
    ExportJob,
    Figure,
    Milestone,
    MonthlyReport,
    ReportTransition,
    Target,
)

from . import (
    applying,
    campaigning,
    crediting,
    eventing,
    guaranteeing,
    guarding,
    hazarding,
    hoping,
    investing,
    loaning,
    lounges,
    marrying,
    matching,
    people,
    posting,
    quizzing,
    volunteering,
)
from .houses import book, house

_serial = itertools.count(1)

# Rows that every member of staff may read: they belong to nobody.
SHARED = (
    Area,
    ConsentText,
    Milestone,
    StayPolicy,
    *volunteering.SHARED,
    *hoping.SHARED,
    *loaning.SHARED,
    *crediting.SHARED,
    *posting.SHARED,
)


@dataclass
class District:
    """One district's staff, station, lounge and guest, with a stay that waits for review and a visit booked."""

    officer: User
    operator: User
    leader: User
    station: Station
    guest: User
    stay: Stay
    lounge: Lounge
    visit: LoungeVisit
    article: Article
    rows: dict[type[Model], Model]


def article_of(officer: User, code: str) -> Article:
    """A published article that the officer keeps, with a file to take away."""
    number = next(_serial)
    article = articles.save_article(
        actor=officer,
        article=Article(
            slug=f"guide-{number}",
            section="city",
            title=f"第{number}篇指南",
            summary="来之前看一看",
            body="## 怎么来\n坐公交。",
            reporting_org=Organisation.objects.get(code=code),
        ),
    )
    articles.attach_file(
        actor=officer,
        article=article,
        title="报名表",
        clean=CleanFile(b"%PDF-", "application/pdf", "报名表.pdf"),
    )
    return articles.publish_article(actor=officer, article=article)


def district(code: str) -> District:
    """A whole district, built through the services a real one uses where there is one."""
    station = house("flexible:4", code)
    team = volunteering.organisation(code)
    guest = people.applicant(name=f"访客{next(_serial)}")
    stay = book(guest, station)
    officer = people.officer(code)
    here = lounges.lounge(code, operator=station.operator)
    world = District(
        officer=officer,
        operator=people.operator(station.operator),
        leader=people.leader(team),
        station=station,
        guest=guest,
        stay=stay,
        lounge=here,
        visit=lounges.book(guest, lounges.zone(here)),
        article=article_of(officer, code),
        rows={},
    )
    world.rows = rows_of(world)
    return world


def rows_of(world: District) -> dict[type[Model], Any]:
    """One row of every registered table that belongs to this district, or to nobody."""
    found = {
        **_people_rows(world),
        **_station_rows(world),
        **_lounge_rows(world),
        **_report_rows(world),
        **_house_rows(world),
        **_volunteer_rows(world),
        **hoping.rows_of(world.officer, world.station.reporting_org),
        **guaranteeing.rows_of(
            world.guest, world.station.reporting_org
        ),  # before a business date of long ago stands
        **loaning.rows_of(world.station.reporting_org),
        **crediting.rows_of(world.station.reporting_org),
        **investing.rows_of(world.station.reporting_org),
        **applying.rows_of(world.guest, world.station.reporting_org),
        **_event_rows(world),
        **guarding.rows_of(world.station.reporting_org.code),
        **hazarding.rows_of(world.guest, world.station.reporting_org.code),
        **campaigning.rows_of(world.station.reporting_org.code),
        **posting.rows_of(world.guest, world.station.reporting_org.code),
        **quizzing.rows_of(world.guest, world.station.reporting_org.code),
    }
    return {type(row): row for row in found.values()} | found


def _event_rows(world: District) -> dict[type[Model], Any]:
    code = world.station.reporting_org.code
    known = eventing.rows_of(world.guest, code)
    matched = matching.rows_of(world.guest, known, code)
    return known | matched | marrying.rows_of(world.guest, code)


def _volunteer_rows(world: District) -> dict[type[Model], Any]:
    team = world.leader.person.memberships.get().organisation
    return volunteering.rows_of(world.guest, world.officer, world.leader, team)


def _people_rows(world: District) -> dict[type[Model], Any]:
    guest = world.guest
    second = people.newcomer()
    return {
        Person: guest.person,
        User: guest,
        Membership: Membership.objects.get(person=world.operator.person),
        Organisation: world.station.operator,
        ConsentRecord: ConsentRecord.objects.filter(user=guest).first(),
        ApiToken: create_token(guest, "测试")[0],
        MachineToken: MachineToken.objects.create(
            name="数据平台",
            contact="某科室",
            organisation=world.station.reporting_org,
            expires_on=today() + timedelta(30),
            digest=f"test-{guest.pk}",
            hint="abcd",
            issued_by=world.officer,
        ),
        IdentityReview: IdentityReview.objects.create(user=second, person=guest.person),
        IdentityReveal: IdentityReveal.objects.create(person=guest.person, by=world.officer, reason="核对"),
        ExportRecord: ExportRecord.objects.create(
            by=world.officer, table="stations.stay", format="csv", rows=1, reason="核对"
        ),
        ErasureRequest: ErasureRequest.objects.create(
            person=guest.person, due_at=now() + timedelta(7), answer_by=today() + timedelta(30)
        ),
        ErasureRecord: ErasureRecord.objects.create(person_number=0, public_id=uuid.uuid4(), erased_at=now()),
        LegalHold: LegalHold.objects.create(person=second.person, reason="调证函", placed_by=world.officer),
        OneTimeKey: OneTimeKey.objects.create(user=guest, key=f"key-{guest.pk}", fingerprint="0"),
        Notice: Notice.objects.create(
            kind="stations.stay_submitted",
            to=guest.person,
            about_model="stations.stay",
            about_pk=str(world.stay.pk),
            dedup_key=f"test-{guest.pk}",
        ),
    }


def _station_rows(world: District) -> dict[type[Model], Any]:
    station, stay, guest = world.station, world.stay, world.guest
    day = today()
    closure = Closure.objects.create(
        station=station, from_on=day + timedelta(90), until_on=day + timedelta(91), reason="检修"
    )
    return {
        Station: station,
        Room: station.rooms.get(),
        Bed: station.rooms.get().beds.first(),
        StationPhoto: StationPhoto.objects.create(
            station=station, image="stations/x.png", description="大门"
        ),
        Closure: closure,
        Rehousing: _rehousing(world, closure),
        Stay: stay,
        StayNight: StayNight.objects.filter(stay=stay).first(),
        RoomNight: RoomNight.objects.filter(room__station=station).first(),
        StayTransition: StayTransition.objects.filter(stay=stay).first(),
        Evidence: stay.evidence.get(),
        Suspension: Suspension.objects.create(
            person=guest.person, from_on=day, until_on=day + timedelta(10), reason="两次未入住"
        ),
        Strike: Strike.objects.create(
            person=guest.person,
            kind="no_show",
            occasion=f"stay-{stay.pk}",
            operator=station.operator,
            reporting_org=station.reporting_org,
            happened_on=day,
        ),
        ExtraNights: _extra_nights(world),
        Refusal: _refusal(world),
        FollowUp: (question := follow_up_of(stay)),
        Placement: Placement.objects.create(
            stay=stay, employer="某机械厂", signed_on=day, follow_up=question
        ),
        BedMove: _bed_move(world),
        **(_partner_rows(world) | _party_rows(world)),
    }


def _party_rows(world: District) -> dict[type[Model], Any]:
    """The guest belongs together with somebody; of the one stay that the district has."""
    stay, seed = world.stay, uuid.uuid4()
    party = Party.objects.create(
        station=world.station,
        arrival=stay.arrival,
        departure=stay.departure,
        size=2,
        relation="couple",
        state="booked",
        open_until=now(),
        closed_at=now(),
    )
    member = PartyMember.objects.create(
        party=party,
        place=1,
        seed=seed,
        digest=party_links.digest_of(party_links.token_of(seed)),
        person=stay.guest,
        answered_by=world.guest,
        said_yes_at=now(),
        purpose=stay.purpose,
        stay=stay,
    )
    return {Party: party, PartyMember: member}


def _partner_rows(world: District) -> dict[type[Model], Any]:
    partner = partner_of(world.station.reporting_org)
    [code] = services.issue_codes(
        actor=world.officer, partner=partner, count=1, valid_until=today() + timedelta(30)
    )
    return {Partner: partner, ReferralCode: code}


def partner_of(district: Organisation, quota: int = 5) -> Partner:
    """An employer of the district."""
    return Partner.objects.create(
        name=f"示例公司{next(_serial)}", kind="employer", reporting_org=district, quota=quota
    )


def _extra_nights(world: District) -> ExtraNights:
    return ExtraNights.objects.create(
        person=world.guest.person,
        station=world.station,
        nights=2,
        until_on=today(),
        reason="面试顺延",
        asked_by=world.operator.person,
    )


def _refusal(world: District) -> Refusal:
    return Refusal.objects.create(
        station=world.station,
        person=world.guest.person,
        day=today(),
        code="too_far",
        arrival=today() + timedelta(300),
        nights=2,
        way="page",
        mark=f"test-{world.guest.pk}",
    )


def follow_up_of(stay: Stay) -> FollowUp:
    """A question that was asked today."""
    seed = uuid.uuid4()
    return FollowUp.objects.create(
        stay=stay,
        kind="d30",
        due_on=today(),
        state="asked",
        asked_at=now(),
        closes_on=today() + timedelta(14),
        link_seed=seed,
        link_digest=digest_of(token_of(seed)),
    )


def _lounge_rows(world: District) -> dict[type[Model], Any]:
    visit, begins = world.visit, now() + timedelta(days=90)
    return {
        Lounge: world.lounge,
        LoungeZone: visit.zone,
        LoungeHours: world.lounge.hours.first(),
        LoungeClosure: LoungeClosure.objects.create(
            lounge=world.lounge, from_at=begins, until_at=begins + timedelta(1), reason="检修"
        ),
        LoungeSeries: LoungeSeries.objects.create(
            person=world.guest.person, zone=visit.zone, first_on=visit.date, weeks=2
        ),
        LoungeVisit: visit,
        LoungeVisitTransition: visit.transitions.first(),
        LoungeSlot: visit.slots.first(),
        LoungeCoupon: visit.coupons.first(),
    }


def _rehousing(world: District, closure: Closure) -> Rehousing:
    return Rehousing.objects.create(
        closure=closure,
        station=world.station,
        stay=world.stay,
        held=world.stay,
        from_bed=Bed.objects.filter(room__station=world.station).first(),
        from_on=world.stay.arrival,
        state="to_arrange",
    )


def _bed_move(world: District) -> BedMove:
    first, second = Bed.objects.filter(room__station=world.station)[:2]
    return BedMove.objects.create(
        stay=world.stay,
        from_bed=first,
        to_bed=second,
        from_on=world.stay.arrival,
        reason="health",
        actor=world.operator,
    )


def _report_rows(world: District) -> dict[type[Model], Any]:
    unit = world.station.reporting_org
    report = MonthlyReport.objects.create(organisation=unit, month=date(2021, 5, 1), due_on=date(2021, 6, 3))
    figure = Figure.objects.create(
        report=report, code="DV01", label="微论坛", action="development", unit="场次", kind="flow",
        position=1, is_manual=True, month_part=3,
    )  # fmt: skip
    # One that was counted, so that there is something to drill into.
    Figure.objects.create(
        report=report, code="ST01", label="青年驿站数量", action="development", unit="家", kind="stock",
        position=2, month_part=1, rows=1, digest="1",
    )  # fmt: skip
    return {
        MonthlyReport: report,
        # One that the portal ordered: it is for every officer of the unit.
        ExportJob: ExportJob.objects.create(
            kind="workbook",
            organisation=unit,
            month=report.month,
            reason="每月自动",
            occasion=f"test-{unit.pk}",
        ),
        Figure: figure,
        ReportTransition: ReportTransition.objects.create(report=report, to_state="open"),
        Correction: Correction.objects.create(
            figure=figure, old_part=3, new_part=4, rows=4, digest="1", cause="late"
        ),
        Target: Target.objects.create(year=2021, organisation=unit, code="DV01", value=9),
        Milestone: Milestone.objects.create(
            year=2021, action="rural", name=f"事项{unit.pk}", name_en="A task", as_of=date(2021, 6, 4)
        ),
    }


def _house_rows(world: District) -> dict[type[Model], Any]:
    delivery = Delivery.objects.create(
        notice=Notice.objects.get(dedup_key=f"test-{world.guest.pk}"), channel="sms"
    )
    number = next(_serial)
    return {
        Area: Area.objects.get(code="370303"),
        Article: world.article,
        Attachment: world.article.attachments.get(),
        ConsentText: ConsentText.objects.first(),
        StayPolicy: StayPolicy.objects.first(),
        ReferralChannel: ReferralChannel.objects.first(),
        Counter: Counter.objects.create(key=f"test-{number}", window=now(), count=1),
        Delivery: delivery,
        SmsMessage: SmsMessage.objects.create(
            key=f"sms-{number}", mobile="+8613900000000", kind="code", text="…"
        ),
        Heartbeat: Heartbeat.objects.create(name=f"job-{number}"),
        LogEntry: LogEntry.objects.create(
            user=world.officer,
            content_type=ContentType.objects.get_for_model(Stay),
            object_id=str(world.stay.pk),
            object_repr="…",
            action_flag=CHANGE,
        ),
        AuditEvent: AuditEvent.objects.order_by("pgh_created_at").first(),
    }
