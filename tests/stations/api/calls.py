"""A machine that calls the API, and what it says."""

import json
from datetime import timedelta

from django.test import Client

from zibo_youth.accounts.services import create_token
from zibo_youth.core.calendar import today

STAYS, STATIONS = "/api/v1/stays/", "/api/v1/stations/"


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
