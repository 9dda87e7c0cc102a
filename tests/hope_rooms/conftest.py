"""Who works for the children of two districts; every test meets PostgreSQL as the portal's own role does."""

import pytest
from django.db import connection

from tests import hoping


@pytest.fixture(autouse=True)
def as_the_portal(db):
    """The owner of the tables passes row-level security; who serves people does not (`roles.sql`)."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE zibo_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def city(db):
    """Two districts with their towns, and the offices of the city."""
    return hoping.city()
