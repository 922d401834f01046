"""Measures how often the search finds what people meant, and says so where there is nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from faq.search.index import indexes, look
from pages.crisis import read

#: What a line names where the site has nothing to say, and where it shows help alone.
_NOTHING, _HELP = "-", "help"


@dataclass(frozen=True)
class Query:
    """What someone typed, what would answer it, and the language of the page they typed it on."""

    words: str
    wanted: frozenset[str]
    language: str

    def found(self) -> list[str]:
        """The names of what is shown as an answer, best first, and each once."""
        danger = read(self.words)
        if danger and not danger.asks:
            return [_HELP]
        answers = look(self.words, self.language).answers
        return list(dict.fromkeys(one.findable.name for one in answers))

    def near(self) -> list[str]:
        """The names of what is shown as near."""
        return [one.findable.name for one in look(self.words, self.language).near]

    def has_answer(self) -> bool:
        """True if the site says something of what would answer it."""
        return bool(self.wanted & (_names(self.language) | {_HELP}))


class Command(BaseCommand):
    help = (
        "Print how often what answers a query comes first, or among the first three; how often"
        " it is said that there is no answer where there is none; and the misses."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="lines of: query, tab, the name of its answer (with | between more than one, - if"
            " there is none), and maybe a tab and a language",
        )

    def handle(self, *_args: str, file: Path, **_options: str | bool | None) -> None:
        queries = self._read(file)
        answered = [query for query in queries if query.has_answer()]
        rest = [query for query in queries if not query.has_answer()]
        places = [_place(query) for query in answered]
        for limit in (1, 3):
            self._say(f"hit at {limit}", sum(place <= limit for place in places), len(places))
        silent = [query for query in rest if not query.found()]
        if rest:
            self._say("no answer, and says so", len(silent), len(rest))
        for line in self._misses(answered, places, rest):
            self.stdout.write(line)

    def _say(self, what: str, hits: int, many: int) -> None:
        share = hits / many if many else 1.0
        self.stdout.write(f"{what}: {share:.3f} ({hits} of {many})")

    def _misses(
        self, answered: list[Query], places: list[int], rest: list[Query]
    ) -> Iterator[str]:
        for query, place in zip(answered, places, strict=True):
            if place > 1:
                where = "not among the first three" if place > 3 else f"place {place}"
                yield f"{query.words} -> {'|'.join(sorted(query.wanted))}: {where}"
        for query in rest:
            if found := query.found():
                yield f"{query.words} -> nothing: {found[0]} is shown"

    def _read(self, file: Path) -> list[Query]:
        try:
            lines = file.read_text("utf-8-sig").splitlines()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
        if not rows or any(len(row) < 2 for row in rows):
            raise CommandError(f"{file}: each line needs a query, a tab and a name.")
        return [_query(*row[:3]) for row in rows]


def _query(words: str, wanted: str, language: str = settings.LANGUAGE_CODE) -> Query:
    names = frozenset(name.strip() for name in wanted.split("|")) - {_NOTHING}
    return Query(words.strip(), names, language.strip())


def _names(language: str) -> set[str]:
    documents = indexes.of(language).documents
    return {one.findable.name for one in documents if one.is_known}


def _place(query: Query) -> int:
    """1 for the first result; a large number if none of them is there."""
    places = [place for place, name in enumerate(query.found(), start=1) if name in query.wanted]
    return min(places, default=1000)
