"""What visitors read in words, sentence by sentence: a wrong one is found by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.safestring import SafeString

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.languages import DEFAULT, OTHERS
from pages.markup.html import line_to_text, to_html
from pages.markup.reading import sentences_of_html, sentences_of_text
from pages.revisions.revision import Revision

#: Fewer letters stand everywhere.
_SHORTEST = 8


def saying(revisions: Iterable[Revision], typed: str) -> Iterator[Revision]:
    """Those that have this sentence, or a piece of one, as visitors read it."""
    words, clinic = _bare(typed), Clinic.load()
    facts = {code: facts_for_words(clinic, code) for code in (DEFAULT, *OTHERS)}
    for one in revisions if len(words) >= _SHORTEST else ():
        if words in _bare(" ".join(sentences_read(one, facts[one.language]))):
            yield one


def sentences_read(revision: Revision, facts: dict[str, SafeString]) -> list[str]:
    """As visitors read them, each once."""
    with translation.override(revision.language):
        body = sentences_of_html(to_html(revision.body, facts))
    summary = sentences_of_text(line_to_text(revision.summary, facts))
    return [*dict.fromkeys([revision.title, *summary, *body])]


def _bare(text: str) -> str:
    """Its letters and figures alone: quotes and stops are typed in many ways."""
    return "".join(one for one in text.casefold() if one.isalnum())
