"""The tables are what the models say, and tests run on what the migrations of today make."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests import template
from zibo_youth.embedded.servers import CLONE


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_template_knows_every_migration():
    """What it does not know could change without another template being made."""
    known = set(template.migration_files())
    ours = {file for file in CLONE.glob("**/migrations/[0-9]*.py") if ".venv" not in file.parts}

    assert ours
    assert ours <= known
    assert connection.settings_dict["TEST"]["TEMPLATE"] == template.name_for([*known, *template.APPLIED_BY])


def test_a_migration_edited_added_or_gone_asks_for_another_template(tmp_path):
    first, second = tmp_path / "0001_a.py", tmp_path / "0002_b.py"
    first.write_text("one")
    second.write_text("two")
    names = [template.name_for([first, second]), template.name_for([first])]
    assert template.name_for([second, first]) == names[0]

    second.write_text("Two")
    names.append(template.name_for([first, second]))
    names.append(template.name_for([first, second.rename(tmp_path / "0003_b.py")]))

    assert len(set(names)) == 4
