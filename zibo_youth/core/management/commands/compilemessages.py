"""Compile the translations without gettext's ``msgfmt``, which a bare machine does not have."""

from argparse import ArgumentParser
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Takes the place of Django's command of the same name, for our own catalogues."""

    help = "Compile our .po files to .mo files, in Python."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail on fuzzy entries, write nothing")

    def handle(self, *args: object, **options: object) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).rglob("*.po")):
                self._compile(source, check=bool(options["check"]))

    def _compile(self, source: Path, *, check: bool) -> None:
        with source.open("rb") as text:
            catalogue = read_po(text, abort_invalid=True)
        fuzzy = [message.id for message in catalogue if message.id and message.fuzzy]
        if check and fuzzy:
            raise CommandError(f"{source}: fuzzy entries are not shown to anybody: {fuzzy[:3]}")
        if check:
            return
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        self.stdout.write(f"compiled {source}")
