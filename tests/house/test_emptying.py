"""After a test with real commits the next one finds what the migrations left, and nothing else."""

import pytest
from django.db import connection

from tests import people
from tests.emptying import emptier
from zibo_youth.accounts.models import Area, User

pytestmark = pytest.mark.django_db(transaction=True)


def all_rows():
    tables = connection.introspection.table_names()
    with connection.cursor() as sql:
        sql.execute(" UNION ALL ".join(f"SELECT '{name}', t::text FROM {name} t" for name in tables))
        return sorted(sql.fetchall())


def test_what_was_added_and_what_was_changed_is_as_it_was():
    before = all_rows()
    with emptier() as bring_back:
        for _time in range(2):
            people.applicant()
            Area.objects.update(name="改过的")
            with connection.cursor() as sql:
                sql.execute(
                    "DELETE FROM accounts_consenttext WHERE NOT EXISTS (SELECT 1 FROM accounts_consentrecord)"
                )
            assert User.objects.exists()
            bring_back()
            assert all_rows() == before
