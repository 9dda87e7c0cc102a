"""The demonstration's settings for every benchmark, plus one view with one insert to measure against."""

from zibo_youth.settings import logs
from zibo_youth.settings.dev import *

ROOT_URLCONF = "bench.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A refusal is part of the measure (a bed that somebody else got) and no line of the table.
LOGGING = logs.logging_config("ERROR")
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
