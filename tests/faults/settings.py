"""The portal as it runs behind the storm: the application role, house limits, and beat in a hurry."""

from datetime import timedelta

from bench.settings import *
from zibo_youth.settings.schedule import SCHEDULE

ROOT_URLCONF = "zibo_youth.urls"
# A look every few seconds, so that even a short storm meets many of them.
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": min(entry["schedule"], timedelta(seconds=3))}
    for name, entry in SCHEDULE.items()
    if isinstance(entry["schedule"], timedelta)
}
