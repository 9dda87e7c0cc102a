"""`make test` itself: a skipped test fails CI, and a missing browser is loud or fatal."""

import subprocess
import sys

import pytest

from tests.run import Step, summary
from zibo_youth.embedded.servers import CLONE

PASSES = "def test_runs():\n    assert True\n"
SKIPS = "import pytest\n\n\n@pytest.mark.skip\ndef test_is_not_run():\n    assert False\n"
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
    ("browser", "required", "code"),
    [("/usr/bin/chromium", True, 0), (None, False, 0), (None, True, 1)],
)
def test_without_a_browser_it_is_loud_and_fails_only_where_required(capsys, browser, required, code):
    passed = Step("pytest", [], outcome="ok")

    assert summary([passed], browser=browser, required=required) == code
    assert ("BROWSER TESTS DID NOT RUN" in capsys.readouterr().out) is (browser is None)


def test_one_failed_step_fails_the_whole(capsys):
    steps = [Step("ruff check", [], outcome="FAILED (1)"), Step("pytest", [], outcome="ok")]

    assert summary(steps, browser="/usr/bin/chromium", required=False) == 1
    assert "FAILED: ruff check in" in capsys.readouterr().out
