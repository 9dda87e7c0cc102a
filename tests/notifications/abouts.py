"""What each kind of notice is about, where it is not a stay: with the longest values that the model can hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from typing import Any

from stations.models import (
    Bed,
    BedMove,
    ExtraNights,
    FollowUp,
    Lounge,
    LoungeSeries,
    LoungeVisit,
    LoungeZone,
    Party,
    Placement,
    Rehousing,
    Room,
    Station,
    Stay,
    Strike,
    Suspension,
)
from tests import crediting
from tests.notifications import (
    campaign_abouts,
    event_abouts,
    hazard_abouts,
    hope_abouts,
    loan_abouts,
    post_abouts,
    quiz_abouts,
    volunteer_abouts,
    volunteer_hour_abouts,
    wedding_abouts,
)
from zibo_youth.accounts.models import ErasureRequest, IdentityReview, Organisation, User
from zibo_youth.core.calendar import at, now
from zibo_youth.reports.models import ExportJob, MonthlyReport, ReportTransition
from zibo_youth.reports.models.job import Failure

LONG_AGO, FAR = date(2026, 11, 28), date(2026, 12, 28)


def strike(stay: Stay) -> Strike:
    return Strike(
        person=stay.guest,
        kind="late_cancel",
        happened_on=LONG_AGO,
        operator=stay.station.operator,
        reporting_org=stay.station.reporting_org,
        decision="核" * 300,
    )


def suspension(stay: Stay) -> Suspension:
    return Suspension(person=stay.guest, from_on=LONG_AGO, until_on=FAR, reason="缘" * 200)


def extra_nights(stay: Stay) -> ExtraNights:
    return ExtraNights(person=stay.guest, granted_nights=30, until_on=FAR, decision="准" * 200)


def revoked_nights(stay: Stay) -> ExtraNights:
    return ExtraNights(
        person=stay.guest,
        nights=30,
        granted_nights=10,
        state="revoked",
        until_on=FAR,
        revoke_reason="收" * 200,
    )


def survey(stay: Stay) -> FollowUp:
    return FollowUp(stay=stay, kind="survey", due_on=LONG_AGO, closes_on=FAR)


def job_result(stay: Stay) -> FollowUp:
    return FollowUp(stay=stay, kind="d90", due_on=LONG_AGO, closes_on=FAR)


def placement(stay: Stay) -> Placement:
    return Placement(stay=stay, employer="业" * 80, signed_on=LONG_AGO, decision="证" * 200)


def visit(stay: Stay) -> LoungeVisit:
    """A visit to the lounge with the longest name, stored: its words read its moves."""
    found = Lounge.objects.create(
        code=f"longest-{Lounge.objects.count()}",
        name="厅" * 40,
        name_en="Lounge " * 11,
        area=stay.station.area,
        reporting_org=stay.station.reporting_org,
        operator=stay.station.operator,
        address="路" * 60,
        phone="0533-0000000",
    )
    zone = LoungeZone.objects.create(
        lounge=found, name="区" * 30, name_en="Zone " * 12, kind="av", mode="exclusive", seats=8, group_most=8
    )
    return LoungeVisit.objects.create(
        person=stay.guest,
        booked_by=User.objects.filter(person=stay.guest).first(),
        lounge=found,
        zone=zone,
        proposed_zone=zone,
        date=FAR,
        start=time(13, 30),
        end=time(15),
        code="384217",
        kept_until=stay.created_at,
        answer_by=at(FAR, time(13, 30)),
    )


def series(stay: Stay) -> LoungeSeries:
    booked = visit(stay)
    booked.series = LoungeSeries.objects.create(
        person=booked.person,
        zone=booked.zone,
        first_on=booked.date,
        weeks=12,
        kept_through=FAR,
        answer_by=at(FAR, time(13, 30)),
    )
    booked.save()
    return booked.series


def party(stay: Stay) -> Party:
    return Party(
        pk=1, station=stay.station, arrival=LONG_AGO, departure=FAR, state="ended", ended_for="not_all"
    )


def bed_move(stay: Stay) -> BedMove:
    room = Room(station=stay.station, name="房" * 20)
    return BedMove(stay=stay, to_bed=Bed(room=room, label="床" * 10), from_on=FAR)


def rehousing(stay: Stay, state: str = "proposed") -> Rehousing:
    """The bed lies in a house whose name is as long as it may be, and the guest came from a short one."""
    home = Station(pk=0, name="原站", name_en="Home", phone="0533-0000000")
    return Rehousing(
        pk=1,
        station=home,
        stay=stay,
        held=stay,
        from_on=LONG_AGO,
        answer_by=stay.offer_until or now(),
        state=state,
    )


def report(stay: Stay) -> MonthlyReport:
    """Of the unit with the longest name, in the month with the longest."""
    unit = Organisation(name="团" * 80, short_name="团" * 30, kind="district", code="longest")
    found = MonthlyReport(pk=1, organisation=unit, month=date(2026, 9, 1), due_on=FAR)
    found._prefetched_objects_cache = {
        "transitions": [ReportTransition(report=found, to_state="returned", note="由" * 300)]
    }
    return found


def export(stay: Stay, state: str) -> ExportJob:
    """Of the longest name, in the longest month, with the longest reason why it failed."""
    about = report(stay)
    return ExportJob(
        pk=1,
        kind="archive",
        organisation=about.organisation,
        month=about.month,
        state=state,
        failure=max(Failure.values, key=lambda value: len(Failure(value).label)),
        expires_at=at(FAR, time(13, 30)),
    )


def closing(stay: Stay, state: str) -> ErasureRequest:
    """With the latest days that a text may name, and the longest reason."""
    return ErasureRequest(
        pk=1, person=stay.guest, state=state, due_at=at(FAR, time(13, 30)), answer_by=FAR, reason="由" * 300
    )


def review(stay: Stay) -> IdentityReview:
    return IdentityReview(pk=1, person=stay.guest, user=User.objects.filter(person=stay.guest).first())


MAKERS: dict[str, Callable[[Stay], Any]] = {
    **volunteer_abouts.MAKERS,
    **volunteer_hour_abouts.MAKERS,
    "accounts.identity_review": review,
    "accounts.erasure_asked": partial(closing, state="asked"),
    "accounts.erasure_refused": partial(closing, state="refused"),
    "accounts.erasure_to_approve": partial(closing, state="recorded"),
    "reports.report_opened": report,
    "reports.report_due_soon": report,
    "reports.report_due_today": report,
    "reports.report_overdue": report,
    "reports.report_submitted": report,
    "reports.report_returned": report,
    "reports.report_accepted": report,
    "reports.export_ready": partial(export, state="ready"),
    "reports.export_failed": partial(export, state="failed"),
    "stations.strike_recorded": strike,
    "stations.strike_upheld": strike,
    "stations.strike_lifted": strike,
    "stations.suspended": suspension,
    "stations.extra_nights_granted": extra_nights,
    "stations.extra_nights_revoked": revoked_nights,
    "stations.bed_changed": bed_move,
    "stations.party_ended": party,
    "stations.survey_asked": survey,
    "stations.result_asked": job_result,
    "stations.placement_confirmed": placement,
    "stations.placement_declined": placement,
    "stations.lounge_booked": visit,
    "stations.lounge_cancelled": visit,
    "stations.lounge_closed": visit,
    "stations.lounge_requested": visit,
    "stations.lounge_reminder": visit,
    "loans.payment_due": lambda _stay: crediting.rows(crediting.drawn())[0],
    "stations.lounge_refused": visit,
    "stations.lounge_lapsed": visit,
    "stations.lounge_series_booked": series,
    "stations.lounge_series_cancelled": series,
    "stations.lounge_series_to_keep": series,
    "stations.lounge_series_released": series,
    "stations.rehousing_proposed": rehousing,
    "stations.rehousing_reminder": rehousing,
    "stations.rehousing_to_arrange": partial(rehousing, state="lapsed"),
    "stations.rehousing_settled": partial(rehousing, state="accepted"),
    "stations.rehousing_withdrawn": partial(rehousing, state="withdrawn"),
    "stations.rehousing_to_call": partial(rehousing, state="to_arrange"),
}


def about(kind: str, stay: Stay) -> Any:
    """A record that this kind of notice may be about; a stay unless said otherwise."""
    return (
        MAKERS
        | campaign_abouts.MAKERS
        | hope_abouts.MAKERS
        | loan_abouts.MAKERS
        | event_abouts.MAKERS
        | wedding_abouts.MAKERS
        | hazard_abouts.MAKERS
        | post_abouts.MAKERS
        | quiz_abouts.MAKERS
    ).get(kind, lambda own: own)(stay)
