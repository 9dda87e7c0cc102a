"""The demonstration: real servers, shown text messages, keys that protect nothing."""

from django.utils.translation import gettext_lazy as _

from . import env, logs
from .base import *
from .base import PORTAL

DEBUG = False
DEMO = True
SECRET_KEY = env.SECRET_KEY or "demo-only-key-that-protects-nothing-" + "0" * 24
ALLOWED_HOSTS = ["*"]

# Keys of the demonstration data, which names no real person. Production refuses them.
FIELD_KEYS = env.FIELD_KEYS or ["demo:ZGVtby1vbmx5LWtleS10aGF0LXByb3RlY3RzLW5vbmU="]
BLIND_INDEX_KEY = env.BLIND_INDEX_KEY or "ZGVtby1vbmx5LWluZGV4LXRoYXQtcHJvdGVjdHMtbm8="

PORTAL = PORTAL | {"phone": _("0533-0000000（演示）")}

# Everybody who tries the demonstration sits at one address.
CODES_PER_ADDRESS = 1000

# The terminal of the demonstration shows what went wrong, not every request.
LOGGING = logs.logging_config("WARNING")
