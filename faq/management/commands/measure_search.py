"""Measures how often the question search finds the answer that people meant."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from faq.search.index import find


class Command(BaseCommand):
    help = "Print how often the right answer comes first, or among the first three, and the misses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="lines of: query, tab, slug of its answer")

    def handle(self, *_args: str, file: Path, **_options: str | bool | None) -> None:
        questions = self._read(file)
        places = [self._place(query, slug) for query, slug in questions]
        for limit in (1, 3):
            hits = sum(place <= limit for place in places)
            self.stdout.write(f"hit at {limit}: {hits / len(places):.3f} ({hits} of {len(places)})")
        for (query, slug), place in zip(questions, places, strict=True):
            if place > 1:
                where = "not among the first three" if place > 3 else f"place {place}"
                self.stdout.write(f"{query} -> {slug}: {where}")

    def _read(self, file: Path) -> list[tuple[str, str]]:
        try:
            lines = file.read_text("utf-8-sig").splitlines()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
        if not rows or any(len(row) < 2 for row in rows):
            raise CommandError(f"{file}: each line needs a query, a tab and a slug.")
        return [(row[0].strip(), row[1].strip()) for row in rows]

    def _place(self, query: str, slug: str) -> int:
        """1 for the first result; a large number if it is not there."""
        found = [result.entry.slug for result in find(query)]
        return found.index(slug) + 1 if slug in found else 1000
