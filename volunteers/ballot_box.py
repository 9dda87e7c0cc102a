"""
票箱 (ballot box): sealed ballots that nobody can open alone, and none tells whose it is.

Two tellers each type a passphrase when a round is opened and again when it is counted.
The private key is computed from both and is written nowhere; the public key seals the
ballots (X25519, HKDF, AES-256-GCM). Every ballot has the same length, whatever is chosen,
and the box is sorted by the ballots' own random bytes (docs/decisions/0051). Whatever here
holds a choice or a passphrase is blanked in error reports.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.views.decorators.debug import sensitive_variables

PLACES = 256
_CHOICES, _KEY, _TAG = PLACES // 8, 32, 16
BALLOT = _KEY + _CHOICES + _TAG
SALT = 32
# A ballot's key is used once, so its nonce need not differ.
_NONCE = bytes(12)


def new_salt() -> bytes:
    return os.urandom(SALT)


def plain(passphrase: str) -> bytes:
    """What was typed, whichever keyboard typed it: full-width letters and composed accents are one."""
    return unicodedata.normalize("NFKC", passphrase).encode()


@sensitive_variables()
def private_key(first: str, second: str, salt: bytes) -> X25519PrivateKey:
    """The key of both tellers together: one passphrase alone says nothing about it, right or wrong."""
    both = b"".join(len(each).to_bytes(4, "big") + each for each in (plain(first), plain(second)))
    stretched = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(both)
    return X25519PrivateKey.from_private_bytes(stretched)


def public_part(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


@sensitive_variables()
def drop(box: bytes, public_key: bytes, occasion: bytes, choices: Iterable[int]) -> bytes:
    """The box with one ballot more, in an order that tells nothing."""
    ballots = [*_ballots(box), _sealed(public_key, occasion, choices)]
    return b"".join(sorted(ballots))


def count_of(box: bytes) -> int:
    return len(box) // BALLOT


@sensitive_variables()
def opened(box: bytes, key: X25519PrivateKey, occasion: bytes) -> list[frozenset[int]]:
    """
    What each ballot of the box chose.

    Raises ``cryptography.exceptions.InvalidTag`` when a ballot was changed or is of another round.
    """
    return [_unsealed(ballot, key, occasion) for ballot in _ballots(box)]


def _ballots(box: bytes) -> list[bytes]:
    return [box[start : start + BALLOT] for start in range(0, len(box), BALLOT)]


@sensitive_variables()
def _sealed(public_key: bytes, occasion: bytes, choices: Iterable[int]) -> bytes:
    marks = sum(1 << place for place in set(choices)).to_bytes(_CHOICES, "big")
    own = X25519PrivateKey.generate()
    front = public_part(own)
    shared = own.exchange(X25519PublicKey.from_public_bytes(public_key))
    return front + AESGCM(_once(shared, front, public_key)).encrypt(_NONCE, marks, occasion)


@sensitive_variables()
def _unsealed(ballot: bytes, key: X25519PrivateKey, occasion: bytes) -> frozenset[int]:
    front, sealed = ballot[:_KEY], ballot[_KEY:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(front))
    marks = AESGCM(_once(shared, front, public_part(key))).decrypt(_NONCE, sealed, occasion)
    number = int.from_bytes(marks, "big")
    return frozenset(place for place in range(PLACES) if number >> place & 1)


def _once(shared: bytes, front: bytes, public_key: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"zibo-youth ballot" + front + public_key).derive(shared)
