"""
``make test``: every check and every test, each under its name, and a summary at the end.

Run inside ``python -m zibo_youth.embedded run``, which gives it servers of its own.
"""

import argparse
import base64
import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import ModuleType

from tests import chromium, office

PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
# Programs that a mark needs, by the mark.
PROGRAMS = {"browser": chromium, "office": office}
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "zibo_youth.settings.test"}
PYTEST = [*PYTHON, "pytest", "-n", "2", "--durations", "25"]


@dataclass
class Step:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    outcome: str = ""
    seconds: float = 0.0

    def run(self) -> None:
        print(f"\n━━ {self.name}", flush=True)
        start = time.monotonic()
        done = subprocess.run(self.command, check=False, env={**os.environ, **self.environment})
        self.seconds = time.monotonic() - start
        self.outcome = "ok" if done.returncode == 0 else f"FAILED ({done.returncode})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", choices=("auto", "required"), default="auto")
    required = parser.parse_args().browser == "required"

    # Half a minute for one core; whoever needs it earlier waits for its lock (`tests.template`).
    template = subprocess.Popen([*PYTHON, "tests.template"], env=os.environ | TEST_SETTINGS)
    programs = {name: _looked_for(name, of) for name, of in PROGRAMS.items()}
    steps = checks() + suites(programs, no_skips=required)
    for step in steps:
        step.run()
    template.wait()
    return summary(steps, missing=[name for name, path in programs.items() if not path], required=required)


def _looked_for(name: str, of: ModuleType) -> str | None:
    print(f"━━ {of.NAMES[0]} for the {name} tests", flush=True)
    path: str | None = of.find_or_install()
    print(f"  {path or 'none'}", flush=True)
    return path


def checks() -> list[Step]:
    compiled = [*MANAGE, "compilemessages"]
    return [
        Step("ruff check", [*PYTHON, "ruff", "check", "."]),
        Step("ruff format", [*PYTHON, "ruff", "format", "--check", "."]),
        Step(
            "mypy",
            [
                *PYTHON,
                "mypy",
                "zibo_youth",
                "stations",
                "volunteers",
                "hope_rooms",
                "loans",
                "events",
                "safety",
            ],
        ),
        Step(
            "import-linter",
            [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()"],
        ),
        Step("catalogue", [*compiled, "--check"], TEST_SETTINGS),
        Step("compile catalogue", compiled, TEST_SETTINGS),
        Step("makemigrations --check", [*MANAGE, "makemigrations", "--check", "--dry-run"], TEST_SETTINGS),
        Step("check --deploy", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production()),
    ]


def production() -> dict[str, str]:
    """A valid production environment with keys of this moment."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "DJANGO_SETTINGS_MODULE": "zibo_youth.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "youth.example.org",
        "FIELD_KEYS": f"k1:{key()}",
        "BLIND_INDEX_KEY": key(),
        "SMS_BACKEND": "gateway",
        "SMS_GATEWAY_URL": "https://sms.example.org/send",
        "SMS_GATEWAY_KEY": key(),
        "TRUSTED_PROXIES": "1",
    }


def suites(programs: dict[str, str | None], *, no_skips: bool) -> list[Step]:
    """The browser tests have a database of their own; what opens files in an office program has not."""
    strict = ["-p", "tests.no_skips"] if no_skips else []
    without = [f"not {name}" for name, path in programs.items() if name == "browser" or not path]
    # By file, so that what a module sets up once (the demonstration's load) is set up once; the long ones first.
    found = [
        Step(
            "pytest",
            [*PYTEST, "--dist", "loadfile", "--no-loadscope-reorder", *strict, "-m", " and ".join(without)],
        )
    ]
    if browser := programs["browser"]:
        # The ORM is used beside Playwright's event loop, in the test process only.
        environment = {"ZIBO_CHROMIUM": browser, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        # One by one, so that the crawls, which come first, are dealt to all. Each process would collect the
        # thousands of others for a quarter of a minute.
        command = [*PYTEST, "tests/browser", "--maxschedchunk", "1", *strict, "-m", "browser"]
        found.append(Step("browser tests", command, environment))
    return found


def summary(steps: list[Step], *, missing: list[str], required: bool) -> int:
    print("\n━━ summary", flush=True)
    for step in steps:
        print(f"  {step.outcome:<12} {step.seconds:6.1f} s  {step.name}")
    failed = [step.name for step in steps if step.outcome != "ok"]
    for name in missing:
        of = PROGRAMS[name]
        print(f"!!! {name.upper()} TESTS DID NOT RUN: no {of.NAMES[0]}. Get one: {of.HOW_TO_GET}")
        failed += [f"{name} tests (required, no {of.NAMES[0]})"] if required else []
    total = sum(step.seconds for step in steps)
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'all passed'} in {total:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
