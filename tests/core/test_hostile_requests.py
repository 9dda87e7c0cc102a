"""What no browser of a person sends is a 400, on every address."""

import pytest
from django.test import Client, RequestFactory

from zibo_youth.core.middleware import client_address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/stations/", "/accounts/login/", "/admin/", "/api/v1/stations/", "/nowhere/"]
)
@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF%FE", "%00=1", "q=a%C3%28"])
def test_a_query_with_nul_or_broken_text(path, query):
    assert Client().get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/stations/%00/", "/%ED%A0%80/", "/%FF/", "/en/%00"])
def test_a_path_with_nul_or_broken_text(path):
    assert Client().get(path).status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "display", "django_language"])
def test_a_cookie_with_nul(name):
    browser = Client()
    browser.cookies[name] = "a\0b"
    assert browser.get("/accounts/profile/").status_code == 400


def test_chinese_and_emoji_pass():
    assert Client().get("/", {"q": "张店 🏠 100%"}).status_code == 200
    assert Client().get("/张店🏠/").status_code == 404
    assert Client().get("/100%25/").status_code == 404


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "not an address", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address
