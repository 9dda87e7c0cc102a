"""What every test starts from: Chinese, the database as migrations leave it, files of its own."""

import gc

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import template
from tests.emptying import emptier

# A busy machine is no finding: how long an example takes is measured by `make bench`. Rows of a test's own
# fixture are the same for each example on purpose.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes long begins first: a core that still loads the demonstration when all is over would work alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish():
    """Thousands of collected tests are no garbage: the collector need not look through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Every test database is a copy of one that was migrated once."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """After a test with real commits the city's places, the consent texts and nothing else stand there again."""
    with emptier() as bring_back, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: bring_back())
        yield


@pytest.fixture(autouse=True)
def chinese():
    """A request leaves its language behind in the thread; each test starts in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Uploads of a test land in its own folder and nowhere else."""
    settings.MEDIA_ROOT = tmp_path / "public"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.PRIVATE_ROOT, "base_url": None},
        }
    }


@pytest.fixture
def private_files(own_files, settings):
    """Where the uploads of this test land."""
    return settings.PRIVATE_ROOT


# Who and where most rules need: a folder that wants others gives its own by the same name.


@pytest.fixture
def guest(db):
    """A young person from elsewhere who may book."""
    from tests import people

    return people.applicant()


@pytest.fixture
def station(db):
    """A station in 张店区: one flexible room with two beds."""
    from tests.houses import house

    return house()


@pytest.fixture
def operator(station):
    """Who runs the station's desk."""
    from tests import people

    return people.operator(station.operator)


@pytest.fixture
def officer(station):
    """The district officer of 张店区."""
    from tests import people

    return people.officer("zhangdian")
