"""Sealed values open under their own key and place only; a blind index tells nothing and never changes."""

import base64
import os

import pytest
from cryptography.exceptions import InvalidTag

from zibo_youth.core import crypto

PLACE = "accounts_person.id_sealed.1"


def key(name):
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def test_what_was_sealed_opens_again():
    for plain in ("370303199001011234", "", "张三", "x" * 10_000):
        assert crypto.unseal(crypto.seal(plain, context=PLACE), context=PLACE) == plain


def test_equal_values_are_sealed_differently_and_show_nothing():
    first, second = (crypto.seal("370303199001011234", context=PLACE) for _ in range(2))
    assert first != second
    assert "3703" not in first


def test_a_value_moved_to_another_row_does_not_open():
    with pytest.raises(InvalidTag):
        crypto.unseal(crypto.seal("370303199001011234", context=PLACE), context=f"{PLACE}2")


def test_a_changed_value_does_not_open():
    scheme, key_id, payload = crypto.seal("370303199001011234", context=PLACE).split(":")
    raw = bytearray(base64.b64decode(payload))
    raw[-1] ^= 1
    with pytest.raises(InvalidTag):
        crypto.unseal(f"{scheme}:{key_id}:{base64.b64encode(bytes(raw)).decode()}", context=PLACE)


def test_a_new_first_key_writes_and_the_old_one_still_opens(settings):
    old, new = key("old"), key("new")
    settings.FIELD_KEYS = [old]
    sealed = crypto.seal("370303199001011234", context=PLACE)
    settings.FIELD_KEYS = [new, old]
    assert crypto.unseal(sealed, context=PLACE) == "370303199001011234"
    assert crypto.seal("x", context=PLACE).split(":")[1] == "new"
    settings.FIELD_KEYS = [new]
    with pytest.raises(KeyError):
        crypto.unseal(sealed, context=PLACE)


def test_another_key_of_the_same_name_does_not_open(settings):
    settings.FIELD_KEYS = [key("k")]
    sealed = crypto.seal("370303199001011234", context=PLACE)
    settings.FIELD_KEYS = [key("k")]
    with pytest.raises(InvalidTag):
        crypto.unseal(sealed, context=PLACE)


def test_a_blind_index_is_equal_for_equal_values_of_one_kind_and_key(settings):
    first = crypto.blind_index("id_number", "370303199001011234")
    assert first == crypto.blind_index("id_number", "370303199001011234")
    assert first != crypto.blind_index("id_number", "370303199001011235")
    assert first != crypto.blind_index("mobile", "370303199001011234")
    settings.BLIND_INDEX_KEY = base64.b64encode(os.urandom(32)).decode()
    assert first != crypto.blind_index("id_number", "370303199001011234")
