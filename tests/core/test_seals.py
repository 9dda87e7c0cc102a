"""Headers on what is refused before any view, and a log that holds no query."""

import pytest
from django.test import Client

from zibo_youth.core.middleware import RequestLog

pytestmark = pytest.mark.django_db

REFUSED_EARLY = [
    {"path": "/stations/%00/"},
    {"path": "/stations/?q=%00"},
    {"path": "/", "headers": {"host": "somebody.example"}},
]


@pytest.mark.parametrize("asked", REFUSED_EARLY, ids=["path", "query", "host"])
def test_a_page_refused_at_the_door_carries_the_seals(asked, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = Client().get(**asked)

    assert answer.status_code == 400
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_log_names_the_path_and_no_query(rf):
    assert RequestLog.format_request(rf.get("/admin/accounts/person/?q=13900001111")) == (
        "GET /admin/accounts/person/"
    )
