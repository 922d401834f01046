"""Prints how well danger is found in a file of labelled phrases, one line a language."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.crisis.measuring import labelled, measure


class Command(BaseCommand):
    """``manage.py measure_crisis FILE``."""

    help = "Measures the notice of danger on lines of: text, yes/both/no, language (tabs between)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: object) -> None:
        """Print found, harmless and both."""
        try:
            phrases = labelled(file.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as labelled phrases: {error}") from error
        for figures in measure(phrases):
            self.stdout.write(str(figures))
