"""What the notices of hours and certificates are about, with the longest values; beside `abouts`."""

from __future__ import annotations

from functools import partial
from typing import Any

from stations.models import Stay
from tests.notifications.volunteer_abouts import START, shift, volunteer
from volunteers.models import Certificate, HourClaim, HourDispute, HourEntry, HourImport
from zibo_youth.accounts.models import Organisation


def hour_entry(stay: Stay) -> HourEntry:
    place = shift().post
    return HourEntry(
        pk=1, volunteer=volunteer(stay), project=place.project, post=place, starts_at=START, minutes=570
    )


def hour_dispute(stay: Stay, state: str = "refused") -> HourDispute:
    return HourDispute(pk=1, entry=hour_entry(stay), wrong="错" * 300, state=state, answer="答" * 300)


def hour_import(stay: Stay, state: str = "standing") -> HourImport:
    return HourImport(pk=1, organiser=Organisation(pk=1, name="团" * 80), state=state, reason="由" * 200)


def hour_claim(stay: Stay, state: str = "refused") -> HourClaim:
    return HourClaim(
        pk=1, volunteer=volunteer(stay), post=shift().post, starts_at=START, state=state, answer="答" * 200
    )


def certificate(stay: Stay, state: str = "refused") -> Certificate:
    return Certificate(
        pk=1,
        number="ZS20261228123456789",
        volunteer=volunteer(stay),
        issuer=Organisation(pk=1, name="团" * 80),
        minutes=570,
        state=state,
        reason="由" * 120,
    )


MAKERS: dict[str, Any] = {
    "volunteers.hours_recorded": hour_entry,
    "volunteers.hours_imported": hour_import,
    "volunteers.hours_import_taken_back": partial(hour_import, state="taken_back"),
    "volunteers.claim_asked": partial(hour_claim, state="asked"),
    "volunteers.claim_refused": hour_claim,
    "volunteers.dispute_asked": partial(hour_dispute, state="asked"),
    "volunteers.dispute_answered": hour_dispute,
    "volunteers.certificate_asked": partial(certificate, state="asked"),
    "volunteers.certificate_decided": certificate,
    "volunteers.certificate_ended": partial(certificate, state="revoked"),
}
