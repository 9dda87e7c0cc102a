"""``python -m bench.one NAME``: run one benchmark on the servers that the environment names."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

import django

from bench import BENCHMARKS


def main(name: str) -> int:
    prepare()
    return 0 if measure(name) else 1


def prepare() -> None:
    """Migrate as the owner, then measure as the application role, as production runs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    app_url = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL") or app_url
    manage = f"{sys.executable} manage.py"
    if os.system(f"{manage} migrate --verbosity 0 && {manage} createcachetable"):
        raise SystemExit("bench: the database could not be migrated; see the lines above")
    os.environ["DATABASE_URL"] = app_url
    django.setup()


def measure(name: str) -> bool:
    """Run one benchmark and report it at once: what fails later loses nothing. Whether its bars were met."""
    result = importlib.import_module(BENCHMARKS[name]).run()
    report(name, result)
    return all(row.get("met", True) for row in result["rows"])


def report(name: str, result: dict) -> None:
    """Print the rows and keep them as JSON. ``met`` says whether a row's bar was reached."""
    folder = Path(__file__).resolve().parent.parent / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=2, default=str))
    print(f"\n{name}: {result['what']}")
    rows = [{key: _shown(value) for key, value in row.items()} for row in result["rows"]]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    widths = {column: max(len(column), *(len(row.get(column, "")) for row in rows)) for column in columns}
    print("  ".join(column.ljust(widths[column]) for column in columns))
    for row in rows:
        print("  ".join(row.get(column, "").ljust(widths[column]) for column in columns))
    for line in result.get("afterwards", []):
        print(line)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
