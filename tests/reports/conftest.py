"""What tests of the papers share."""

import pytest

from zibo_youth.reports import ledgers


@pytest.fixture(scope="module")
def no_ledgers():
    """Sheets of detail read the database; a test of typed texts alone does without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "_registered", {})
        yield
