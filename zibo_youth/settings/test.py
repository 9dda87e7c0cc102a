"""Tests: the throwaway servers of ``zibo_youth.embedded``, everything else as in the demonstration."""

from . import env
from .base import database
from .dev import *

# Tests build and flush their own databases, so they connect as the owner.
# What the application role may not do is proved with SET ROLE.
DATABASES = {"default": database(env.DATABASE_OWNER_URL or env.DATABASE_URL)}
# As long a one as production takes.
SITE_URL = "https://youths.zibo.gov.cn"
# Sixty-four racers on a crowded machine wait longer than a person should: they test who wins, not how fast.
DATABASES["default"]["OPTIONS"]["options"] += (
    " -c lock_timeout=60000 -c statement_timeout=60000 -c idle_in_transaction_session_timeout=300000"
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
