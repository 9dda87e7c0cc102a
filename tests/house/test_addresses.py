"""Every address has a name of its own: a second one of the same name would be led to in place of the first."""

from collections import Counter

from django.urls import URLResolver, get_resolver


def names(resolver=None, space=""):
    """Every named pattern, with the space that it lies in."""
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            yield from names(part, f"{space}{part.namespace or ''}:")
        elif part.name:
            yield f"{space}{part.name}"


def ours():
    return [name for name in names() if not name.strip(":").startswith("admin")]


def test_no_two_addresses_have_one_name():
    assert [name for name, count in Counter(ours()).items() if count > 1] == []
    assert len(ours()) > 200


def test_the_control_a_second_one_is_found():
    assert [name for name, count in Counter([*ours(), ours()[0]]).items() if count > 1] == [ours()[0]]
