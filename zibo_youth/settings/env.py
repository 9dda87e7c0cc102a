"""
Every setting that comes from outside, read once and named.

This is the only module that reads ``os.environ``: whoever deploys the portal
finds the complete list here, with its default and its meaning.
"""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent

_env = environ.Env()

# Read only so that production can refuse them.
DEBUG: bool = _env.bool("DEBUG", default=False)
DEMO: bool = _env.bool("DEMO", default=False)

SECRET_KEY: str = _env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=[])
# Where links in text messages lead: scheme and host, no slash at the end.
SITE_URL: str = _env.str("SITE_URL", default="")
CSRF_TRUSTED_ORIGINS: list[str] = _env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The application role: reads and writes rows, owns nothing. Migrations, the
# cache table and tests connect as the owner (DATABASE_OWNER_URL).
DATABASE_URL: str = _env.str("DATABASE_URL", default="")
DATABASE_OWNER_URL: str = _env.str("DATABASE_OWNER_URL", default="")
# Celery's broker, and nothing else: the site must live without it.
REDIS_URL: str = _env.str("REDIS_URL", default="")


def _broker_url(url: str) -> str:
    """Celery writes a socket as ``redis+socket://``, redis-py as ``unix://``: the latter is ours."""
    if not url.startswith("unix://"):
        return url
    path, _, query = url.removeprefix("unix://").partition("?")
    database = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair).get("db", "0")
    return f"redis+socket://{path}?virtual_host={database}"


BROKER_URL: str = _broker_url(REDIS_URL)

# Field encryption: "key id:base64 of 32 bytes", the first one writes, all read.
FIELD_KEYS: list[str] = _env.list("FIELD_KEYS", default=[])
# Blind index over identity numbers: base64 of 32 bytes, never in the database.
BLIND_INDEX_KEY: str = _env.str("BLIND_INDEX_KEY", default="")

VAR: Path = Path(_env.str("VAR_DIR", default=str(ROOT / "var")))
MEDIA_ROOT: Path = Path(_env.str("MEDIA_ROOT", default=str(VAR / "media")))
STATIC_ROOT: Path = Path(_env.str("STATIC_ROOT", default=str(VAR / "static")))
# Who was erased, by number: kept apart from the database and its backups, and replayed after a restore.
ERASURE_JOURNAL: Path = Path(_env.str("ERASURE_JOURNAL", default=str(VAR / "erasures.jsonl")))
# nginx's internal location for private media; empty: Django streams the file.
X_ACCEL_PREFIX: str = _env.str("X_ACCEL_PREFIX", default="")
# How many proxies stand in front: that many X-Forwarded-For hops are believed.
TRUSTED_PROXIES: int = _env.int("TRUSTED_PROXIES", default=0)

# Text messages: "demo" shows them on /demo/messages/, "gateway" posts them signed.
SMS_BACKEND: str = _env.str("SMS_BACKEND", default="demo")
SMS_GATEWAY_URL: str = _env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_KEY: str = _env.str("SMS_GATEWAY_KEY", default="")
EMAIL_URL: str = _env.str("EMAIL_URL", default="consolemail://")
EMAIL_FROM: str = _env.str("EMAIL_FROM", default="no-reply@localhost")

LOG_LEVEL: str = _env.str("LOG_LEVEL", default="INFO")
