"""What would change for visitors, sentence by sentence as they read it, and not as it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.utils import translation

from pages.clinic.facts import facts_for_words
from pages.clinic.models import Clinic
from pages.markup.html import line_to_text, to_html
from pages.markup.links import hrefs
from pages.markup.reading import sentences_of_html, sentences_of_text
from pages.revisions.comparing import Compared, Piece, compare, pieces, whole_lines
from pages.revisions.revision import Revision, State

#: The share of words that stay, from which on a change is shown word by word.
_ENOUGH = 0.5


def beside_live(revision: Revision) -> dict[str, Any]:
    """What visitors read now, and what a draft would change for them."""
    stored = revision.document.revisions
    live = stored.filter(state=State.LIVE, language=revision.language).first()
    changes = live and revision.state == State.DRAFT
    return {"live": live, "difference": difference(live, revision) if changes else []}


def difference(before: Revision, after: Revision) -> list[Compared]:
    """Every field that visitors would read otherwise; of the text only what is near a change."""
    read = _Read(before, after)
    return [one for field in compare(before, after) for one in read.changed(field)]


class _Read:
    """Two versions with the facts of the clinic filled in."""

    def __init__(self, before: Revision, after: Revision) -> None:
        self.both = before, after
        self.facts = facts_for_words(Clinic.load(), after.language)

    def changed(self, field: Compared) -> Iterator[Compared]:
        if field.is_same:
            return
        if field.name == "body":
            yield from self._text(field)
        elif field.name == "summary":
            said = (line_to_text(one.summary, self.facts) for one in self.both)
            was, now = map(sentences_of_text, said)
            yield Compared(field.label, [*_near_changes(was, now)], field.name)
        else:
            yield field

    def _text(self, typed: Compared) -> Iterator[Compared]:
        """Where links lead is read by nobody, so it is said; what else is not seen, as typed."""
        pages = [self._html(one) for one in self.both]
        was, now = (sentences_of_html(html) for html in pages)
        links = [hrefs(html) for html in pages]
        if was != now:
            yield Compared("Text", [*_near_changes(was, now)], "body")
        if links[0] != links[1]:
            changed = [one for one in whole_lines(*links) if one.kind != "same"]
            yield Compared("Where links lead", changed, "links")
        if was == now and links[0] == links[1]:
            yield Compared("Text, as it was typed", typed.pieces, "body")

    def _html(self, revision: Revision) -> str:
        with translation.override(revision.language):
            return to_html(revision.body, self.facts)


def _near_changes(was: list[str], now: list[str]) -> Iterator[Piece]:
    """Each change with the sentence before and after it."""
    steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    for place, (kind, start, end, new_start, new_end) in enumerate(steps):
        if kind == "equal":
            same = now[new_start:new_end]
            first, last = place == 0, place == len(steps) - 1
            yield Piece("\n".join(_ends(same, first=first, last=last)) + "\n")
        else:
            yield from _change("\n".join(was[start:end]), "\n".join(now[new_start:new_end]))
            yield Piece("\n")


def _change(was: str, now: str) -> list[Piece]:
    """Word by word, unless so little stays that nobody could read it like that."""
    if SequenceMatcher(None, was.split(), now.split(), autojunk=False).ratio() >= _ENOUGH:
        return pieces(was, now)
    whole = [Piece(was, "gone"), Piece("\n"), Piece(now, "new")]
    return [one for one in whole if one.text.strip() or (was and now)]


def _ends(same: list[str], *, first: bool, last: bool) -> list[str]:
    """Of sentences that stay, those next to a change."""
    head = [] if first else same[:1]
    tail = [] if last else same[-1:]
    if len(same) <= len(head) + len(tail):
        return same
    return [*head, "…", *tail]
