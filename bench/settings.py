"""The demonstration's settings, plus one view with one insert to measure against."""

from zibo_youth.settings.dev import *

ROOT_URLCONF = "bench.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
