"""Celery: late acknowledgement, short sockets, one visible schedule (reference/security.md §7)."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zibo_youth.settings.production")

app = Celery("zibo_youth")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def log_as_the_web_server_does(**_kwargs: Any) -> None:
    """Celery's own set-up would print tasks in another format, with their arguments."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def refuse_unsafe_database(**_kwargs: Any) -> None:
    """A worker or beat starts only on a database that keeps its promises, like the web server."""
    from zibo_youth.core import checks

    try:
        checks.refuse_unsafe_database()
    except (ImproperlyConfigured, DatabaseError) as refusal:
        # Celery logs any Exception of a signal handler and goes on; this one must end the process.
        raise SystemExit(f"{type(refusal).__name__}: {refusal}") from refusal
