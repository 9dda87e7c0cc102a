"""
Sealed values: AES-256-GCM with a key id, bound to their place, and a keyed blind index.

A sealed value names the key that wrote it, so keys rotate by adding a new first
key; its context (table, column, row) is authenticated, so a ciphertext moved to
another row does not open. Reference: security.md R32-R34, M21.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

SCHEME = "a1"  # AES-256-GCM; another scheme (SM4-GCM) gets another mark
NONCE_BYTES = 12


@cache
def _ciphers(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    pairs = (entry.split(":", 1) for entry in keys)
    return {key_id: AESGCM(base64.b64decode(key)) for key_id, key in pairs}


def seal(plain: str, *, context: str) -> str:
    """Encrypt ``plain`` with the current key; it opens only under the same ``context``."""
    key_id, cipher = next(iter(_ciphers(tuple(settings.FIELD_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = cipher.encrypt(nonce, plain.encode(), context.encode())
    return f"{SCHEME}:{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(token: str, *, context: str) -> str:
    """
    Decrypt a sealed value.

    Raises ``cryptography.exceptions.InvalidTag`` when the value was changed or
    moved to another row, and ``KeyError`` when its key is no longer configured.
    """
    _scheme, key_id, payload = token.split(":", 2)
    raw = base64.b64decode(payload)
    cipher = _ciphers(tuple(settings.FIELD_KEYS))[key_id]
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()


def seal_bytes(plain: bytes, *, context: str) -> bytes:
    """The same of a file's bytes: the mark, the key id and the ciphertext, bound to ``context``."""
    key_id, cipher = next(iter(_ciphers(tuple(settings.FIELD_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    head = f"{SCHEME}:{key_id}:".encode()
    return head + nonce + cipher.encrypt(nonce, plain, context.encode())


def unseal_bytes(sealed: bytes, *, context: str) -> bytes:
    """Decrypt the bytes of a file. Raises what `unseal` raises."""
    _scheme, key_id, raw = sealed.split(b":", 2)
    cipher = _ciphers(tuple(settings.FIELD_KEYS))[key_id.decode()]
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())


def blind_index(kind: str, value: str) -> str:
    """
    盲索引 (blind index): equal values give equal digests, and nobody without the key can invert one.

    An unkeyed hash of a Chinese identity number falls in two minutes, so this is
    HMAC-SHA-256 with a key that never enters the database.
    """
    key = base64.b64decode(settings.BLIND_INDEX_KEY)
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def secret_digest(purpose: str, secret: str) -> str:
    """A keyed digest for looking up a random secret (API token) without storing it."""
    return blind_index(f"secret.{purpose}", secret)
