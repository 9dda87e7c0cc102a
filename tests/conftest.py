"""What every test starts from: Chinese."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def chinese():
    """A request leaves its language behind in the thread; each test starts in Chinese."""
    with translation.override("zh-hans"):
        yield
