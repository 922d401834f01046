"""What stands in two places for safety's sake is said alike in each, in both languages."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
LANGUAGES = ["en", "es"]
#: Where the clinic says why it may say no.
WHY_NOT = {"en": r"It may be no with [^.]+\.", "es": r"Puede ser no si hay [^.]+\."}
#: What stands beside the phone of the day wherever someone who feels worse is told to call it.
CLOSED = {
    "en": "**Whenever we are closed, nights and weekends too:** {night_phone}",
    "es": "**Siempre que está cerrado, también de noche y los fines de semana:** {night_phone}",
}
WHERE_TO_CALL_WHEN_WORSE = [
    "pages/content/{}/a-session.md",
    "pages/content/{}/after-a-session.md",
    "pages/content/{}/for-family.md",
    "pages/content/{}/safety.md",
    "pages/content/{}/treatment.md",
    "pages/content/{}/your-visit.md",
    "faq/content/{}/can-it-make-me-worse.md",
    "faq/content/{}/what-are-the-side-effects.md",
    "faq/content/{}/when-can-i-go-back-to-work.md",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_clinic_says_no_for_the_reasons_of_the_first_visit(language: str) -> None:
    page = (BASE / "pages/content" / language / "first-visit.md").read_text(encoding="utf-8")
    sample = tomllib.loads(
        (BASE / "pages/content/demo" / language / "start.toml").read_text(encoding="utf-8")
    )
    [reasons] = re.findall(WHY_NOT[language], page)
    assert reasons in sample["how-to-start"]["if_we_say_no"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", WHERE_TO_CALL_WHEN_WORSE)
def test_who_feels_worse_finds_a_number_on_a_weekend_too(path: str, language: str) -> None:
    words = (BASE / path.format(language)).read_text(encoding="utf-8")
    assert f"::: when night_phone\n{CLOSED[language]}" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_speak_of_the_night_alone(language: str) -> None:
    """A session on a Friday is followed by two days on which the clinic is closed."""
    texts = [
        path.read_text(encoding="utf-8")
        for app in ("pages", "faq")
        for path in (BASE / app / "content" / language).glob("*.md")
    ]
    told = [re.sub(r"(?m)^note = .*", "", text) for text in texts]
    lines = [line for text in told for line in text.split("\n") if "{night_phone}" in line]
    assert len(lines) > len(WHERE_TO_CALL_WHEN_WORSE)
    said = "nights and weekends too" if language == "en" else "de noche y los fines de semana"
    assert [line for line in lines if said not in line] == []
