"""No number that helps is typed anywhere but it is the number of a line."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from pages.crisis.lines import LIFELINE_SPANISH, LINES

PO = settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po"
NUMBERS = {number for line in LINES for number in (line.number, line.text_number)}
#: The number of the Lifeline before it was 988: it leads there, and helps where 988 is not known.
OLD_LIFELINE = "tel:+18002738255"
#: Shares of people are told as so many "of 100".
OF_HUNDRED = "100"


def sentences() -> Iterator[str]:
    """All that the site says by itself, in both languages."""
    with PO.open("rb") as file:
        for message in read_po(file):
            for texts in (message.id, message.string):
                yield from [texts] if isinstance(texts, str) else texts or []


def test_no_template_knows_a_number_of_a_line_by_itself() -> None:
    told = re.compile(r"(?:tel|sms):[+\d]")
    for file in (settings.BASE_DIR / "templates").rglob("*.*"):
        assert not told.search(file.read_text(encoding="utf-8")), file
    assert not told.search((settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po").read_text())


def test_every_number_in_a_sentence_is_the_number_of_a_line() -> None:
    """Sentences hold short numbers, since who translates them needs to see them."""
    told = re.compile(r"(?<![\w#,-])(?:1-\d{3}-\d{3}-\d{4}|\d{3}|\d{5,6})(?![\w)-])")
    typed = {number for sentence in sentences() for number in told.findall(sentence)}
    assert {"911", "988"} <= typed
    assert typed <= {*NUMBERS, OF_HUNDRED}


def test_spanish_sentences_say_what_to_press_and_what_to_send() -> None:
    spanish = " ".join(sentences())
    assert set(re.findall(r"marque (\d)", spanish)) == {LIFELINE_SPANISH.press}
    assert set(re.findall(r"([A-Z]{2,}) al \d", spanish)) == {LIFELINE_SPANISH.text_word}


@pytest.mark.parametrize("app", ["pages", "faq"])
def test_links_in_the_first_edition_lead_to_lines(app: str) -> None:
    links = {link for line in LINES for link in (line.call_link, line.text_link)}
    for file in (settings.BASE_DIR / app / "content").rglob("*.md"):
        typed = re.findall(r"\]\(((?:tel|sms):\+?\d[^)]*)\)", file.read_text(encoding="utf-8"))
        assert set(typed) <= links | {OLD_LIFELINE}, file
