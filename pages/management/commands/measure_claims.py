"""Prints how well claims are found in a file of judged sentences, one line a language."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.markup.claims.measuring import judged, measure


class Command(BaseCommand):
    """``manage.py measure_claims FILE``."""

    help = "Measures the notice of claims on lines of: sentence, bad/fine, language (tabs between)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--misses", action="store_true", help="print what was missed, too")

    def handle(self, *, file: Path, misses: bool, **_options: object) -> None:
        """Print the share caught of the bad ones, and warned of among the fine ones."""
        try:
            lines = judged(file.read_text(encoding="utf-8-sig").split("\n"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as judged sentences: {error}") from error
        for figures in measure(lines):
            self.stdout.write(str(figures))
        for line in lines if misses else ():
            if line.is_warned_of != (line.judged == "bad"):
                self.stdout.write(f"{line.judged}: {line.text}")
