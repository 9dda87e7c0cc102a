"""What every call starts from."""

import pytest

from tests.stations.api.calls import Caller, keep_evidence, make_station, make_user


@pytest.fixture(autouse=True)
def private_files(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }
    return tmp_path


@pytest.fixture
def station():
    return make_station("zd-01", beds=1)


@pytest.fixture
def user():
    return make_user("01")


@pytest.fixture
def evidence(user):
    return keep_evidence(user)


@pytest.fixture
def api(user):
    return Caller(user)
