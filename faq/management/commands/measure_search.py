"""Measures how often the search finds what people meant, and says so where there is nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from faq.search.index import indexes
from faq.search.other_languages import look_everywhere
from pages.crisis import read

#: What a line names where the site has nothing to say.
_NOTHING = "-"
#: A line that begins with this says which names answer the same.
_SAME = "="


@dataclass
class Query:
    """What someone typed, what would answer it, and the language of the page they typed it on."""

    words: str
    wanted: frozenset[str]
    language: str

    @property
    def brings_help(self) -> bool:
        """True if help is shown, and nothing beside it."""
        danger = read(self.words)
        return bool(danger and not danger.asks and not danger.worry)

    @cached_property
    def found(self) -> list[str]:
        """The names of what is shown as an answer, best first, and each once."""
        answers = look_everywhere(self.words, self.language).answers
        return list(dict.fromkeys(one.findable.name for one in answers))

    @property
    def has_answer(self) -> bool:
        """True if the site says what would answer it, in this language or found in another."""
        candidates = indexes.of(self.language).candidates
        known = {one.findable.name for one in candidates if one.is_known}
        return bool(self.wanted & known.union(self.found))

    @property
    def place(self) -> int:
        """1 for the first result; a large number if none of them is there."""
        places = [place for place, name in enumerate(self.found, 1) if name in self.wanted]
        return min(places, default=1000)

    def __str__(self) -> str:
        return f"{self.words} -> {'|'.join(sorted(self.wanted)) or 'nothing'}"


class Command(BaseCommand):
    help = (
        "Print how often an answer comes first, or among the first three, where the site has one;"
        " how often it says that it has none where that is so; and the misses."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="lines of: query, tab, the name of its answer (with | between more than one, - if"
            " there is none), and maybe a tab and a language",
        )

    def handle(self, *_args: str, file: Path, **_options: str | bool | None) -> None:
        queries = _read(file)
        shown = [query for query in queries if not query.brings_help]
        answered = [query for query in shown if query.has_answer]
        rest = [query for query in shown if not query.has_answer]
        for limit in (1, 3):
            self._say(f"hit at {limit}", [query.place <= limit for query in answered])
        if rest:
            self._say("no answer, and says so", [not query.found for query in rest])
        if len(shown) < len(queries):
            self.stdout.write(f"help alone: {len(queries) - len(shown)}")
        for line in _misses(answered, rest):
            self.stdout.write(line)

    def _say(self, what: str, right: list[bool]) -> None:
        share = sum(right) / len(right) if right else 1.0
        self.stdout.write(f"{what}: {share:.3f} ({sum(right)} of {len(right)})")


def _misses(answered: list[Query], rest: list[Query]) -> Iterator[str]:
    for query in answered:
        if query.place > 1:
            far = query.place > 3
            yield f"{query}: {'not among the first three' if far else f'place {query.place}'}"
            if far:
                yield f"    but {', '.join(query.found[:3]) or 'no answer'}"
    for query in rest:
        if query.found:
            yield f"{query}: not said, but {query.found[0]}"


def _read(file: Path) -> list[Query]:
    """The queries of this file. Raises CommandError if it holds none."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    same = dict(_same(line) for line in lines if line.startswith(_SAME))
    rows = [line.split("\t") for line in lines if not line.startswith(_SAME)]
    if not rows or any(len(row) < 2 for row in rows):
        raise CommandError(f"{file}: each line needs a query, a tab and a name.")
    return [_query(row, same) for row in rows]


def _same(line: str) -> tuple[str, frozenset[str]]:
    name, _, others = line.removeprefix(_SAME).strip().partition("\t")
    return name, frozenset(others.split("|"))


def _query(row: list[str], same: dict[str, frozenset[str]]) -> Query:
    words, names, language = (*row, settings.LANGUAGE_CODE)[:3]
    wanted = {name.strip() for name in names.split("|")} - {_NOTHING}
    also = (same.get(name, frozenset()) for name in wanted)
    return Query(words.strip(), frozenset(wanted).union(*also), language.strip())
