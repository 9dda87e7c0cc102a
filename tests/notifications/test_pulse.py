"""脉搏: a stopped beat and a late outbox are seen."""

from datetime import timedelta

from django.db.models.functions import Now

from zibo_youth.notifications import services
from zibo_youth.notifications.models import Heartbeat, Notice
from zibo_youth.notifications.outbox import notify
from zibo_youth.notifications.pulse import pulse


def test_a_beat_that_never_ran_or_stopped_is_seen(db):
    assert not pulse().is_healthy
    services.sweep()
    assert pulse().is_healthy
    Heartbeat.objects.update(beat_at=Now() - timedelta(days=3))
    assert not pulse().is_healthy


def test_a_late_outbox_is_seen(guest, stay):
    services.sweep()
    notify("stations.stay_approved", to=guest, about=stay)
    assert pulse().is_healthy
    Notice.objects.update(created_at=Now() - timedelta(minutes=6))
    assert not pulse().is_healthy
