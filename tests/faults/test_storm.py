"""The short storm: a whole city of its own, nine faults, and a control in which the checker must find a loss."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests import template
from zibo_youth.settings import env

CLONE = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.race
@pytest.mark.django_db
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice_while_servers_die():
    given = urlsplit(env.DATABASE_OWNER_URL or env.DATABASE_URL)
    migrated = urlunsplit(given._replace(path=f"/{template.migrated()}"))
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short"],
        cwd=CLONE,
        env=os.environ | {"FAULTS_TEMPLATE": migrated},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    print(told.stdout[-6000:], told.stderr[-2000:])
    assert told.returncode == 0
    assert "faults: clean; control seen" in told.stdout
