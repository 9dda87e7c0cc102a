"""Production: everything dangerous is refused here, before the first request."""

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import *

SHORTEST_SECRET = 50
KEY_BYTES = 32
DEMO_MARK = "demo-only"  # every key of the demonstration says so


def _refusals() -> list[str]:
    """One sentence for each setting that would let the portal run unsafely."""
    named = {
        "DEBUG": (env.DEBUG, "生产环境不得打开调试模式，请删除这一变量。"),
        "DEMO": (env.DEMO, "生产环境不得以演示模式运行，请删除这一变量。"),
        "SECRET_KEY": (
            _weak(env.SECRET_KEY),
            f"须为至少 {SHORTEST_SECRET} 个字符的随机值，且不得使用示例值。",
        ),
        "ALLOWED_HOSTS": (not env.ALLOWED_HOSTS or "*" in env.ALLOWED_HOSTS, "须写明网站域名，且不得为 *。"),
        "SITE_URL": (
            bool(env.ALLOWED_HOSTS)
            and (len(_site_url()) > LONGEST_SITE_URL or not _site_url().startswith("https://")),
            f"须以 https:// 开头，连同域名不超过 {LONGEST_SITE_URL} 个字符：短信里的链接放不下更长的。",
        ),
        "DATABASE_URL": (not env.DATABASE_URL, "须指向 PostgreSQL，并使用 zibo_app 角色。"),
        "REDIS_URL": (not env.REDIS_URL, "须指向 Redis。"),
        "FIELD_KEYS": (
            not _good_field_keys(env.FIELD_KEYS),
            "须为“编号:32 字节的 base64”，且不得使用演示密钥。",
        ),
        "BLIND_INDEX_KEY": (
            not _good_key(env.BLIND_INDEX_KEY),
            "须为 32 字节的 base64，且不得使用演示密钥。",
        ),
        "SMS_BACKEND": (env.SMS_BACKEND == "demo", "不得为 demo：短信验证码会显示在网页上。"),
    }
    return [f"{name}: {sentence}" for name, (wrong, sentence) in named.items() if wrong]


def _site_url() -> str:
    """Where links lead: said, or the first host."""
    return env.SITE_URL.rstrip("/") or f"https://{next(iter(env.ALLOWED_HOSTS), '').lstrip('.')}"


def _weak(secret: str) -> bool:
    too_plain = len(set(secret)) < 12
    return len(secret) < SHORTEST_SECRET or too_plain or secret.startswith(("django-insecure-", DEMO_MARK))


def _good_field_keys(keys: list[str]) -> bool:
    parts = [key.partition(":") for key in keys]
    return bool(parts) and all(name and name != "demo" and _good_key(key) for name, _, key in parts)


def _good_key(text: str) -> bool:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(key) == KEY_BYTES and not key.startswith(DEMO_MARK.encode())


if reasons := _refusals():
    raise ImproperlyConfigured("\n".join(reasons))

DEBUG = False
DEMO = False
SECRET_KEY = env.SECRET_KEY
ALLOWED_HOSTS = env.ALLOWED_HOSTS
SITE_URL = _site_url()
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS or [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

# The role and the durability of the database are checked when a process starts (core/checks.py).
REFUSE_UNSAFE_DATABASE = True

# __Host-: the browser takes these cookies from this very host over https, and from nobody else.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, over plain http
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Believed only where a proxy of ours stands in front and sets it (deploy/nginx.conf).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.TRUSTED_PROXIES else None
