"""Everything the portal needs before it serves, in one Django process (starting Django costs seconds)."""

import hashlib
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    """Migrate as the owner; compile texts and collect static files when they are stale."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable", verbosity=1)
    if _catalogues_are_stale():
        call_command("compilemessages", verbosity=1)
    _collect_static()


def _catalogues_are_stale() -> bool:
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).rglob("*.po"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                return True
    return False


def _collect_static() -> None:
    """Compressing takes seconds, so it is done when a source file or a package has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=1)
    stamp.write_text(state)


def _static_state() -> str:
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    folders += [Path(app.path) / "static" for app in apps.get_app_configs()]
    state = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            found = file.stat()
            state.update(f"{file} {found.st_size} {found.st_mtime_ns}\n".encode())
    return state.hexdigest()


if __name__ == "__main__":
    main()
