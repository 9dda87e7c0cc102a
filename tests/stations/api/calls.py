"""A machine that calls the API, and the places and people that it calls about."""

import io
import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from stations.models import Bed, Room, Station
from stations.services.evidence import upload_evidence
from zibo_youth.accounts.models import Area, Organisation, Person, User
from zibo_youth.accounts.services import create_token, give_consent
from zibo_youth.core.calendar import today

STAYS, STATIONS = "/api/v1/stays/", "/api/v1/stations/"


def make_station(code, beds):
    area, _new = Area.objects.get_or_create(code="370303", defaults={"name": "张店区", "kind": "district"})
    org, _new = Organisation.objects.get_or_create(
        code="test-zhangdian", defaults={"name": "张店团区委", "kind": "district", "is_reporting": True}
    )
    made = Station.objects.create(
        code=code,
        name=f"驿站 {code}",
        area=area,
        reporting_org=org,
        operator=org,
        address="人民路 1 号",
        phone="0533-0000000",
        opened_on=today() - timedelta(days=100),
    )
    room = Room.objects.create(station=made, name="101", gender_mode="flexible")
    Bed.objects.bulk_create(Bed(room=room, label=str(n)) for n in range(beds))
    return made


def make_user(tail, **fields):
    fields = {
        "gender": 1,
        "identity_state": "stated",
        "id_index": f"index-{tail}",
        "id_last4": "0011",
    } | fields
    person = Person.objects.create(
        full_name="林小满",
        mobile=f"+86138001380{tail}",
        birth_date=today() - timedelta(days=365 * 24),
        **fields,
    )
    made = User.objects.create_user(f"+86138001380{tail}", person=person)
    for scope in ("id_number", "lodging"):
        give_consent(made, scope)
    return made


def keep_evidence(user):
    return upload_evidence(
        actor=user,
        person=user.person,
        kind="interview_notice",
        upload=SimpleUploadedFile("a.png", png(), "image/png"),
    )


def png(colour="white"):
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(drawn, "PNG")
    return drawn.getvalue()


def body(kept, **changes):
    return {
        "station": "zd-01",
        "arrival": (today() + timedelta(days=5)).isoformat(),
        "nights": 2,
        "purpose": "job_seeking",
        "evidence": [str(kept.public_id)],
        "referral_channel": "job_fair",
        "declared_non_native": True,
    } | changes


class Caller:
    """A machine with its owner's token."""

    def __init__(self, user):
        self.client = Client(headers={"authorization": f"Token {create_token(user, 'test')[1]}"})

    def get(self, path, query=None, **headers):
        return self.client.get(path, query, headers=headers)

    def book(self, content, key="key-00000001", **headers):
        content = content if isinstance(content, str | bytes) else json.dumps(content)
        headers = {"idempotency-key": key} | headers
        return self.client.post(STAYS, content, content_type="application/json", headers=headers)
