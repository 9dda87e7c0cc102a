"""What every test starts from: Chinese."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def chinese():
    """A request leaves its language behind in the thread; each test starts in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def places_and_texts(request):
    """Tests with real commits find the city's places and the consent texts, as every other test does."""
    mark = request.node.get_closest_marker("django_db")
    if mark and (mark.kwargs.get("transaction") or "transactional_db" in request.fixturenames):
        request.getfixturevalue("transactional_db")
        from tests.reference import load_reference_data

        load_reference_data()
