"""Celery: late acknowledgement, short sockets, one visible schedule (reference/security.md §7)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zibo_youth.settings.production")

app = Celery("zibo_youth")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
