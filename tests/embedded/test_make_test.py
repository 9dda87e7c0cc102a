"""`make test` itself: a skipped test fails CI, and a missing browser is loud or fatal."""

import subprocess
import sys

import pytest

from tests.run import Step, suites, summary
from zibo_youth.embedded.servers import CLONE

PASSES = "def test_runs():\n    assert True\n"
SKIPS = "import pytest\n\n\n@pytest.mark.skip\ndef test_is_not_run():\n    assert False\n"
MARK = "mark." + "browser"  # in two words: this file drives none
LEAVES = "import pytest\n\npytest.skip(allow_module_level=True)\n"


def suite(folder, text: str, *options: str) -> int:
    (folder / "test_one.py").write_text(PASSES)
    (folder / "test_two.py").write_text(text)
    alone = ["-c", "/dev/null", "--rootdir", str(folder), "-p", "no:django", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *alone, *options, str(folder)]
    return subprocess.run(command, cwd=CLONE, capture_output=True, check=False).returncode


@pytest.mark.parametrize("text", [SKIPS, LEAVES], ids=["test", "module"])
@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_a_skip_fails_the_strict_run_and_only_that(tmp_path, text, workers):
    assert suite(tmp_path, text, *workers) == 0
    assert suite(tmp_path, text, *workers, "-p", "tests.no_skips") == 1


def test_the_strict_run_passes_where_all_ran(tmp_path):
    assert suite(tmp_path, PASSES, "-p", "tests.no_skips") == 0


@pytest.mark.parametrize(
    ("missing", "required", "code"),
    [
        ([], True, 0),
        (["browser"], False, 0),
        (["browser"], True, 1),
        (["office"], False, 0),
        (["office"], True, 1),
    ],
)
def test_without_a_program_it_is_loud_and_fails_only_where_required(capsys, missing, required, code):
    passed = Step("pytest", [], outcome="ok")

    assert summary([passed], missing=missing, required=required) == code
    told = capsys.readouterr().out
    assert [name for name in ("browser", "office") if f"{name.upper()} TESTS DID NOT RUN" in told] == missing


def test_every_test_is_in_exactly_one_step_and_what_needs_no_program_always_runs():
    both = suites({"browser": "/usr/bin/chromium", "office": "/usr/bin/soffice"}, no_skips=True)
    none = suites({"browser": None, "office": None}, no_skips=True)

    assert [step.command[-1] for step in both] == ["not browser", "browser"]
    assert [step.command[-1] for step in none] == ["not browser and not office"]


def test_every_browser_test_lies_in_the_folder_that_its_step_looks_into():
    *_pytest, browser = suites({"browser": "/usr/bin/chromium", "office": None}, no_skips=True)
    assert "tests/browser" in browser.command
    files = {file for file in (CLONE / "tests").rglob("test_*.py") if MARK in file.read_text("utf-8")}
    assert len(files) > 20
    assert [file.name for file in files if file.parent != CLONE / "tests" / "browser"] == []


def test_one_failed_step_fails_the_whole(capsys):
    steps = [Step("ruff check", [], outcome="FAILED (1)"), Step("pytest", [], outcome="ok")]

    assert summary(steps, missing=[], required=False) == 1
    assert "FAILED: ruff check in" in capsys.readouterr().out
