"""The sample clinic keeps to every rule that words of staff keep to, and is evidently invented."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from faq.models import Entry
from pages.clinic.models import Clinic
from pages.editing import checks
from pages.markup.claims.finding import claims
from pages.markup.reading import measure, sentences_of_text
from pages.models import Page
from pages.profile import sample
from pages.profile.shown import Profile
from pages.revisions.document import Document
from pages.revisions.revision import Revision


@pytest.fixture
def loaded(first_edition: None) -> int:
    """How many words were new."""
    return sample.load()


def live() -> Iterator[Revision]:
    for kind in sample.KINDS.values():
        yield from kind.every_live_revision()


def test_all_of_it_is_live_in_both_languages_and_loading_again_changes_nothing(
    loaded: int,
) -> None:
    before = {(type(one), one.pk) for one in live()}
    first_edition = [*Page.every_live_revision(), *Entry.every_live_revision()]
    spanish = sum(one.language == "es" for one in first_edition)
    assert len(before) == 16
    assert spanish * 2 == len(first_edition)
    assert loaded == len(before) + spanish
    assert sample.load() == 0
    assert {(type(one), one.pk) for one in live()} == before
    for language in ("en", "es"):
        profile = Profile(language)
        assert [len(profile.people), len(profile.places)] == [5, 1]
        assert profile.course_total == "$3,240"
        shown: list[Document | None] = [*profile.people, profile.place, profile.start]
        assert {one.shown.language for one in shown if one} == {language}


@pytest.mark.usefixtures("loaded")
def test_what_staff_would_be_warned_of_is_not_there(rf: RequestFactory) -> None:
    warned = {str(one): checks.check_stored(rf.get("/"), one).warnings for one in live()}
    assert {name: found for name, found in warned.items() if found} == {}


@pytest.mark.usefixtures("loaded")
def test_its_words_are_easy_to_read_and_claim_nothing() -> None:
    facts = tomllib.loads((sample.FOLDER / "clinic.toml").read_text("utf-8"))
    texts = {"clinic": sentences_of_text(" ".join(map(str, facts.values())))}
    for one in live():
        if one.language == "en":
            said = "\n".join(str(getattr(one, name)) for name in one.WORDS if "link" not in name)
            pieces = re.split(r"\n| \| ", said)
            texts[str(one)] = [part for piece in pieces for part in sentences_of_text(piece)]
    grades = {name: measure(found).grade for name, found in texts.items()}
    assert {name: grade for name, grade in grades.items() if grade > 7} == {}
    assert [claim for found in texts.values() for claim in claims(found, "en")] == []


@pytest.mark.usefixtures("loaded")
def test_nothing_in_it_could_be_taken_for_real() -> None:
    files = sorted(sample.FOLDER.rglob("*.toml"))
    text = "\n".join(file.read_text("utf-8") for file in files)
    assert re.findall(r"\(\d{3}\) (\d{3})", text)
    assert set(re.findall(r"\(\d{3}\) (\d{3})", text)) == {"555"}
    assert set(re.findall(r"[\w-]+@([\w.]+)", text)) == {"example.org"}
    assert all(host.endswith("example.org") for host in re.findall(r"https://([^/\"]+)", text))
    assert "Sample" in Clinic.load().name
    for person in Profile("en").people:
        assert re.search("Sample|Ejemplo|Example|Muestra", person.shown.title)


@pytest.mark.usefixtures("loaded")
def test_only_medical_words_say_that_they_were_reviewed_and_a_translation_waits() -> None:
    reviewed = {type(one.document).__name__ for one in live() if one.reviewed_on}
    assert reviewed == {"StartGuide"}
    spanish = [one for one in live() if one.language == "es"]
    assert all("translator" in one.note and one.translates for one in spanish)


@pytest.mark.usefixtures("first_edition")
def test_a_file_that_breaks_a_rule_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "clinic.toml").write_text('name = "BrainStim Sample Clinic"')
    (tmp_path / "en/people.toml").write_text('[x]\ntitle = "X"\nsummary = "{nothing}"')
    monkeypatch.setattr(sample, "FOLDER", tmp_path)
    with pytest.raises(ValidationError, match=r"en/people\.toml"):
        sample.load()


@pytest.mark.usefixtures("first_edition")
@pytest.mark.parametrize(
    "line", ['parking = "Detrás."', 'name = "Otra"', f'visit_length = "{"x" * 121}"']
)
def test_a_spanish_fact_that_breaks_a_rule_is_named_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    shutil.copytree(sample.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "es/clinic.toml").write_text(line)
    monkeypatch.setattr(sample, "FOLDER", tmp_path)
    with pytest.raises(ValidationError, match=r"es/clinic\.toml"):
        sample.load()
