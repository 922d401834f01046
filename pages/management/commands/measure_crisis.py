"""Prints how well danger is found in a file of labelled phrases, one line a language."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pages.crisis import Kind, read
from pages.crisis.language import language_of
from pages.crisis.measuring import labelled, measure
from pages.crisis.plain import plain
from pages.crisis.weighing import reasons


class Command(BaseCommand):
    """``manage.py measure_crisis FILE``."""

    help = "Measures the notice of danger on lines of: text, yes/both/no, language (tabs between)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--why", action="store_true", help="say what only weighing found, why")

    def handle(self, *, file: Path, why: bool, **_options: object) -> None:
        """Print found, harmless and both."""
        try:
            phrases = labelled(file.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as labelled phrases: {error}") from error
        for figures in measure(phrases):
            self.stdout.write(str(figures))
        for phrase in phrases if why else ():
            danger = read(phrase.text)
            if danger and Kind.UNKNOWN in danger.kinds:
                words = plain(phrase.text)
                clues = reasons(words.split(), language_of(words, set()))
                self.stdout.write(f"{phrase.text}: {', '.join(clues)}")
