"""Production does not start on settings that would let it run unsafely."""

import base64
import os
import subprocess
import sys

import pytest

from tests.run import production

SERVERS = {
    "DATABASE_URL": "postgresql://zibo_app@db.example.org/zibo",
    "REDIS_URL": "redis://redis.example.org/0",
}
SHORT_KEY = base64.b64encode(b"sixteen bytes...").decode()
DEMO_KEY = "ZGVtby1vbmx5LWtleS10aGF0LXByb3RlY3RzLW5vbmU="


def start(**changed: str | None) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own; None takes a setting away."""
    environment = {**os.environ, **production(), **SERVERS, **changed}
    environment = {name: value for name, value in environment.items() if value is not None}
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_starts_on_good_settings():
    done = start()

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"DEBUG": "true"}, "DEBUG: 生产环境不得打开调试模式"),
        ({"DEMO": "true"}, "DEMO: 生产环境不得以演示模式运行"),
        ({"SECRET_KEY": None}, "SECRET_KEY: 须为至少 50 个字符"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY: 须为至少 50 个字符"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY: 须为至少 50 个字符"),
        ({"SECRET_KEY": "django-insecure-" + "abcdefghijklmnop" * 4}, "SECRET_KEY: 须为至少 50 个字符"),
        ({"SECRET_KEY": "demo-only-key-that-protects-nothing-" + "0" * 24}, "SECRET_KEY: 须为至少 50 个字符"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS: 须写明网站域名"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS: 须写明网站域名"),
        ({"ALLOWED_HOSTS": "youth.example.org,*"}, "ALLOWED_HOSTS: 须写明网站域名"),
        ({"SITE_URL": "https://youth-services.example.org"}, "SITE_URL: 须以 https:// 开头"),
        ({"SITE_URL": "http://youth.example.org"}, "SITE_URL: 须以 https:// 开头"),
        ({"DATABASE_URL": None}, "DATABASE_URL: 须指向 PostgreSQL"),
        ({"REDIS_URL": None}, "REDIS_URL: 须指向 Redis"),
        ({"FIELD_KEYS": None}, "FIELD_KEYS: 须为"),
        ({"FIELD_KEYS": f"k1:{SHORT_KEY}"}, "FIELD_KEYS: 须为"),
        ({"FIELD_KEYS": f"demo:{DEMO_KEY}"}, "FIELD_KEYS: 须为"),
        ({"FIELD_KEYS": f"k1:{DEMO_KEY}"}, "FIELD_KEYS: 须为"),
        ({"BLIND_INDEX_KEY": None}, "BLIND_INDEX_KEY: 须为"),
        ({"BLIND_INDEX_KEY": "not base64 at all"}, "BLIND_INDEX_KEY: 须为"),
        ({"BLIND_INDEX_KEY": "ZGVtby1vbmx5LWluZGV4LXRoYXQtcHJvdGVjdHMtbm8="}, "BLIND_INDEX_KEY: 须为"),
        ({"SMS_BACKEND": "demo"}, "SMS_BACKEND: 不得为 demo"),
    ],
)
def test_refuses_with_the_one_sentence_that_names_the_setting(changed, sentence):
    done = start(**changed)

    assert done.returncode != 0
    reasons = done.stderr.partition("ImproperlyConfigured: ")[2].splitlines()
    assert len(reasons) == 1
    assert reasons[0].startswith(sentence)


def test_says_all_reasons_at_once():
    done = start(SECRET_KEY=None, ALLOWED_HOSTS=None, FIELD_KEYS=None)

    reasons = done.stderr.partition("ImproperlyConfigured: ")[2].splitlines()
    assert [reason.partition(":")[0] for reason in reasons] == ["SECRET_KEY", "ALLOWED_HOSTS", "FIELD_KEYS"]
