"""Every sentence of the portal has its English: none missing, none fuzzy, the same placeholders (design.md §3.15)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import override_settings

from tests.house import sources

CATALOGUE = sources.ROOT / "zibo_youth/locale/en/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%(?=[sd])|{(\w*)}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """What Django's own makemessages finds in a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in sources.files():
        if name.startswith((*sources.PORTAL, "templates/")) and "/static/" not in name:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(sources.ROOT / name, copy / name)
    locale = copy / "zibo_youth/locale"
    shutil.rmtree(locale, ignore_errors=True)
    locale.mkdir(parents=True)
    # The command writes where LOCALE_PATHS points, which must not be the real catalogue.
    with pytest.MonkeyPatch.context() as patch, override_settings(LOCALE_PATHS=[locale]):
        patch.chdir(copy)
        call_command("makemessages", locale=["en"], ignore_patterns=["tests/*", "bench/*"], verbosity=0)
    return catalogue(locale / "en/LC_MESSAGES/django.po")


def catalogue(path: Path):
    with path.open("rb") as text:
        return {(message.context, message.id): message for message in read_po(text) if message.id}


@pytest.fixture(scope="module")
def english():
    return catalogue(CATALOGUE)


def test_gettext_is_here():
    assert subprocess.run(["xgettext", "--version"], check=False, capture_output=True).returncode == 0


def test_every_sentence_has_its_english(extracted, english):
    missing = [key for key in extracted if key not in english or not all(_strings(english[key]))]
    assert missing == []


def test_no_sentence_hides_behind_a_name_that_makemessages_does_not_know():
    """`gettext as _now` is found by nobody: its sentences stay Chinese in English, and none of these tests sees it."""
    renamed = re.compile(r"\b[np]?gettext(?:_lazy)? as (?!_\b)\w+")
    code = [name for name in sources.files() if name.endswith(".py") and name.startswith(sources.PORTAL)]
    assert [name for name in code if renamed.search((sources.ROOT / name).read_text())] == []


def test_no_english_is_a_guess(english):
    assert [key for key, message in english.items() if message.fuzzy] == []


def test_no_english_is_left_of_a_sentence_that_is_gone(extracted, english):
    assert [key for key in english if key not in extracted] == []


def test_english_fills_the_same_gaps(english):
    wrong = [
        key
        for key, message in english.items()
        for said in _strings(message)
        if said and sorted(PLACEHOLDER.findall(_first(message))) != sorted(PLACEHOLDER.findall(said))
    ]
    assert wrong == []


def test_english_is_english(english):
    """A name of a place or a company may stand in Chinese beside its English, a whole sentence may not."""
    chinese = [said for message in english.values() for said in _strings(message) if CHINESE.search(said)]
    assert [said for said in chinese if not re.search(r"[A-Za-z]", said)] == ["简体中文"] * len(
        [said for said in chinese if said == "简体中文"]
    )


def _strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _first(message):
    return message.id[0] if isinstance(message.id, tuple) else message.id
