"""
One booking by a machine: what the body names, the key, the service, the answer.

The path is short on purpose (bench `booking-http`): everything the body names is
read in one query, and the answer is built from what is in hand.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from stations import services
from stations.eligibility import Assessment
from stations.elsewhere import elsewhere
from stations.errors import BedTaken
from stations.models import Evidence, ReferralChannel, Refusal, Station
from stations.models.policy import Purpose
from stations.services.evidence import upload_evidence
from stations.splits import split_for
from zibo_youth.accounts import limits
from zibo_youth.accounts.models import ConsentText, Person, User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.errors import BadInput
from zibo_youth.api.refusals import ConsentNotGiven
from zibo_youth.core.file_errors import FileRefused
from zibo_youth.core.prepared import Prepared

from .shapes import NewStay, OwnStayAnswer

REQUEST, OWN_STAY = NewStay(), OwnStayAnswer()
NEEDED_CONSENTS = {ConsentText.Scope.ID_NUMBER, ConsentText.Scope.LODGING}

# What somebody who comes for this purpose usually brings along.
USUAL_EVIDENCE = {
    Purpose.JOB_SEEKING: Evidence.Kind.INTERVIEW_NOTICE,
    Purpose.BUSINESS_SCOUTING: Evidence.Kind.BUSINESS_INVITATION,
    Purpose.ACADEMIC_EXCHANGE: Evidence.Kind.ACADEMIC_INVITATION,
    Purpose.INTERNSHIP: Evidence.Kind.INTERNSHIP_OFFER,
}


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that a body names by code or id."""

    station: Station
    channel: ReferralChannel | None
    evidence: list[Evidence]


@services.keeping_refusals(Refusal.Way.API)
def book(user: User, guest: Person, asked: dict[str, Any], key: str) -> dict[str, Any]:
    """
    Book once for this key; a resend is given the first answer.

    Raises what `services.book_stay` raises, `ConsentNotGiven`, `KeyReused`, and
    `BadInput` for a code or id that names nothing.
    """
    limits.allow_referral(user.pk, asked["referral"])
    kept: list[Evidence] = []
    try:
        return once(user, key, _fingerprint(asked), lambda: _book(user, guest, asked, kept))
    except BaseException:
        _forget_files(kept)
        raise


def _book(user: User, guest: Person, asked: dict[str, Any], kept: list[Evidence]) -> dict[str, Any]:
    named = _look_up(user, guest, asked)
    kept.extend(_keep(user, guest, asked, upload) for upload in _files(asked))
    book_it = services.book_or_wait if asked["wait"] else services.book_stay
    hand_in = partial(
        book_it,
        actor=user,
        guest=guest,
        station=named.station,
        arrival=asked["arrival"],
        departure=asked["arrival"] + timedelta(days=asked["nights"]),
        purpose=asked["purpose"],
        purpose_detail=asked["purpose_detail"],
        declared_non_native=asked["declared_non_native"],
        evidence=named.evidence + kept,
        referral_channel=named.channel,
        room_wish=asked["room_wish"],
    )
    stay = services.hand_in_referred(actor=user, referral=asked["referral"], hand_in=hand_in)
    return OWN_STAY.to_representation(stay)


def _forget_files(kept: list[Evidence]) -> None:
    """The rows of a refused request went with its transaction, the files go here; older ones stay."""
    lasting = set(Evidence.objects.filter(pk__in=[file.pk for file in kept]).values_list("pk", flat=True))
    for evidence in kept:
        if evidence.pk not in lasting:
            storages["private"].delete(str(evidence.file.name))


STATION_COLUMNS = [field.attname for field in Station._meta.concrete_fields]

# Stations are public, so that a code is enough; evidence counts only when it is the guest's own.
QUESTION = f"""
SELECT {", ".join(f"station.{column}" for column in STATION_COLUMNS)},
    (SELECT id FROM stations_referralchannel WHERE code = %(channel)s AND is_active),
    (SELECT array_agg(id) FROM stations_evidence
      WHERE person_id = %(guest)s AND public_id = ANY(%(evidence)s)),
    (SELECT array_agg(scope) FROM accounts_consentrecord WHERE user_id = %(user)s AND withdrawn_at IS NULL)
FROM stations_station AS station WHERE station.code = %(station)s
"""
LOOK_UP = Prepared(
    "named_in_booking",
    QUESTION,
    {"station": "varchar", "channel": "varchar", "guest": "bigint", "evidence": "uuid[]", "user": "bigint"},
)


def _look_up(user: User, guest: Person, asked: dict[str, Any]) -> Named:
    """Station, channel, evidence and consents in one query: by the ORM it costs as much as the booking."""
    ids = {str(entry) for entry in asked["evidence"] if isinstance(entry, UUID)}
    code = asked["referral_channel"]
    values = {
        "station": asked["station"],
        "channel": code,
        "guest": guest.pk,
        "evidence": list(ids),
        "user": user.pk,
    }
    row = LOOK_UP.one(values)
    if row is None:
        raise _unnamed("station", _("没有这个编码的驿站"))
    channel, evidence, consents = row[-3:]
    if code and channel is None:
        raise _unnamed("referral_channel", _("没有这个得知渠道"))
    if len(evidence or []) != len(ids):
        raise _unnamed("evidence", _("没有找到这份证明材料，请先上传"))
    if not set(consents or []) >= NEEDED_CONSENTS:
        raise ConsentNotGiven
    return Named(
        station=Station.from_db("default", STATION_COLUMNS, row[:-3]),
        channel=ReferralChannel(pk=channel, code=code) if code else None,
        evidence=[Evidence(pk=pk) for pk in evidence or []],
    )


def _unnamed(field: str, sentence: str) -> BadInput:
    """A code or an id in the body that names nothing the caller may use."""
    return BadInput({field: [sentence]}, {field: str(REQUEST.fields[field].label)})


def _files(asked: dict[str, Any]) -> list[UploadedFile]:
    return [entry for entry in asked["evidence"] if isinstance(entry, UploadedFile)]


def _keep(user: User, guest: Person, asked: dict[str, Any], upload: UploadedFile) -> Evidence:
    kind = asked.get("evidence_kind") or USUAL_EVIDENCE[asked["purpose"]]
    try:
        return upload_evidence(actor=user, person=guest, kind=kind, upload=upload)
    except FileRefused as refusal:
        refusal.field = "evidence"  # what the file is called in this call
        raise


def _fingerprint(asked: dict[str, Any]) -> dict[str, Any]:
    evidence = [entry if isinstance(entry, UUID) else _digest(entry) for entry in asked["evidence"]]
    return asked | {"call": "stays", "evidence": evidence}


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def told(assessment: Assessment) -> list[dict[str, Any]]:
    """Every rule's verdict, passed and failed, as a machine reads it."""
    return [
        {
            "rule": verdict.rule_id,
            "label": verdict.label,
            "passed": verdict.passed,
            "clause": verdict.clause,
            "value": verdict.value,
            "requirement": verdict.requirement,
            "remedy": verdict.remedy,
        }
        for verdict in assessment.verdicts
    ]


def named_evidence(guest: Person, asked: dict[str, Any]) -> dict[str, Any]:
    """The body with its files in place of their ids. Raises `BadInput` for an id that names nothing."""
    if "evidence" not in asked:
        return asked
    found = list(Evidence.objects.filter(person=guest, public_id__in=asked["evidence"]))
    if len(found) != len(set(asked["evidence"])):
        raise _unnamed("evidence", _("没有找到这份证明材料，请先上传"))
    return asked | {"evidence": found}


def days(refusal: BedTaken) -> list[str]:
    """Which of the asked nights are full; none where each has a bed, but no bed has them all."""
    return [night.isoformat() for night in refusal.nights]


def alternatives(guest: Person, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be booked instead: near days in the same station, then near stations on the same days."""
    here, day, nights = Station.objects.get(code=asked["station"]), asked["arrival"], asked["nights"]
    found = elsewhere(here, day, nights, guest.gender)
    offers = [(here, other) for other in found.dates] + [(station, day) for station, _free in found.stations]
    return [
        {"station": place.code, "name": place.name, "arrival": arrival.isoformat(), "nights": nights}
        for place, arrival in offers
    ]


def split(guest: Person, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The same nights in two parts, each to be booked as a stay of its own; empty when there are none."""
    here, day = Station.objects.get(code=asked["station"]), asked["arrival"]
    parts = split_for(guest, here, day, day + timedelta(days=asked["nights"]), asked["room_wish"])
    return [
        {
            "station": part.station.code,
            "name": part.station.name,
            "arrival": part.arrival.isoformat(),
            "nights": part.length,
        }
        for part in parts
    ]
