"""What holds in every environment. Values from outside come from env.py."""

from datetime import timedelta

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import env, logs

BASE_DIR = env.ROOT
DEMO = False

INSTALLED_APPS = [
    "zibo_youth.core",
    "zibo_youth.accounts",
    "zibo_youth.notifications",
    "stations",
    "zibo_youth.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zibo_youth.core.middleware.RefuseHostileInput",
    "zibo_youth.core.middleware.ClientAddress",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "zibo_youth.core.middleware.PrivatePages",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zibo_youth.urls"
WSGI_APPLICATION = "zibo_youth.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zibo_youth.core.context.portal",
            ],
        },
    },
]

# Fields are drawn by templates/components/field.html.
FORM_RENDERER = "zibo_youth.core.forms.PortalRenderer"

# --- data -------------------------------------------------------------------

ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits of every connection (reference/security.md R73): a frozen client that
# holds a bed's lock is cut, and nobody waits longer than a person would.
DATABASE_LIMITS = (
    "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=15000"
)


def database(url: str) -> dict[str, object]:
    """The settings of one PostgreSQL connection, with the house limits."""
    settings: dict[str, object] = environ.Env.db_url_config(url) if url else {}
    settings |= {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    options = dict(settings.get("OPTIONS") or {})  # type: ignore[call-overload]
    settings["OPTIONS"] = options | {"options": DATABASE_LIMITS, "connect_timeout": 5}
    return settings


DATABASES = {"default": database(env.DATABASE_URL)}

# Production refuses a database that would break a promise (core/checks.py).
REFUSE_UNSAFE_DATABASE = False

# The cache holds allauth's second fence only; it lives in PostgreSQL so that a
# sick Redis cannot slow a page down (docs/decisions/0004).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# --- language and time --------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "zibo_youth" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- people -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_stays"
LOGOUT_REDIRECT_URL = "home"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zibo_youth.views.csrf_failure"

# --- security headers ---------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
TRUSTED_PROXIES = env.TRUSTED_PROXIES

# --- encryption ---------------------------------------------------------------

FIELD_KEYS = env.FIELD_KEYS
BLIND_INDEX_KEY = env.BLIND_INDEX_KEY

# --- files --------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "zibo_youth" / "static"]
STATIC_ROOT = env.STATIC_ROOT
MEDIA_URL = "/media/"
MEDIA_ROOT = env.MEDIA_ROOT / "public"
PRIVATE_ROOT = env.MEDIA_ROOT / "private"
X_ACCEL_PREFIX = env.X_ACCEL_PREFIX
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- messages -----------------------------------------------------------------

SMS_BACKEND = env.SMS_BACKEND
SMS_GATEWAY_URL = env.SMS_GATEWAY_URL
SMS_GATEWAY_KEY = env.SMS_GATEWAY_KEY
globals().update(environ.Env.email_url_config(env.EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.EMAIL_FROM

# --- jobs (reference/security.md §7, experiments M8 to M12) ---------------------

CELERY_BROKER_URL = env.BROKER_URL
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
# A killed child loses its task unless both are set.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # longer than the hard limit, or a slow task starts twice
    "unacked_restore_interval": 5,  # a killed worker's tasks are looked for this often, not every 100 s
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 30,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(env.VAR / "beat-schedule")
# Every entry is a look at rows that are due, never "the" run of a day: beat may
# run twice, or stand still for days, and each due thing is still done once.
# A look that waited in the queue is worthless: the next one sees the same rows.
CELERY_BEAT_SCHEDULE = {
    "sweep_notices": {
        "task": "zibo_youth.notifications.tasks.sweep_notices",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 60},
    },
    "remind_reviews": {
        "task": "stations.tasks.remind_reviews",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 600},
    },
    "remind_arrivals": {
        "task": "stations.tasks.remind_arrivals",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 600},
    },
    "remind_departures": {
        "task": "stations.tasks.remind_departures",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 600},
    },
    "expire_stays": {
        "task": "stations.tasks.expire_stays",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 300},
    },
    "verify_invariants": {
        "task": "stations.tasks.verify_invariants",
        "schedule": crontab(hour="3", minute="17"),
        "options": {"expires": 3600},
    },
}

# --- logs -----------------------------------------------------------------------

LOGGING = logs.logging_config(env.LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# --- site texts: every city sets its own ---------------------------------------

PORTAL = {
    "name": _("青春淄博 · 青年服务平台"),
    "short_name": _("青春淄博"),
    "city": _("淄博"),
    "station_name": _("青年驿站"),  # 青年优驿 tomorrow: the word on every page comes from here
    "sms_signature": "青春淄博",
    "organiser": _("共青团淄博市委员会"),
    # Empty lines are not shown; filing numbers are never invented.
    "phone": "",
    "office_hours": "",
    "address": "",
    "site_code": "",
    "icp": "",
    "police_filing": "",
}
