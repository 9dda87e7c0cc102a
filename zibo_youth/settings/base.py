"""What holds in every environment. Values from outside come from env.py."""

from datetime import timedelta
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import api_names, env, events, hope_rooms, loans, logs, retention, safety, volunteers
from .schedule import SCHEDULE

# Lets ModelAdmin[Station] and the like be written: mypy reads them, Django alone cannot.
django_stubs_ext.monkeypatch()

BASE_DIR = env.ROOT
DEMO = False

INSTALLED_APPS = [
    "zibo_youth.core",
    "zibo_youth.accounts",
    "zibo_youth.notifications",
    "stations",
    "volunteers",
    "hope_rooms",
    "loans",
    "events",
    "safety",
    # Of the house, and named here: cards stand on the pages in the order of this list.
    "zibo_youth.articles",
    "zibo_youth.reports",
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
    # Outside of everything that may answer for itself: a refusal carries the headers too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zibo_youth.core.middleware.RefuseHostileInput",
    "zibo_youth.core.middleware.ClientAddress",
    "zibo_youth.core.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zibo_youth.accounts.middleware.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zibo_youth.core.middleware.PrivatePages",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zibo_youth.core.middleware.WordsForWrongMethod",
    "zibo_youth.core.middleware.Afterwards",
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
    "-c statement_timeout=15000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=15000"
    " -c plan_cache_mode=force_generic_plan"  # only what core.prepared prepares is touched by it
)


def database(url: str) -> dict[str, Any]:
    """The settings of one PostgreSQL connection, with the house limits."""
    settings: dict[str, Any] = environ.Env.db_url_config(url) if url else {}
    settings |= {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    settings["OPTIONS"] = settings.get("OPTIONS", {}) | {"options": DATABASE_LIMITS, "connect_timeout": 5}
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
FORMAT_MODULE_PATH = ["zibo_youth.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- people -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["zibo_youth.accounts.backends.PortalBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_stays"
LOGOUT_REDIRECT_URL = "home"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zibo_youth.accounts.passwords.LengthByRole"},
    {"NAME": "zibo_youth.accounts.passwords.NotCommon"},
    {"NAME": "zibo_youth.accounts.passwords.NoContextWord"},
]

# Mobile number and six-digit code; counters in PostgreSQL are the fence (accounts/limits.py),
# so allauth's own limits of the same things, which live in the cache, stay off.
ACCOUNT_ADAPTER = "zibo_youth.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 10
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 300
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "request_login_code": None,
    "verify_phone": None,
    "change_phone": None,
}
ACCOUNT_FORMS = {
    "login": "zibo_youth.accounts.forms.PasswordLoginForm",
    "request_login_code": "zibo_youth.accounts.forms.AskForCodeForm",
    "confirm_login_code": "zibo_youth.accounts.forms.CodeForm",
    "reauthenticate": "zibo_youth.accounts.forms.PasswordAgainForm",
    "change_phone": "zibo_youth.accounts.forms.NewMobileForm",
    "verify_phone": "zibo_youth.accounts.forms.NewMobileCodeForm",
}
MFA_ADAPTER = "zibo_youth.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "青春淄博"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "zibo_youth.accounts.forms.SecondFactorForm",
    "reauthenticate": "zibo_youth.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "zibo_youth.accounts.forms.ActivateSecondFactorForm",
}

# Codes a day: for one number, for one address, and altogether.
CODES_PER_NUMBER = 10
CODES_PER_ADDRESS = 10
CODES_PER_DAY = 20_000

STAFF_IDLE = timedelta(minutes=30)
STAFF_SESSION = timedelta(hours=8)

# Where accounts, which lies below notifications, finds its way out.
MESSAGES = {
    "send_text": "zibo_youth.notifications.channels.sms.send_text",
    "notify": "zibo_youth.notifications.outbox.notify",
}

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
# Forms take five and say so; the parser only stops what no form would explain.
DATA_UPLOAD_MAX_NUMBER_FILES = 20
TRUSTED_PROXIES = env.TRUSTED_PROXIES

# --- encryption ---------------------------------------------------------------

FIELD_KEYS = env.FIELD_KEYS
BLIND_INDEX_KEY = env.BLIND_INDEX_KEY

# --- API ------------------------------------------------------------------------

REST_FRAMEWORK = {
    # A token before the session: the first one names itself in the answer 401.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "zibo_youth.api.authentication.PersonalToken",
        "zibo_youth.api.authentication.Session",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["zibo_youth.api.parsers.StrictJson", "zibo_youth.api.parsers.Form"],
    # No browsable API: its pages need inline scripts. Limits are kept by
    # constraints and counters; the framework's throttles let parallel calls through.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "zibo_youth.api.errors.explained",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("青春淄博 · 青年服务平台接口"),
    "DESCRIPTION": _(
        "查询驿站余位、申请入住、查看和取消本人的入住单。"
        "凡拒绝都给出 code（供程序判断）、message（给人看的一句话）和 field（有误的字段）。"
        "答复的语言按 Accept-Language 请求头，中文或英文。"
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": api_names.NAMES_OF_CHOICES,
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayRequestDuration": True, "validatorUrl": None},
}

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

# A text message has no room for a longer one beside its words (tests/notifications/test_notice_texts.py).
LONGEST_SITE_URL = 26
SITE_URL = env.SITE_URL.rstrip("/") or "http://localhost:8000"
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
CELERY_BEAT_SCHEDULE = SCHEDULE

ERASURE = retention.ERASURE
RETENTION = retention.RETENTION
VOLUNTEERS = volunteers.VOLUNTEERS
HOPE_ROOMS = hope_rooms.HOPE_ROOMS
LOANS = loans.LOANS
EVENTS = events.EVENTS
SAFETY = safety.SAFETY
ERASURE_JOURNAL = env.ERASURE_JOURNAL

# --- logs -----------------------------------------------------------------------

LOGGING = logs.logging_config(env.LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DEFAULT_EXCEPTION_REPORTER_FILTER = "zibo_youth.core.failures.TellsNoValues"

# --- monthly report (reference/domain.md §4.1; the three numbers are assumed there) -----

REPORT_SCHEDULE_BAND = 5  # points of per cent around the schedule that count as on time
REPORT_JUMP = 20  # per cent against last month; beyond it a figure needs a note
REPORT_DUE_WORKDAYS = 3  # a district reports by this working day of the next month

# --- long exports (docs/decisions/0036; both times are assumed) -------------------------

EXPORT_KEPT = timedelta(days=7)
ARCHIVE_KEPT = timedelta(days=3 * 365)

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
