"""Measures how hard a text is to read: the Flesch-Kincaid grade, by the words people see."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

_WORDS_PER_MINUTE = 180
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d[\d,.]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)»]*\s+(?=[\"“‘(«¿¡]*[A-ZÁÉÍÓÚÑ0-9])")
#: Elements whose text is a sentence of its own even without a full stop.
_BREAKS = frozenset(
    {
        "p",
        "li",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "td",
        "th",
        "figcaption",
        "summary",
        "div",
        "label",
        "legend",
        "title",
        "section",
        "article",
        "aside",
        "nav",
        "header",
        "footer",
        "ul",
        "ol",
        "dl",
        "tr",
        "table",
        "br",
        "button",
        "details",
        "figure",
    }
)
_VOWELS = re.compile(r"[aeiouy]+")
#: The e at the end of "ketamine", "treated" or "doses": it is silent, but for the last two.
_SILENT_E = re.compile(r"(?:[^aeiouyl]|[aeiouy]l|ll)e[ds]?$")
_SPOKEN_E = re.compile(r"[td]ed$|(?:[sxzcg]|sh|ch)es$")
_UNREAD = frozenset({"script", "style", "svg", "head", "template"})


@dataclass(frozen=True)
class Reading:
    """How hard a text is: its grade (years of school in the United States) and its sizes."""

    words: int
    sentences: int
    syllables: int
    longest_sentence: str

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade level (Kincaid and others, 1975); 0 for a text without words."""
        if not self.words:
            return 0.0
        per_sentence = self.words / self.sentences
        return 0.39 * per_sentence + 11.8 * self.syllables / self.words - 15.59

    @property
    def shown_grade(self) -> float:
        """The same for people: the formula goes below 0 for the shortest words, no school does."""
        return max(self.grade, 0.0)


def measure(sentences: list[str]) -> Reading:
    """The reading of these sentences; those without a word do not count."""
    found = [(sentence, _WORD.findall(sentence)) for sentence in sentences]
    found = [(sentence, words) for sentence, words in found if words]
    longest = max(found, key=lambda pair: len(pair[1]), default=("", []))[0]
    words = [word for _sentence, in_it in found for word in in_it]
    return Reading(len(words), len(found), sum(map(syllables, words)), longest)


def sentences_of_text(text: str) -> list[str]:
    """The sentences of plain text."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def sentences_of_html(html: str) -> list[str]:
    """The sentences a reader of this HTML sees; a heading or a list item is one of its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [sentence for piece in reader.pieces() for sentence in sentences_of_text(piece)]


def minutes(html: str) -> int:
    """Whole minutes it takes to read this HTML at 180 words a minute; at least 1."""
    words = sum(len(_WORD.findall(sentence)) for sentence in sentences_of_html(html))
    return max(1, math.ceil(words / _WORDS_PER_MINUTE))


def syllables(word: str) -> int:
    """How many syllables a word has when it is said shortest.

    Of a thousand words of usual English three or four are counted wrong, mostly one too few.
    """
    if word[0].isdigit():
        # Read as figures, a number is as easy as a short word.
        return 1
    word = word.lower().replace("’", "'")
    if known := _irregular().get(word):
        return known
    groups = len(_VOWELS.findall(word))
    silent = groups > 1 and _SILENT_E.search(word) and not _SPOKEN_E.search(word)
    return max(1, groups - bool(silent))


@lru_cache(maxsize=1)
def _irregular() -> dict[str, int]:
    """The syllables of words whose vowels tell them wrong; read when first needed."""
    lines = Path(__file__).with_name("syllables.txt").read_text("utf-8").splitlines()
    known: dict[str, int] = {}
    count = 0
    for word in " ".join(line for line in lines if not line.startswith("#")).split():
        if word.endswith(":"):
            count = int(word[:-1])
        else:
            known[word] = count
    return known


class _Reader(HTMLParser):
    """Collects text as it is seen, apart by element."""

    def __init__(self) -> None:
        super().__init__()
        self._text: list[str] = []
        self._unread = 0
        self._ended = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        # Of a row with a name in bold and what it leads to, each is a sentence.
        elif tag in _BREAKS or (tag == "span" and self._ended == "b"):
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._ended = tag
        if tag in _UNREAD:
            self._unread -= 1
        elif tag in _BREAKS:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        self._ended = ""
        if not self._unread:
            self._text.append(re.sub(r"\s+", " ", data))

    def pieces(self) -> list[str]:
        """The text between breaks."""
        pieces = (" ".join(piece.split()) for piece in "".join(self._text).split("\n"))
        return [piece for piece in pieces if piece]
